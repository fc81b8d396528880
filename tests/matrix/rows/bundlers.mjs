// Bundlers: what they make of a page, in the browsers; what they make for
// servers, in Node. None has a plugin or a setting for the package.

import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';

import { packageFolder } from '../installed.mjs';
import { answersInBrowsers, serveFolder } from '../pages.mjs';
import { run, serve } from '../process.mjs';
import { copyOfExample, modernNode, newActor, program, versionOf } from '../workshop.mjs';

const tool = (file, ...args) => [modernNode, program(file), ...args];
const shows = (actor) => async (text) => assert.equal(await text('#answer'), actor.instanceName);

/** Builds an example with the commands, serves a folder of it and opens it. */
const page = (example, commands, folder = '.') => async () => {
  const actor = await newActor();
  const cwd = copyOfExample(example, actor);
  for (const command of commands) await run(command, { cwd });
  const site = await serveFolder(path.join(cwd, folder));
  try {
    return await answersInBrowsers(site.url, shows(actor));
  } finally {
    await site.stop();
  }
};

/** A page that needs no tool, only files of the package beside it. */
const plainPage = (example, files) => async () => {
  const actor = await newActor();
  const cwd = copyOfExample(example, actor);
  for (const file of files) cpSync(path.join(packageFolder, 'dist', file), path.join(cwd, file));
  const site = await serveFolder(cwd);
  try {
    return await answersInBrowsers(site.url, shows(actor));
  } finally {
    await site.stop();
  }
};

async function viteServes() {
  const actor = await newActor();
  const command = tool('vite/bin/vite.js', '--host=127.0.0.1', '--port=0', '--clearScreen=false');
  const { match, stop } = await serve(command, /Local:\s+(http:\S+)/, { cwd: copyOfExample('vite', actor) });
  try {
    return await answersInBrowsers(match[1], shows(actor));
  } finally {
    await stop();
  }
}

/** Builds for Node; the file that comes out must not need the package. */
const inNode = (commands, file) => async () => {
  const actor = await newActor();
  const cwd = copyOfExample('esbuild', actor);
  for (const command of commands) await run(command, { cwd });
  const alone = await run([modernNode, '--input-type=commonjs', '-e', ALONE, path.join(cwd, file)], { cwd: '/' });
  assert.equal(alone.stdout, `${actor.instanceName}\n`);
};
const ALONE = `
const { Module } = require('node:module');
const find = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => {
  if (name.includes('syncano') && !name.startsWith('/')) throw new Error('it was not bundled');
  return find(name, ...rest);
};
require(process.argv[1]);
`;

const webpack = (...args) => tool('webpack-cli/bin/cli.js', 'build', '--entry=./main.js', ...args);
const esbuild = (...args) => [program('@esbuild/linux-x64/bin/esbuild', 'esbuild/bin/esbuild'), 'main.js', '--bundle', '--outfile=dist/main.js', ...args];

const row = (name, packageName, how, run) => ({ tool: name, version: versionOf(packageName), how, program: modernNode, run });
const inPage = (...args) => ({ ...row(...args), browsers: true });
const alone = (how, run) => ({ tool: 'a page without tools', version: '–', how, program: process.execPath, browsers: true, run });

export default [
  inPage('Vite', 'vite', 'development server', viteServes),
  inPage('Vite', 'vite', 'build', page('vite', [tool('vite/bin/vite.js', 'build', '--base=./')], 'dist')),
  inPage('webpack', 'webpack', 'production build', page('webpack', [webpack('--mode=production')])),
  inPage('webpack', 'webpack', 'development build', page('webpack', [webpack('--mode=development')])),
  row('webpack', 'webpack', 'build for Node', inNode([webpack('--mode=production', '--target=node')], 'dist/main.js')),
  inPage('Rollup', 'rollup', 'build', page('rollup', [tool('rollup/dist/bin/rollup', '--config')])),
  inPage('esbuild', 'esbuild', '`--format=esm`', page('esbuild', [esbuild('--format=esm', '--minify')])),
  inPage('esbuild', 'esbuild', '`--format=iife`', page('esbuild', [esbuild('--format=iife')])),
  row('esbuild', 'esbuild', '`--platform=node`', inNode([esbuild('--platform=node')], 'dist/main.js')),
  alone('`<script type="module">`', plainPage('script-module', ['index.mjs'])),
  alone('classic `<script>`, the global `Syncano`', plainPage('script-classic', ['syncano.global.js'])),
  alone('`slim.mjs` with the URL of the module', plainPage('slim', ['slim.mjs', 'syncano_bg.wasm'])),
];

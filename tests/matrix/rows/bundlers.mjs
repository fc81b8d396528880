// Bundlers: what they make of a page, in the browsers; what they make for
// servers, in Node. None has a plugin or a setting for the package.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { packageFolder } from '../installed.mjs';
import { answersInBrowsers, serveFolder } from '../pages.mjs';
import { run, serve } from '../process.mjs';
import { copyOfExample, modernNode, newActor, program, versionOf } from '../workshop.mjs';

const tool = (file, ...args) => [modernNode, program(file), ...args];
const shows = (actor) => async (text) => assert.equal(await text('#answer'), actor.instanceName);

/** Serves a folder and opens it in the browsers. */
async function openedIn(folder, actor) {
  const site = await serveFolder(folder);
  try {
    return await answersInBrowsers(site.url, shows(actor));
  } finally {
    await site.stop();
  }
}

/** Builds an example with the command and opens a folder of it. */
const page = (example, command, folder = '.') => async () => {
  const actor = await newActor();
  const cwd = copyOfExample(example, actor);
  await run(command, { cwd });
  return openedIn(path.join(cwd, folder), actor);
};

/** A page that needs no tool, only files of the package beside it. */
const plainPage = (example, files, change = (html) => html) => async () => {
  const actor = await newActor();
  const cwd = copyOfExample(example, actor);
  for (const file of files) cpSync(path.join(packageFolder, 'dist', file), path.join(cwd, file));
  const html = path.join(cwd, 'index.html');
  writeFileSync(html, change(readFileSync(html, 'utf8')));
  return openedIn(cwd, actor);
};

/** The page with the script's hash in it: one with another would not run. */
function withHash(html) {
  const { 'syncano.global.js': hash } = JSON.parse(readFileSync(path.join(packageFolder, 'dist/integrity.json'), 'utf8'));
  const changed = html.replace('<script src="syncano.global.js"', `$& integrity="${hash}" crossorigin="anonymous"`);
  assert.notEqual(changed, html);
  return changed;
}

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
const inNode = (command) => async () => {
  const actor = await newActor();
  const cwd = copyOfExample('esbuild', actor);
  await run(command, { cwd });
  const alone = await run([modernNode, '--input-type=commonjs', '-e', ALONE, path.join(cwd, 'dist/main.js')], { cwd: '/' });
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
  inPage('Vite', 'vite', 'build', page('vite', tool('vite/bin/vite.js', 'build', '--base=./'), 'dist')),
  inPage('Vite', 'vite', 'build of `syncano/slim` with `syncano/syncano_bg.wasm?url`', page('slim/vite', tool('vite/bin/vite.js', 'build', '--base=./'), 'dist')),
  inPage('webpack', 'webpack', 'production build', page('webpack', webpack('--mode=production'))),
  inPage('webpack', 'webpack', 'development build', page('webpack', webpack('--mode=development'))),
  row('webpack', 'webpack', 'build for Node', inNode(webpack('--mode=production', '--target=node'))),
  inPage('Rollup', 'rollup', 'build', page('rollup', tool('rollup/dist/bin/rollup', '--config'))),
  inPage('esbuild', 'esbuild', '`--format=esm`', page('esbuild', esbuild('--format=esm', '--minify'))),
  inPage('esbuild', 'esbuild', '`--format=iife`', page('esbuild', esbuild('--format=iife'))),
  row('esbuild', 'esbuild', '`--platform=node`', inNode(esbuild('--platform=node'))),
  alone('`<script type="module">`', plainPage('script-module', ['index.mjs'])),
  alone('classic `<script>`, the global `Syncano`', plainPage('script-classic', ['syncano.global.js'])),
  alone('classic `<script>` with the hash of `integrity.json`', plainPage('script-classic', ['syncano.global.js'], withHash)),
  alone('`slim.mjs` with the URL of the module', plainPage('slim', ['slim.mjs', 'syncano_bg.wasm'])),
];

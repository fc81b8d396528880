// Where an example is tried: a copy of its folder with the installed package
// beside it and the tools of this folder in reach, as in a project of a user.

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { installed, packageFolder, repository, temporary } from './installed.mjs';
import { startStub } from './stub.mjs';

const here = path.join(repository, 'tests/matrix');

/** Whether there is a real server to talk to; else a stub stands in for it. */
export const hasServer = Boolean(process.env.SYNCANO_BASE_URL);
if (!hasServer) process.env.SYNCANO_BASE_URL = await startStub();

process.env.SYNCANO_INSTALLED = installed;

const { baseUrl, newActor } = await import('../readme/actor.mjs');
export { baseUrl, newActor };

// Below this folder, so that Node's own search finds the tools.
const bench = temporary(path.join(here, 'run'));
cpSync(packageFolder, path.join(bench, 'node_modules/syncano'), { recursive: true });

/** What examples hold in the place of an address and of keys. */
const placeholders = (actor) => ({
  'http://127.0.0.1:8080': baseUrl,
  YOUR_API_KEY: actor.apiKey,
  YOUR_ACCOUNT_KEY: actor.accountKey,
  YOUR_INSTANCE: actor.instanceName,
});

/** The environment in which examples find their server and their keys. */
export const environment = (actor) => ({
  SYNCANO_BASE_URL: baseUrl,
  SYNCANO_ACCOUNT_KEY: actor.accountKey,
  SYNCANO_API_KEY: actor.apiKey,
  SYNCANO_INSTANCE: actor.instanceName,
});

/** The examples that were tried. */
export const tried = new Set();

/** A copy of `examples/<name>` for this actor. */
export function copyOfExample(name, actor) {
  tried.add(name);
  const from = path.join(repository, 'examples', name);
  const folder = emptyFolder(name);
  cpSync(from, folder, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  for (const file of filesBelow(folder)) {
    let text = readFileSync(file, 'utf8');
    for (const [placeholder, value] of Object.entries(placeholders(actor))) text = text.replaceAll(placeholder, value);
    writeFileSync(file, text);
  }
  return folder;
}

let count = 0;

/** An empty project with the package in reach, or one with these files (name → text). */
export function emptyFolder(name, files = {}) {
  const folder = path.join(bench, `${name.replace('/', '-')}-${++count}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return folder;
}

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));

const modules = path.join(here, 'node_modules');

/** The version of a tool that is installed here. */
export const versionOf = (name) => JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8')).version.replace(/^v/, '');

/** A program of a package, by its place in it, or nothing on a machine that it isn't made for. */
export function program(...candidates) {
  return candidates.map((file) => path.join(modules, file)).find((file) => existsSync(file));
}

/** A Node that is new enough for every tool here, or nothing where there is none. */
export const modernNode = program('node24/bin/node') ?? (Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : undefined);

// Where the package under test and its companions are. The test stage says it
// by environment variables; without them, this file makes what is missing.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './root.mjs';

const home = path.join(root, 'tests/npm');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** The folder whose `node_modules` has the packed package in it. */
export const installed = process.env.SYNCANO_INSTALLED ?? install();

/** The folder of the installed package itself. */
export const packageFolder = path.join(installed, 'node_modules/syncano');

/** The package as `require('syncano')` gives it to an application. */
export const Syncano = createRequire(path.join(installed, 'package.json'))('syncano');

/** The folder whose `node_modules` has the client that this package replaces, and the compilers. */
export function companions() {
  const isThere = () => existsSync(path.join(home, 'node_modules/.package-lock.json'));
  if (!isThere()) {
    alone(() => {
      if (!isThere()) execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, stdio: 'pipe' });
    });
  }
  return home;
}

/** Runs `work` while no other test file runs its own. */
function alone(work) {
  const lock = path.join(root, 'target/npm-tests.lock');
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let tries = 0; ; tries++) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST' || tries > 3000) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  try {
    work();
  } finally {
    rmdirSync(lock);
  }
}

/** The server's program, or `undefined` where none has been built. */
export const serverBinary =
  process.env.SYNCANO_SERVER_BIN ??
  ['release', 'debug'].map((profile) => path.join(root, 'target', profile, 'syncano-server')).find(existsSync);

/** Packs `pkg` and installs the tarball; what was made of the same files before is used again. */
function install() {
  const pkg = path.join(root, 'pkg');
  if (!existsSync(path.join(pkg, 'dist/index.cjs'))) throw new Error('pkg/dist is missing: run `cargo xtask build` first');
  const cache = path.join(root, 'target/npm-tests');
  const ready = path.join(cache, `syncano-${digest(pkg)}`);
  if (existsSync(ready)) return ready;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'install-'));
  const [{ filename }] = JSON.parse(
    execFileSync(npm, ['pack', pkg, '--json', '--pack-destination', work], { cwd: work, stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  writeFileSync(path.join(work, 'package.json'), '{ "private": true }\n');
  execFileSync(npm, ['install', '--offline', path.join(work, filename)], { cwd: work, stdio: 'pipe' });
  try {
    renameSync(work, ready);
  } catch {
    // Another test file was faster.
    rmSync(work, { recursive: true, force: true });
  }
  return ready;
}

function digest(pkg) {
  const hash = createHash('sha256');
  const files = ['package.json', ...['dist', 'types'].flatMap((folder) => list(path.join(pkg, folder), folder))];
  for (const file of files) hash.update(file).update(readFileSync(path.join(pkg, file)));
  return hash.digest('hex').slice(0, 16);
}

function list(folder, name) {
  return existsSync(folder) ? readdirSync(folder).map((file) => path.join(name, file)).sort() : [];
}

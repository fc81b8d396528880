// The package under test, installed from its tarball, and the original client as control.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);

/** The folder whose `node_modules/syncano` is the package; made for this process where nobody named one. */
export const installed = process.env.SYNCANO_INSTALLED ?? install();

function install() {
  const folder = mkdtempSync(path.join(tmpdir(), 'syncano-safety-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const npm = (...args) => execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  npm('pack', '--pack-destination', folder, path.join(root, 'pkg'));
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  mkdirSync(path.join(folder, 'app'));
  writeFileSync(path.join(folder, 'app/package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--offline', '--ignore-scripts', path.join(folder, tarball)], {
    cwd: path.join(folder, 'app'),
    stdio: 'ignore',
  });
  return path.join(folder, 'app');
}

const dist = path.join(installed, 'node_modules/syncano/dist');

/** Files of the package for each kind of runtime. */
export const entries = {
  require: path.join(dist, 'index.cjs'),
  module: path.join(dist, 'index.mjs'),
  page: path.join(dist, 'syncano.global.js'),
};

/** The client 1.0.30, as it is published. */
export const original = require.resolve('syncano-original');

export const load = (file) => createRequire(file)(file);

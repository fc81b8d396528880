// The package as a user has it: the packed tarball, installed into an empty
// folder. A test run may have made both already; else they are made here.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

const QUIET = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };

/** Runs npm and gives what it printed. */
export function npm(args, cwd, env = {}) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', env: { ...process.env, ...QUIET, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A folder that is gone when this process ends. */
export function temporary(below = tmpdir()) {
  mkdirSync(below, { recursive: true });
  const folder = mkdtempSync(path.join(below, 'syncano-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function pack() {
  const folder = temporary();
  const [{ filename }] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder, path.join(repository, 'pkg')], folder));
  return path.join(folder, filename);
}

function install() {
  const folder = temporary();
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--offline', tarball], folder);
  return folder;
}

/** The packed tarball. */
export const tarball = process.env.SYNCANO_TARBALL ?? pack();

/** The folder that it is installed in. */
export const installed = process.env.SYNCANO_INSTALLED ?? install();

export const packageFolder = path.join(installed, 'node_modules/syncano');

// A server of one's own, with its database and its mails in a folder that goes with it.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { serverBinary } from './environment.mjs';

/** Why tests against a server cannot run here, or `false`. */
export const missing = serverBinary || process.env.CI ? false : 'no server has been built: run `cargo build -p syncano-server`';

const UNLIMITED = ['anonymous', 'account', 'instance'].flatMap((name) => [`--limit-${name}`, '0']);

/** Starts a server on a free port; it behaves like the original in all that can be switched. */
export async function startServer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'syncano-server-'));
  const flags = ['--listen', '127.0.0.1:0', '--database', `sqlite:${folder}/db.sqlite`, '--mail-folder', `${folder}/mail`, '--compatible'];
  const child = spawn(serverBinary, ['serve', ...flags, ...UNLIMITED], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /listening on (http:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
  });
  return {
    url,
    /** The mail with this subject to an address; it may be written a moment after the answer. */
    async mailTo(address, subject) {
      for (let tries = 0; tries < 200; tries++) {
        const mails = readdirSync(`${folder}/mail`).map((file) => readFileSync(path.join(folder, 'mail', file), 'utf8'));
        const found = mails.find((mail) => mail.includes(`To: ${address}`) && mail.includes(`Subject: ${subject}`));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no mail to ${address}: ${subject}`);
    },
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const HINT = / This call needs [^.]*\.$/;

/** Values by their form: keys by their kind, dates as dates; and messages without what only this package adds. */
export function byForm(value) {
  if (typeof value === 'string') {
    if (/^[0-9a-f]{40}$/.test(value)) return Number.parseInt(value.at(-1), 16) % 2 ? '(odd key)' : '(even key)';
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return '(date)';
    return value.replace(HINT, '').replace(/[0-9a-f]{40}/g, '(key)');
  }
  if (Array.isArray(value)) return value.map(byForm);
  if (value === null || typeof value !== 'object') return value;
  // What an invitation is accepted with has no parity.
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === 'key' ? '(key)' : byForm(item)]));
}

// The real server, with a database of its own and the dashboard beside the API.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { dist, serverProgram, www } from './files.mjs';

const START_MS = 60_000;

/** Starts it; `stop()` ends it and gives all that it has logged. */
export async function startServer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'syncano-dashboard-'));
  const child = spawn(serverProgram, [
    ...['serve', '--listen', '127.0.0.1:0', '--database', `sqlite:${path.join(folder, 'syncano.sqlite')}`],
    ...['--dashboard', www, '--dashboard-package', dist],
    // All tests come from one address.
    ...['--limit-anonymous', '0'],
  ]);
  const ended = once(child, 'close');
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  const out = createInterface(child.stdout);
  out.on('line', (line) => {
    log += `${line}\n`;
  });
  const ready = new Promise((resolve) => {
    out.on('line', (line) => line.startsWith('listening on http') && resolve(line.slice('listening on '.length).trim()));
  });
  const url = await Promise.race([ready, ended, new Promise((resolve) => setTimeout(resolve, START_MS).unref())]);
  if (typeof url !== 'string') {
    child.kill();
    throw new Error(`The server did not start.\n${log}`);
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
      return log;
    },
  };
}

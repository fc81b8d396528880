// The list of differences in the README is the server's own.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the README lists every deliberate difference, as the server tells them', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const table = execFileSync(process.env.SYNCANO_SERVER_BIN, ['differences'], { encoding: 'utf8' });
  assert.match(table, /\| login-reasons \|/);
  assert.ok(readme.includes(table.trim()), 'copy the output of `syncano-server differences` into the README');
});

// The client's parsers, given anything: the program in fuzz/ that needs no special compiler.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { figure } from './support/figures.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PARSERS = ['key_kind', 'link', 'base_url', 'retry_after', 'path', 'message', 'credential', 'search', 'method'];
// New figures are worth an optimised build and a long run.
const long = process.env.SAFETY_FIGURES === 'write';
const build = long ? ['--release'] : ['--target-dir', 'target'];
const inputs = long ? 1_000_000 : 2_000;

test('no input crashes a parser of what strangers send, or breaks its promise', () => {
  const options = ['--quiet', '--locked', '--manifest-path', 'fuzz/Cargo.toml', ...build, '--bin', 'soak'];
  const args = ['run', ...options, '--', String(inputs), ...PARSERS];
  const output = execFileSync(process.env.CARGO ?? 'cargo', args, { cwd: root, encoding: 'utf8' });
  const lines = output.split('\n').filter((line) => line.endsWith(' s, ok'));
  assert.deepEqual(lines.map((line) => line.split(' ', 3).join(' ')), PARSERS.map((name) => `${name} ${inputs} inputs,`));
  figure('fuzz', `${PARSERS.length} parsers × ${inputs} inputs: 0 crashes, 0 broken promises`);
});

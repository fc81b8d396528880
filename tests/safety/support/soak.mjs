// The client's parsers, given a million inputs each: the figure of `tests/parsers.rs` at length.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { figure } from './figures.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const PARSERS = ['key_kind', 'link', 'base_url', 'retry_after', 'path', 'credential', 'rules'];
const INPUTS = 1_000_000;

const options = ['--release', '--quiet', '--locked', '--manifest-path', 'fuzz/Cargo.toml', '--bin', 'soak'];
const args = ['run', ...options, '--', String(INPUTS), ...PARSERS];
const output = execFileSync(process.env.CARGO ?? 'cargo', args, { cwd: root, encoding: 'utf8' });
const passed = output.split('\n').filter((line) => line.endsWith(' s, ok'));
assert.deepEqual(passed.map((line) => line.split(',', 1)[0]), PARSERS.map((name) => `${name}: ${INPUTS} inputs`));
figure('fuzz', `${PARSERS.length} parsers × ${INPUTS} inputs: 0 crashes, 0 broken promises`);

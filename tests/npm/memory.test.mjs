// What many calls leave behind: nothing.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { installed } from './support/environment.mjs';

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'support/growth.mjs');
const HEAP_GROWTH_MAX = 256 * 1024;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Medians of the first and of the last five samples, taken after full collections. */
function grown(task) {
  const { samples, instances } = JSON.parse(execFileSync(process.execPath, ['--expose-gc', program, installed, task], { encoding: 'utf8' }));
  assert.ok(samples.length >= 15, `${samples.length} samples`);
  assert.equal(instances, 1, 'one instance serves the process');
  const of = (name, part) => median(part.map((sample) => sample[name]));
  const [first, last] = [samples.slice(0, 5), samples.slice(-5)];
  return { heap: of('heap', last) - of('heap', first), wasm: of('wasm', last) - of('wasm', first), wasmBytes: of('wasm', last) };
}

test('twenty thousand calls in one process leave no trace in the heap and in the memory of the module', () => {
  const { heap, wasm, wasmBytes } = grown('calls');
  assert.ok(wasmBytes > 0);
  assert.equal(wasm, 0, `the module's memory grew by ${wasm} bytes`);
  assert.ok(heap < HEAP_GROWTH_MAX, `the heap grew by ${heap} bytes`);
});

test('a walk through two hundred thousand objects holds one page at a time', () => {
  const { heap, wasm } = grown('pages');
  assert.equal(wasm, 0, `the module's memory grew by ${wasm} bytes`);
  assert.ok(heap < HEAP_GROWTH_MAX, `the heap grew by ${heap} bytes`);
});

// The README's figures are of this package, and the programs that measure do
// their work.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { medians } from './measure/rounds.mjs';
import { sizes } from './measure/sizes.mjs';
import { tableIn } from './table.mjs';

const README = new URL('../../README.md', import.meta.url);
// Another compiler makes another module, so the figures are those of a kind.
const TOLERANCE = 0.05;

test('the README shows the size of every download', () => {
  const shown = new Map(tableIn(readFileSync(README, 'utf8'), 'costs').map(([what, ...figures]) => [what, figures]));
  for (const { what, raw, gzip, brotli } of sizes()) {
    [raw, gzip, brotli].forEach((bytes, at) => {
      const figure = Number(shown.get(what)?.[at]?.replaceAll(',', ''));
      assert.ok(Math.abs(figure / bytes - 1) < TOLERANCE, `${what}: ${bytes} bytes, and the README says ${figure}`);
    });
  }
});

test('a download is smaller than the one that it replaces', () => {
  const [own, , , ...originals] = sizes();
  for (const original of originals) assert.ok(own.brotli < original.brotli / 2, original.what);
});

test('the cold start and the own work of every client can be measured', async () => {
  const start = await medians('cold-start.cjs', ['syncano', 'syncano-1'], 1);
  const work = await medians('own-cpu.cjs', ['fetch', 'syncano', 'syncano-1'], 1);
  for (const figures of [...Object.values(start), ...Object.values(work)]) {
    for (const [name, figure] of Object.entries(figures)) assert.ok(Number.isFinite(figure), name);
  }
});

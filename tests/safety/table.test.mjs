// The table of the documents is the one that the tests write.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { figures } from './support/figures.mjs';
import { document, file } from './support/table.mjs';
import { THREATS } from './support/threats.mjs';

const here = new URL('.', import.meta.url);
const sources = Object.fromEntries(
  readdirSync(here)
    .filter((name) => name.endsWith('.test.mjs'))
    .concat('support/soak.mjs')
    .map((name) => [name, readFileSync(new URL(name, here), 'utf8')]),
);

// Tests outside of this folder are named by their path.
for (const [name] of THREATS.map((row) => row.test)) {
  if (name.includes('/')) sources[name] = readFileSync(new URL(`../../${name}`, here), 'utf8');
}

test('every row names a test that there is', () => {
  assert.ok(THREATS.length >= 20);
  for (const { threat, test: [name, title] } of THREATS) assert.ok(sources[name]?.includes(title), `${threat}: ${name}: ${title}`);
});

test('every row has figures, and every figure is counted by a test and stands in a row', () => {
  const counted = Object.keys(figures()).sort();
  const wanted = THREATS.flatMap((row) => row.figures).sort();
  assert.deepEqual(counted, [...new Set(wanted)]);
  const all = Object.values(sources).join();
  for (const id of counted) assert.ok(all.includes(`figure('${id}'`), `nobody counts ${id}`);
});

test('the document is what the threats and the figures make of it', () => {
  assert.equal(readFileSync(file, 'utf8'), document());
});

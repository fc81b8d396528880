// Every runtime and tool, one after the other: each gets the installed package
// and does what its example does. The README's table is what came out.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';

import bundlers from './rows/bundlers.mjs';
import denoAndBun from './rows/deno-bun.mjs';
import next from './rows/next.mjs';
import node from './rows/node.mjs';
import testRunners from './rows/test-runners.mjs';
import workerd from './rows/workerd.mjs';
import { closeBrowsers, hasBrowsers } from './pages.mjs';
import { tried } from './workshop.mjs';
import { nameOf, readTable, writeTable } from './table.mjs';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const README = new URL('../../README.md', import.meta.url);
const rows = [...node, ...denoAndBun, ...workerd, ...bundlers, ...next, ...testRunners];
const all = process.env.SYNCANO_MATRIX === 'all';
const writes = process.env.SYNCANO_WRITE_DOCS === '1';
const results = new Map();

after(closeBrowsers);

/** Why a row isn't tried here, or false. What can't run is a failure where CI is set. */
function reasonToSkip({ program, browsers, slow }) {
  if (slow && !all) return 'only with SYNCANO_MATRIX=all';
  if (process.env.CI) return false;
  if (!program) return 'this tool has no program for this machine';
  return browsers && !hasBrowsers ? 'there are no browsers' : false;
}

for (const row of rows) {
  test(nameOf(row), { skip: reasonToSkip(row) }, async () => {
    assert.ok(row.program, 'this tool has no program for this machine');
    results.set(row, 'failed');
    const where = await row.run();
    results.set(row, where ? `passed in ${where}` : 'passed');
  });
}

test('every example was tried, and is small', (t) => {
  if (rows.some((row) => reasonToSkip(row) && !row.slow)) return t.skip('not every row was tried');
  const files = readdirSync(EXAMPLES, { recursive: true }).filter((file) => /\.(?:[cm]?jsx?|html)$/.test(file) && !file.startsWith('chapter'));
  for (const file of files) {
    assert.ok([...tried].some((name) => file.startsWith(`${name}/`)), `${file} was not tried`);
    assert.ok(readFileSync(new URL(file, EXAMPLES), 'utf8').split('\n').length <= 40, `${file} is too long`);
  }
});

test('the README shows a result of every runtime and tool, and of no other', { skip: writes }, () => {
  const shown = readTable(readFileSync(README, 'utf8'));
  assert.deepEqual(shown.map(nameOf), rows.map(nameOf));
  for (const row of shown) assert.match(row.result, /^passed/, nameOf(row));
});

test('the README takes the results of this run', { skip: !writes }, () => {
  const text = readFileSync(README, 'utf8');
  const before = new Map(readTable(text).map((row) => [nameOf(row), row.result]));
  const known = rows.map((row) => ({ ...row, result: results.get(row) ?? before.get(nameOf(row)) ?? 'not tried' }));
  writeFileSync(README, writeTable(text, known));
});

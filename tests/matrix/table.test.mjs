// The README's table is written and read back without loss.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readTable, writeTable } from './table.mjs';

const row = { tool: 'Node', version: '18.1.0', how: '`require`', result: 'passed' };
const place = 'before\n<!-- matrix -->\nold\n<!-- /matrix -->\nafter\n';

test('rows that are written can be read, and the text around them stays', () => {
  const text = writeTable(place, [row, { ...row, result: 'failed' }]);
  assert.deepEqual(readTable(text), [row, { ...row, result: 'failed' }]);
  assert.match(text, /^before\n<!-- matrix -->\n[^]*<!-- \/matrix -->\nafter\n$/);
  assert.equal(writeTable(text, []), writeTable(place, []));
});

test('a text without a place for the table is an error, and has no rows', () => {
  assert.throws(() => writeTable('nothing', [row]), /no place/);
  assert.deepEqual(readTable('nothing'), []);
});

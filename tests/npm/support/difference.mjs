// The test of one difference: what holds here fails on the original.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { byId, titleOf } from './differences.mjs';
import { original, ours } from './subjects.mjs';

/**
 * Runs `probe` on both clients. `right` has to hold for this package and to
 * fail on the original, for the reason that `wrong` gives.
 */
export function mended(id, { probe, right, wrong, ...options }) {
  test(titleOf(byId.get(id)), async () => {
    const mine = await ours.run(probe, options);
    right(mine);
    assert.deepEqual(mine.unhandled, [], 'nothing is left unhandled');
    const theirs = await original.run(probe, options);
    wrong(theirs);
    assert.throws(() => right(theirs), assert.AssertionError, 'the original does it right, too');
  });
}

/** Runs `probe` on both clients: `same` has to hold for both. */
export function kept(id, { probe, same, ...options }) {
  test(titleOf(byId.get(id)), async () => {
    for (const subject of [ours, original]) same(await subject.run(probe, options));
  });
}

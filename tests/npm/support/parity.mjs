// One scenario, run on both clients: the same requests and the same value,
// apart from what the list of differences allows.

import assert from 'node:assert/strict';

import { answer } from './api.mjs';
import { essence } from './recorder.mjs';
import { original, ours } from './subjects.mjs';

/** What both clients did in a scenario, brought to what can be compared. */
export async function play(scenario) {
  const options = { answers: scenario.answers ?? answer, args: scenario.args };
  const [mine, theirs] = [await ours.run(scenario.run, options), await original.run(scenario.run, options)];
  return { ours: outcomeOf(mine), original: withoutEmptyBodies(outcomeOf(theirs)), unhandled: mine.unhandled };
}

function outcomeOf({ value, error, never, requests }) {
  const settled = never ? { never } : error ? { error } : { value };
  return { requests: requests.map(essence), ...settled };
}

/** Difference D38: the original sends the two bytes `{}` where there is nothing to send. */
function withoutEmptyBodies(seen) {
  const requests = seen.requests.map((request) => {
    if (!['GET', 'DELETE', 'HEAD'].includes(request.method)) return request;
    const { 'content-type': _, ...headers } = request.headers;
    return { ...request, headers, body: null };
  });
  return { ...seen, requests };
}

/**
 * Proves a scenario. `differs` names the differences that it shows and what
 * is expected of ours instead, `requests`, `value` or `error`, or a function
 * that makes it of what the original did.
 */
export async function prove(scenario) {
  const seen = await play(scenario);
  assert.deepEqual(seen.unhandled, [], 'nothing is left unhandled');
  const expected = structuredClone(seen.original);
  for (const part of ['requests', 'value', 'error']) {
    if (!scenario.differs || !(part in scenario.differs)) continue;
    assert.notDeepEqual(seen.ours[part], seen.original[part], `the original does the same here: ${part}`);
    const given = scenario.differs[part];
    expected[part] = typeof given === 'function' ? given(seen.original[part]) : given;
    if (expected[part] === undefined) delete expected[part];
  }
  assert.deepEqual(seen.ours, expected);
}

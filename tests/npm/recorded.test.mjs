// What was recorded from the original server, given to both clients: the same
// calls send the recorded request and settle with the same value.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';

import { byForm } from './support/live.mjs';
import { essence } from './support/recorder.mjs';
import { callOf } from './support/recorded-calls.mjs';
import { original, ours, stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

const folder = process.env.SYNCANO_GOLDEN;
const skip = folder ? false : 'SYNCANO_GOLDEN does not name a folder of recorded exchanges';
const groups = folder ? readdirSync(folder).filter((file) => /^\d\d-.*\.json$/.test(file)).sort() : ['none'];

/** Makes the call of a step; the step's own names come as arguments. */
const probe = async ({ Syncano, base, outcome, args: { key, call } }) => {
  const connection = Syncano({ baseUrl: base, accountKey: key, defaults: {}, maxRetries: 0 });
  const [target, ...steps] = call;
  const run = () => steps.reduce((thing, [name, ...given]) => thing[name](...given), connection[target]);
  const { value, error } = await outcome(run);
  return { value, error };
};

describe('recorded exchanges', { skip }, () => {
  for (const file of groups) {
    const steps = folder ? JSON.parse(readFileSync(path.join(folder, file), 'utf8')).steps : [];
    const calls = steps.flatMap((step) => callOf(step).map((call) => ({ step, call })));
    test(`${file}: ${calls.length} calls`, async () => {
      for (const { step, call } of calls) await same(step, call, `${file} #${step.seq} ${step.name}: ${call[0]}.${call.slice(1).map(([name]) => name).join('.')}`);
    });
  }
});

async function same({ request, response }, call, title) {
  const key = request.headers?.['X-API-KEY'];
  const { 'content-type': type, 'retry-after': retry } = response.headers;
  const headers = { ...(type && { 'content-type': type }), ...(retry && { 'retry-after': retry }) };
  // Long texts are recorded as data only.
  const text = response.body ? JSON.stringify(response.body) : (response.body_text ?? '');
  const answers = [{ status: response.status, headers, text }];
  const options = { answers, args: { key, call } };
  const [mine, theirs] = [await ours.run(probe, options), await original.run(probe, options)];

  const sent = mine.requests.map(essence);
  assert.equal(sent.length, 1, title);
  assert.deepEqual([sent[0].method, sent[0].path, sent[0].headers['x-api-key']], [request.method, request.path, key], title);
  if (sent[0].method !== 'GET' && 'body' in request) assert.deepEqual(sent[0].body, request.body, title);
  const others = theirs.requests.map(essence);
  const { method, path: given, body } = others[0];
  assert.deepEqual([sent[0].method, sent[0].path, sent[0].body ?? {}], [method, given, body], title);
  assert.deepEqual(byForm(mine.value), byForm(theirs.value), title);
}

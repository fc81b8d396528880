// Answers and options of any content: a value or a typed error, never a trap, a hang, or a secret.
// SAFETY_INPUTS sets how many; what is tried is the same every time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { figure } from './support/figures.mjs';
import { entries, load } from './support/packages.mjs';
import { SECRETS, found } from './support/secrets.mjs';

const Syncano = load(entries.require);
const INPUTS = Number(process.env.SAFETY_INPUTS ?? 20_000);

/** Numbers that look random, and are the same in each run (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const BODIES = ['{', '}', '[', ']', '"', ':', ',', 'null', 'true', '1e999', '-0', '\\u0000', '\\ud800', '"objects"', '"detail"', '"next"', '"__proto__"', '"constructor"', '"toJSON"', '"links"', '"id"', '"api_key"', '"created_at"', '{"objects":', '[{}]', '\ufeff', '\u2028', 'é', ' ', '\n', '<h1>'];
const TYPES = ['application/json', 'text/', 'html', '+json', ';', 'charset=', '"', 'utf-8', 'utf-16', 'latin1', ' ', ',', 'Ü'];
const WAITS = ['1', '-', '.', '99999999999', 'Wed, 21 Oct 2015 07:28:00 GMT', ' ', 'NaN', 'Infinity', '0x1'];
const STATUSES = [0, 200, 201, 202, 204, 205, 299, 300, 302, 304, 400, 401, 403, 404, 418, 500, 599, 999];

function answers(seed) {
  const below = numbers(seed);
  const pick = (list) => list[below(list.length)];
  const some = (list, most) => Array.from({ length: below(most) }, () => pick(list)).join('');
  // Those that a server is sent, and so can quote: an account key beside an API key is not.
  const { apiKey, userKey, socialToken } = SECRETS;
  const secret = () => (below(8) === 0 ? pick([apiKey, userKey, socialToken]) : '');
  return () => {
    const text = below(3) === 0 ? JSON.stringify({ detail: some(BODIES, 4) + secret(), objects: below(2) ? [] : some(BODIES, 3) }) : some(BODIES, 14) + secret();
    const headers = { 'content-type': some(TYPES, 6) || 'application/json', 'retry-after': some(WAITS, 3), 'x-request-id': secret() };
    const bytes = new TextEncoder().encode(text);
    if (below(10) === 0 && bytes.length > 0) bytes[below(bytes.length)] = 128 + below(128);
    const whole = { status: pick(STATUSES), headers: { get: (name) => headers[name] ?? null } };
    if (below(2)) return { ...whole, text: async () => text };
    const chunks = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
    return { ...whole, body: { getReader: () => ({ read: async () => ({ done: chunks.length === 0, value: chunks.shift() }), cancel() {} }) } };
  };
}

const CALLS = [
  (c) => c.Account.getUserDetails(),
  (c) => c.Account.login({ email: 'e', password: SECRETS.password }, false),
  (c) => c.ApiKey.please().list().then((page) => (page.hasNext() ? page.next() : page)),
  (c) => c.ApiKey.please().get({ id: 7 }).request(),
  (c) => c.Instance.please().list().raw().request(),
  (c) => c.ApiKey.please().delete({ id: 7 }).request(),
  (c) => c.Account.makeRequest('GET', '/v1.1/', { responseAttr: 'text' }),
];

test(`${INPUTS} answers of any kind: a value or a typed error`, async () => {
  const next = answers(1);
  const connection = new Syncano({ ...SECRETS, password: undefined, baseUrl: 'https://api.example', defaults: { instanceName: 'inst-1' }, maxRetries: 0, silenceKeyWarning: true, fetch: async () => next() });
  const seen = { values: 0, errors: 0 };
  for (let i = 0; i < INPUTS; i += 1) {
    try {
      await CALLS[i % CALLS.length](connection);
      seen.values += 1;
    } catch (error) {
      assert.ok(error instanceof Syncano.SyncanoError && error.constructor !== Syncano.SyncanoError, `input ${i}: ${inspect(error)}`);
      assert.deepEqual(found(`${error.stack} ${JSON.stringify(error)} ${inspect(error, { depth: 9, showHidden: true })}`), [], `input ${i}`);
      seen.errors += 1;
    }
  }
  assert.ok(seen.values > INPUTS / 50 && seen.errors > INPUTS / 50, JSON.stringify(seen));
  assert.equal({}.polluted, undefined);
  figure('any-answers', `${INPUTS} answers of any kind: 0 traps, 0 errors without a type, 0 secrets`);
});

test(`${INPUTS} values of any kind for paths, queries and headers: sent as they are, or refused by name`, async () => {
  const below = numbers(2);
  const PARTS = ['.', '..', '/', '\\', '%', '?', '#', '@', ':', '\n', '\r', '\0', '\ud800', 'é', '\u{1f511}', 'a', ' ', '\u007f', '\u0085'];
  const text = () => Array.from({ length: below(5) }, () => PARTS[below(PARTS.length)]).join('');
  let sent;
  const fetch = async (url, init) => {
    sent = { url, init };
    return { status: 200, headers: { get: () => 'application/json' }, text: async () => '{}' };
  };
  const connection = new Syncano({ accountKey: SECRETS.accountKey, baseUrl: 'https://api.example', fetch });
  let accepted = 0;
  for (let i = 0; i < INPUTS; i += 1) {
    const [instanceName, id, key, value, header] = [text(), text(), text(), text(), text()];
    sent = undefined;
    try {
      await connection.ApiKey.please().withOptions({ headers: { 'x-own': header } }).get({ instanceName, id }).request(null, { query: { [key]: value } });
    } catch (error) {
      assert.ok(error instanceof Syncano.ValidationError, `input ${i}: ${inspect(error)}`);
      assert.equal(sent, undefined, `input ${i} was sent`);
      continue;
    }
    accepted += 1;
    const { origin, pathname, searchParams, hash } = new URL(sent.url);
    assert.equal(origin, 'https://api.example');
    assert.equal(hash, '');
    const segments = pathname.split('/');
    assert.equal(segments.length, 7, sent.url);
    assert.deepEqual([segments[3], segments[5]].map(decodeURIComponent), [instanceName, id]);
    assert.deepEqual([...searchParams], [[key, value]].map((pair) => pair.map((part) => part.toWellFormed?.() ?? part)));
    assert.match(header, /^[\t -~]*$/);
    assert.equal(sent.init.headers['x-own'], header);
  }
  assert.ok(accepted > INPUTS / 50, `${accepted}`);
  figure('any-values', `${5 * INPUTS} values: 0 sent as anything else, 0 requests astray`);
});

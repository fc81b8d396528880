// Time-outs, retries, throttling and giving up, on a clock that does not run.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';

import { everyCall, methodsOf } from './support/calls.mjs';
import { Clock } from './support/clock.mjs';
import { answer, broken, never, scripted } from './support/fetches.mjs';
import { figure } from './support/figures.mjs';
import { entries, load } from './support/packages.mjs';
import { SECRETS } from './support/secrets.mjs';

const Syncano = load(entries.require);
const { AbortError, NetworkError, RequestError, TimeoutError, ValidationError } = Syncano;
let clock = new Clock();

before(() => clock.install());
after(() => clock.restore());
beforeEach(() => {
  clock.restore();
  clock = new Clock().install();
});

const connect = (fetch, options) =>
  new Syncano({ baseUrl: 'https://api.example', accountKey: SECRETS.accountKey, fetch, defaults: { instanceName: 'inst-1' }, ...options });

/** Methods by what repeating them does. */
const CALLS = {
  GET: (c, o) => c.Account.getUserDetails(o),
  PUT: (c, o) => c.Account.update({ first_name: 'f' }, o),
  DELETE: (c, o) => c.ApiKey.please().withOptions(o).delete({ id: 7 }).request(),
  'POST that acts': (c, o) => c.Account.resetKey(o),
  PATCH: (c, o) => c.ApiKey.please().withOptions(o).update({ id: 7 }, { description: 'd' }).request(),
  'POST that logs in': (c, o) => c.Account.login({ email: 'e', password: 'p' }, false, o),
};
const HARMLESS = ['GET', 'PUT', 'DELETE', 'POST that logs in'];

const kept = [];

/** The error of a call that must fail. */
async function failed(promise) {
  const { error, value, hung } = await clock.until(promise);
  assert.ok(error, hung ? 'it hangs' : `it gave ${JSON.stringify(value)}`);
  return error;
}

for (const [name, call] of Object.entries(CALLS)) {
  const isHarmless = HARMLESS.includes(name);
  for (const failure of [broken, never, 408, 500, 502, 503, 504]) {
    const what = typeof failure === 'function' ? failure.name : failure;
    const times = isHarmless ? 3 : 1;
    test(`${name} is sent ${times} times when the server fails with ${what}`, async () => {
      const fetch = scripted(failure);
      await failed(call(connect(fetch)));
      assert.equal(fetch.seen.length, times);
      assert.equal(clock.running, 0);
      if (!isHarmless) kept.push(what);
      figure('repeats', `${kept.length} failures of calls that act: 0 repeated`);
    });
  }
  test(`${name} is repeated after a 429, and succeeds`, async () => {
    const fetch = scripted(429, 429, 200);
    const { value } = await clock.until(call(connect(fetch)));
    assert.ok(value);
    assert.equal(fetch.seen.length, 3);
  });
  test(`${name} that is throttled for ever ends after six requests`, async () => {
    const fetch = scripted(429);
    const error = await failed(call(connect(fetch)));
    assert.ok(error instanceof RequestError);
    assert.equal(error.status, 429);
    assert.equal(fetch.seen.length, 6);
    figure('throttled', '429 for ever: 6 requests, then an error');
  });
  test(`${name} is sent once with maxRetries 0, whatever happens`, async () => {
    for (const failure of [broken, never, 408, 429, 500, 503]) {
      for (const [options, perCall] of [[{ maxRetries: 0 }], [{}, { maxRetries: 0 }]]) {
        const fetch = scripted(failure);
        await failed(call(connect(fetch, options), perCall));
        assert.equal(fetch.seen.length, 1);
      }
    }
  });
}

/** The waits between attempts; each attempt has a time-out besides. */
const pauses = () => clock.waits.filter((ms) => ms !== 15_000);

test('a back-off is random below a ceiling that doubles, and never nothing', async () => {
  for (const [chance, expected] of [
    [0, [50, 50, 50, 50, 50, 50]],
    [0.5, [250, 500, 1000, 2000, 4000, 4000]],
    [0.999_999, [499, 999, 1999, 3999, 7999, 7999]],
  ]) {
    clock.waits.length = 0;
    clock.chance = chance;
    await failed(connect(scripted(503), { maxRetries: 6 }).Account.getUserDetails());
    assert.deepEqual(pauses().map(Math.floor), expected);
  }
});

test('Retry-After is heeded in seconds and as a date', async () => {
  const date = (ms) => new Date(clock.now + ms).toUTCString();
  for (const [header, least, most] of [
    ['7', 7000, 7250],
    ['0', 50, 500],
    ['-3', 50, 500],
    ['0.2', 200, 1250],
    [() => date(30_000), 29_000, 30_250],
    [() => date(-30_000), 50, 500],
    ['soon', 50, 500],
    ['', 50, 500],
  ]) {
    clock.waits.length = 0;
    const text = typeof header === 'function' ? header() : header;
    const fetch = scripted(() => answer(fetch.seen.length > 1 ? 200 : 429, '{}', { 'retry-after': text }));
    await clock.until(connect(fetch).Account.getUserDetails());
    const [pause] = pauses();
    assert.ok(pause >= least && pause <= most, `"${text}" gave a wait of ${pause} ms`);
  }
});

test('a Retry-After above the limit is an error at once that carries the wait in seconds', async () => {
  for (const [header, seconds] of [
    ['61', 61],
    ['7200', 7200],
    [() => new Date(clock.now + 7_200_000).toUTCString(), 7200],
    ['99999999999999999999', undefined],
  ]) {
    for (const status of [429, 503]) {
      const text = typeof header === 'function' ? header() : header;
      const fetch = scripted(() => answer(status, '{}', { 'retry-after': text }));
      const error = await failed(connect(fetch).Account.getUserDetails());
      assert.equal(error.status, status);
      if (seconds) {
        assert.equal(fetch.seen.length, 1, text);
        assert.equal(Math.round(error.retryAfter), seconds);
      }
      assert.ok(pauses().every((ms) => ms <= 60_250), `${pauses()}`);
      figure('retry-after', 'seconds and dates; above 60 s one request, and the wait on the error');
    }
  }
});

test('the limit of Retry-After can be set', async () => {
  const script = () => scripted(() => answer(429, '{}', { 'retry-after': '90' }), 200);
  assert.equal((await failed(connect(script(), { retryAfterMax: 1000 }).Account.getUserDetails())).retryAfter, 90);
  assert.ok((await clock.until(connect(script(), { retryAfterMax: 100_000 }).Account.getUserDetails())).value);
});

/** A body that sends a byte a second, for ever. */
function trickle({ signal }) {
  let stopped = false;
  signal?.addEventListener('abort', () => {
    stopped = true;
  });
  const read = () =>
    new Promise((resolve) => {
      if (!stopped) setTimeout(() => resolve({ done: false, value: new Uint8Array([0x20]) }), 1000);
    });
  const body = { getReader: () => ({ read, cancel() {} }) };
  return { status: 200, headers: new Headers({ 'content-type': 'application/json' }), body };
}

test('the time-out covers the whole body, per connection and per call', async () => {
  for (const [options, perCall, limit] of [
    [{}, undefined, 15_000],
    [{ timeout: 4500 }, undefined, 4500],
    [{ timeout: 4500 }, { timeout: 2500 }, 2500],
    [{ timeout: 4500 }, { timeout: 60_000 }, 60_000],
  ]) {
    const fetch = scripted(trickle);
    const began = clock.now;
    const error = await failed(connect(fetch, { maxRetries: 0, ...options }).Account.getUserDetails(perCall));
    assert.ok(error instanceof TimeoutError, `${error}`);
    assert.equal(error.timeout, limit);
    assert.equal(clock.now - began, limit);
    assert.equal(fetch.seen[0].signal.aborted, true);
  }
  figure('timeout', 'a byte a second: given up after 15 s, or after the time that was set, to the millisecond');
});

test('a time-out of 0 is none', async () => {
  const fetch = scripted(never);
  const { hung } = await clock.until(connect(fetch, { timeout: 0 }).Account.getUserDetails());
  assert.equal(hung, true);
  assert.deepEqual(clock.waits, []);
});

test('numbers that are no times or counts are refused', async () => {
  for (const value of [-1, NaN, Infinity, '5', {}]) {
    for (const name of ['timeout', 'maxRetries', 'retryAfterMax']) {
      assert.throws(() => connect(scripted(200), { [name]: value }), ValidationError, `${name} ${value}`);
    }
  }
});

const calls = everyCall(SECRETS, methodsOf(connect(scripted(200))));

test('every call can be given up before it starts, while it waits for an answer, and while it backs off', async () => {
  let count = 0;
  for (const [name, call] of Object.entries(calls)) {
    for (const [when, failure] of [
      ['before', 200],
      ['during', never],
      ['back-off', 429],
    ]) {
      const what = `${name}, ${when}`;
      const controller = new AbortController();
      const fetch = scripted(failure);
      if (when === 'before') controller.abort(new Error('enough'));
      const promise = call(connect(fetch, { timeout: 0 }), { signal: controller.signal });
      promise.catch(() => {});
      await clock.pause();
      const sent = fetch.seen.length;
      assert.equal(sent, when === 'before' ? 0 : 1, what);
      controller.abort(new Error('enough'));
      await clock.pause();
      assert.equal(clock.running, 0, `${what}: a timer is left`);
      const error = await failed(promise);
      assert.ok(error instanceof AbortError || error.cause instanceof AbortError, `${what}: ${error}`);
      assert.equal(fetch.seen.length, sent, what);
      if (when === 'during') assert.equal(fetch.seen[0].signal.aborted, true, what);
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0, `${what}: a listener is left`);
      count += 1;
    }
  }
  figure('abort', `${count} calls given up: 0 requests afterwards, 0 timers and 0 listeners left`);
});

test('after every call, however it ended, its signal has no listener', async () => {
  let count = 0;
  for (const [name, call] of Object.entries(calls)) {
    for (const failure of [200, 404, 503, broken, () => answer(200, 'no JSON')]) {
      const { signal } = new AbortController();
      const { hung } = await clock.until(call(connect(scripted(failure)), { signal }));
      assert.notEqual(hung, true, name);
      assert.equal(getEventListeners(signal, 'abort').length, 0, `${name} leaves a listener after ${failure}`);
      assert.equal(clock.running, 0, `${name} leaves a timer`);
      count += 1;
    }
  }
  figure('listeners', `${count} calls: 0 listeners, 0 timers left`);
});

test('the reason of an abort is the cause of its error, and shown nowhere else', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const promise = connect(scripted(never)).Account.getUserDetails({ signal: controller.signal });
  controller.abort(reason);
  const error = await failed(promise);
  assert.equal(error.cause, reason);
  assert.equal(JSON.stringify(error).includes('enough'), false);
});

test('a signal of another kind works, and what is none is refused', async () => {
  const listeners = new Set();
  const foreign = {
    aborted: false,
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  const promise = connect(scripted(never)).Account.getUserDetails({ signal: foreign });
  await clock.pause();
  for (const listener of listeners) typeof listener === 'function' ? listener({}) : listener.handleEvent({});
  assert.ok((await failed(promise)) instanceof AbortError);
  assert.equal(listeners.size, 0);
  const throws = { get aborted() { throw new Error('no'); } };
  for (const signal of [7, 'x', {}, { aborted: 'no' }, { aborted: false }, throws, new Proxy({}, { get() { throw 1; } })]) {
    const fetch = scripted(200);
    const error = await failed(connect(fetch).Account.getUserDetails({ signal }));
    assert.ok(error instanceof ValidationError, `${error}`);
    assert.equal(fetch.seen.length, 0);
  }
});

test('a network failure has a code of the platform, and none of its text', async () => {
  const error = await failed(connect(scripted(broken), { maxRetries: 0 }).Account.getUserDetails());
  assert.ok(error instanceof NetworkError);
  assert.equal(error.code, 'ECONNREFUSED');
  assert.equal(error.message.includes('fetch failed'), false);
});

// Signals, timeouts, repetitions and headers: of a connection and of each call.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Syncano } from './support/environment.mjs';
import { idOf, methods } from './support/methods.mjs';
import { record } from './support/recorder.mjs';

async function scene(t, answers, options) {
  const server = await record(answers);
  t.after(() => server.close());
  return { server, connection: Syncano({ baseUrl: server.url, accountKey: 'AK', maxRetries: 0, ...options }) };
}

const calls = methods.flatMap((group) =>
  Object.entries(group.calls).flatMap(([name, call]) => (call ? [[idOf(group, name), call]] : [])),
);

describe('a call that is aborted before it starts is not sent', () => {
  for (const [id, call] of calls) {
    test(id, async (t) => {
      const { server, connection } = await scene(t, [{ json: { objects: [] } }]);
      const reason = new Error('the page was closed');
      await assert.rejects(async () => call(connection, { signal: AbortSignal.abort(reason) }), (error) => {
        assert.ok(error instanceof Syncano.AbortError, `${error}`);
        assert.equal(error.cause, reason);
        return true;
      });
      assert.equal(server.requests.length, 0);
    });
  }
});

describe('a header of one call goes out with it', () => {
  for (const [id, call] of calls) {
    test(id, async (t) => {
      const { server, connection } = await scene(t, [{ status: 400, json: {} }]);
      await assert.rejects(async () => call(connection, { headers: { 'X-Mine': id } }), { name: 'RequestError', status: 400 });
      assert.equal(server.requests[0].headers['x-mine'], id);
    });
  }
});

test('a call is aborted while it waits for its answer, and its signal is let go', async (t) => {
  const { connection } = await scene(t, [{ stall: true }]);
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const counted = {
    get aborted() { return signal.aborted; },
    get reason() { return signal.reason; },
    addEventListener: (...args) => { listeners += 1; signal.addEventListener(...args); },
    removeEventListener: (...args) => { listeners -= 1; signal.removeEventListener(...args); },
  };
  const waiting = connection.Account.getUserDetails({ signal: counted });
  setTimeout(() => controller.abort(), 30);
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.equal(listeners, 0);
});

test('a call is aborted while it waits to be repeated', async (t) => {
  const { server, connection } = await scene(t, [{ status: 429, headers: { 'retry-after': '30' }, json: {} }], { maxRetries: 2 });
  await assert.rejects(connection.Account.getUserDetails({ signal: AbortSignal.timeout(200) }), (error) => {
    return error instanceof Syncano.AbortError && error.cause.name === 'TimeoutError';
  });
  assert.equal(server.requests.length, 1);
});

test('what is no signal is refused', async (t) => {
  const { server, connection } = await scene(t, [{ json: {} }]);
  for (const signal of [5, 'x', {}, { aborted: 1 }, { aborted: false }]) {
    await assert.rejects(connection.Account.getUserDetails({ signal }), { name: 'ValidationError' });
  }
  assert.equal(server.requests.length, 0);
});

test('a timeout of the connection and one of a call both hold, the body included', async (t) => {
  const { connection } = await scene(t, [{ stall: true }], { timeout: 60 });
  await assert.rejects(connection.Account.getUserDetails(), { name: 'TimeoutError', timeout: 60, code: 'ECONNABORTED' });
  await assert.rejects(connection.Account.getUserDetails({ timeout: 40 }), { name: 'TimeoutError', timeout: 40 });
  await assert.rejects(async () => connection.Instance.please().withOptions({ timeout: 50 }).list(), { name: 'TimeoutError', timeout: 50 });
});

test('options of the wrong kind are refused', async (t) => {
  const { server, connection } = await scene(t, [{ json: {} }]);
  for (const options of [{ timeout: -1 }, { timeout: Number.NaN }, { timeout: 'x' }, { maxRetries: -1 }, { maxRetries: Infinity }]) {
    await assert.rejects(connection.Account.getUserDetails(options), { name: 'ValidationError' }, JSON.stringify(options));
    assert.throws(() => Syncano({ ...options }), { name: 'ValidationError' }, JSON.stringify(options));
  }
  assert.equal(server.requests.length, 0);
});

test('repetitions can be turned off for one call', async (t) => {
  const { server, connection } = await scene(t, [{ status: 503, json: {} }], { maxRetries: 1 });
  await assert.rejects(connection.Account.getUserDetails({ maxRetries: 0 }), { status: 503 });
  assert.equal(server.requests.length, 1);
  await assert.rejects(connection.Account.getUserDetails(), { status: 503 });
  assert.equal(server.requests.length, 3);
});

test('a call that acts is not repeated after a failure of the server', async (t) => {
  const { server, connection } = await scene(t, [{ status: 503, json: {} }], { maxRetries: 3 });
  await assert.rejects(connection.ApiKey({ instanceName: 'inst-1' }).save(), { status: 503 });
  await assert.rejects(async () => connection.ApiKey.please().update({ instanceName: 'inst-1', id: 1 }, {}), { status: 503 });
  await assert.rejects(async () => connection.ApiKey.please().reset({ instanceName: 'inst-1', id: 1 }), { status: 503 });
  assert.equal(server.requests.length, 3);
});

test('a wait is read as a date, too', async (t) => {
  const soon = new Date(Date.now() + 2000).toUTCString();
  const { server, connection } = await scene(t, [{ status: 429, headers: { 'retry-after': soon }, json: {} }, { json: { id: 1 } }], { maxRetries: 2 });
  assert.equal((await connection.Account.login({ email: 'e', password: 'p' }, false)).id, 1);
  // A date has whole seconds, so that at least one of the two is left.
  assert.ok(server.requests[1].at - server.requests[0].at >= 900, `${server.requests[1].at - server.requests[0].at} ms`);
});

test('a longer wait than is allowed is left to the caller, with what the server asked for', async (t) => {
  const { server, connection } = await scene(t, [{ status: 429, headers: { 'retry-after': '7' }, json: {} }], { maxRetries: 2, retryAfterMax: 1000 });
  await assert.rejects(connection.Account.getUserDetails(), { status: 429, retryAfter: 7 });
  assert.equal(server.requests.length, 1);
});

test('an anonymous call carries no key', async (t) => {
  const { server, connection } = await scene(t, [{ json: {} }], { userKey: 'UK', socialToken: 'ST' });
  await connection.Account.register({ email: 'e' }, { anonymous: true });
  const { headers } = server.requests[0];
  assert.deepEqual([headers['x-api-key'], headers['x-user-key'], headers.authorization], [undefined, undefined, undefined]);
});

test('headers of the connection go out with every call, those of a call win', async (t) => {
  const { server, connection } = await scene(t, [{ json: {} }], { headers: { 'X-One': '1', 'X-Two': '2' } });
  await connection.Account.getUserDetails({ headers: { 'X-Two': 'mine' } });
  assert.deepEqual([server.requests[0].headers['x-one'], server.requests[0].headers['x-two']], ['1', 'mine']);
});

test('the logger is told of each attempt, without names, keys and bodies', async (t) => {
  const entries = [];
  const answers = [{ status: 503, json: {} }, { headers: { 'x-request-id': 'r-1' }, json: { api_key: 'SECRET-2' } }];
  const { connection } = await scene(t, answers, { accountKey: 'SECRET-1', logger: (entry) => entries.push(entry), maxRetries: 1 });
  await connection.ApiKey.please().get({ instanceName: 'secret-name', id: 7 });
  assert.deepEqual(entries.map(({ level, method, path, status, requestId }) => [level, method, path, status, requestId]), [
    ['error', 'GET', '/v1.1/instances/{instanceName}/api_keys/{id}/', 503, undefined],
    ['debug', 'GET', '/v1.1/instances/{instanceName}/api_keys/{id}/', 200, 'r-1'],
  ]);
  assert.ok(entries.every(({ ms }) => ms >= 0));
  assert.doesNotMatch(JSON.stringify(entries), /SECRET|secret-name/);
});

test('a fetch of the connection takes the place of the one of the platform', async () => {
  const urls = [];
  const fetch = async (...given) => {
    const request = new Request(...given);
    urls.push([request.method, request.url, request.headers.get('x-api-key'), request.redirect]);
    return new Response('{"id":1}', { headers: { 'content-type': 'application/json' } });
  };
  const connection = Syncano({ baseUrl: 'https://api.example', accountKey: 'AK', fetch });
  assert.equal((await connection.Account.getUserDetails()).id, 1);
  assert.deepEqual(urls, [['GET', 'https://api.example/v1.1/account/', 'AK', 'manual']]);
});

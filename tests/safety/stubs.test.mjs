// A `fetch` that is stubbed, broken, of another realm or hostile: typed errors, never a trap, never a hang.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { Clock } from './support/clock.mjs';
import { answer, scripted } from './support/fetches.mjs';
import { figure } from './support/figures.mjs';
import { entries, load } from './support/packages.mjs';
import { SECRETS, found } from './support/secrets.mjs';

const Syncano = load(entries.require);
const { DecodeError, NetworkError, SyncanoError, TimeoutError, ValidationError } = Syncano;
const clock = new Clock();

before(() => clock.install());
after(() => clock.restore());

const connect = (fetch, options) =>
  new Syncano({ baseUrl: 'https://api.example', accountKey: SECRETS.accountKey, fetch, maxRetries: 0, ...options });

const headers = { get: (name) => ({ 'content-type': 'application/json' })[name.toLowerCase()] ?? null };
const plain = (rest) => ({ status: 200, headers, ...rest });
const throwing = new Proxy({}, { get: () => { throw new Error('no'); }, has: () => { throw new Error('no'); }, ownKeys: () => { throw new Error('no'); } });
const rejected = (reason) => () => Promise.reject(reason);
const thrown = (reason) => () => { throw reason; };
const getter = (name, value) => ({ ...plain({ text: async () => '{}' }), get [name]() { throw value; } });

/** Stubs whose answer is good enough. */
const WORKING = {
  'a plain object with a text': () => plain({ text: async () => '{"a": 1}' }),
  'a plain object with a text of its own kind of promise': () => ({ then: (ok) => ok(plain({ text: () => ({ then: (go) => go('{"a": 1}') }) })) }),
  'a plain object with JSON': () => plain({ json: async () => ({ a: 1 }) }),
  'a plain object with JSON at once': () => plain({ json: () => ({ a: 1 }) }),
  'a body of another realm': () =>
    plain({ body: { getReader: () => reader(runInNewContext('new Uint8Array([123, 34, 97, 34, 58, 49, 125])')) } }),
  'a response of another realm': () =>
    runInNewContext('({ status: 200, headers: { get: () => "application/json" }, text: async () => `{"a": 1}` })'),
  'a response without headers': () => ({ status: 200, text: async () => '{"a": 1}' }),
  'headers that throw': () => ({ status: 200, headers: throwing, text: async () => '{"a": 1}' }),
  'headers that give numbers': () => ({ status: 200, headers: { get: () => 7 }, text: async () => '{"a": 1}' }),
};

function reader(...chunks) {
  return { read: async () => ({ done: chunks.length === 0, value: chunks.shift() }), cancel() {} };
}

/** Broken ones, and the class of the error. */
const BROKEN = {
  'throws an error': [thrown(new Error(SECRETS.accountKey)), NetworkError],
  'throws a text': [thrown(SECRETS.accountKey), NetworkError],
  'throws nothing': [thrown(undefined), NetworkError],
  'throws a Proxy': [thrown(throwing), NetworkError],
  'rejects with an error that quotes the request': [rejected(new TypeError(`bad header ${SECRETS.accountKey}`)), NetworkError],
  'rejects with null': [rejected(null), NetworkError],
  'rejects with a number': [rejected(7), NetworkError],
  'rejects with a Proxy': [rejected(throwing), NetworkError],
  'rejects with a code that is no code': [rejected({ code: `key ${SECRETS.accountKey}` }), NetworkError],
  'rejects with a cause that throws': [rejected({ get cause() { throw new Error('no'); } }), NetworkError],
  'gives undefined': [() => undefined, DecodeError],
  'gives null': [async () => null, DecodeError],
  'gives a text': [async () => SECRETS.accountKey, DecodeError],
  'gives a number': [async () => 200, DecodeError],
  'gives a function': [async () => () => {}, DecodeError],
  'gives a symbol': [async () => Symbol('x'), DecodeError],
  'gives an empty object': [async () => ({}), DecodeError],
  'gives an array': [async () => [], DecodeError],
  'gives a status that is a text': [async () => plain({ status: '200' }), DecodeError],
  'gives a status of NaN': [async () => plain({ status: NaN }), DecodeError],
  'gives a status below 0': [async () => plain({ status: -1 }), DecodeError],
  'gives a status above all': [async () => plain({ status: 1e9 }), DecodeError],
  'has a status that throws': [async () => getter('status', new Error('no')), DecodeError],
  'gives a Proxy that throws': [() => throwing, SyncanoError],
  'is a thenable that throws': [() => ({ then() { throw new Error(SECRETS.accountKey); } }), NetworkError],
  'has a then that throws when read': [() => ({ get then() { throw new Error('no'); } }), NetworkError],
  'has a text that throws': [async () => plain({ text: thrown(new Error('no')) }), DecodeError],
  'has a text that rejects': [async () => plain({ text: rejected('no') }), DecodeError],
  'has a text that is a number': [async () => plain({ text: async () => 7 }), DecodeError],
  'has a text that is an object': [async () => plain({ text: async () => ({}) }), DecodeError],
  'has JSON that rejects': [async () => plain({ json: rejected(new Error('no')) }), DecodeError],
  'has JSON with a cycle': [async () => plain({ json: async () => { const a = {}; a.a = a; return a; } }), SyncanoError],
  'has JSON that throws when it is looked at': [async () => plain({ json: async () => new Proxy({}, { ownKeys: thrown(new Error(SECRETS.accountKey)) }) }), DecodeError],
  'has a reader that throws': [async () => plain({ body: { getReader: thrown(new Error('no')) } }), SyncanoError],
  'has a reader without read': [async () => plain({ body: { getReader: () => ({}) } }), DecodeError],
  'reads null': [async () => plain({ body: { getReader: () => ({ read: async () => null }) } }), DecodeError],
  'reads texts': [async () => plain({ body: { getReader: () => reader('{}') } }), DecodeError],
  'reads numbers': [async () => plain({ body: { getReader: () => reader(7) } }), DecodeError],
  'reads throwing Proxies': [async () => plain({ body: { getReader: () => ({ read: async () => throwing }) } }), DecodeError],
  'breaks while it is read': [async () => plain({ body: { getReader: () => ({ read: rejected(new Error('no')) }) } }), DecodeError],
};

async function outcome(call) {
  const { value, error, hung } = await clock.until(Promise.resolve().then(call));
  assert.notEqual(hung, true, 'it hangs');
  return { value, error };
}

for (const [name, fetch] of Object.entries(WORKING)) {
  test(`fetch that gives ${name} works`, async () => {
    const { value, error } = await outcome(() => connect(fetch).Account.getUserDetails());
    assert.ifError(error);
    assert.deepEqual(value, { a: 1 });
  });
}

let broken = 0;
for (const [name, [fetch, kind]] of Object.entries(BROKEN)) {
  test(`fetch that ${name}: a typed error without a key`, async () => {
    const { error } = await outcome(() => connect(fetch).Account.getUserDetails());
    assert.ok(error instanceof kind && error.constructor !== SyncanoError, `${error}`);
    assert.deepEqual(found(`${error.stack} ${JSON.stringify(error)} ${error.cause}`), []);
    assert.equal(clock.running, 0);
    broken += 1;
    figure('stubs', `${broken} broken and ${Object.keys(WORKING).length} stubbed kinds of fetch: 0 traps, 0 hangs`);
  });
}

test('fetch that never settles runs into the time-out', async () => {
  for (const never of [() => new Promise(() => {}), () => ({ then() {} }), async () => plain({ text: () => new Promise(() => {}) }), async () => plain({ body: { getReader: () => ({ read: () => new Promise(() => {}) }) } })]) {
    const { error } = await outcome(() => connect(never).Account.getUserDetails());
    assert.ok(error instanceof TimeoutError, `${error}`);
  }
});

test('fetch that settles twice, or late, is heard once', async () => {
  let settle;
  const late = () => ({ then: (...both) => { settle = both; } });
  const { error } = await outcome(() => connect(late).Account.getUserDetails());
  assert.ok(error instanceof TimeoutError);
  for (const end of settle) end(plain({ text: async () => '{}' }));
  const twice = () => ({ then: (ok, fail) => { ok(plain({ text: async () => '{"a": 1}' })); fail(new Error('no')); ok(null); } });
  assert.deepEqual((await outcome(() => connect(twice).Account.getUserDetails())).value, { a: 1 });
});

test('a fetch that is no function is refused, and one that calls back is safe', async () => {
  for (const fetch of ['x', 7, {}, true]) assert.throws(() => connect(fetch), ValidationError);
  let inner = 0;
  const connection = connect(async () => {
    inner += 1;
    if (inner < 4) {
      connection.setAccountKey(SECRETS.userKey);
      await connection.Account.getUserDetails();
      connection.dispose();
    }
    return answer(200, '{"a": 1}');
  });
  const { value, error } = await outcome(() => connection.Account.getUserDetails());
  assert.ok(value ?? error instanceof SyncanoError);
});

const globals = { fetch: globalThis.fetch, Request: globalThis.Request, Headers: globalThis.Headers, AbortController: globalThis.AbortController };
afterEach(() => void Object.assign(globalThis, globals));

test('the platform’s fetch may be missing, stubbed or replaced at any time', async () => {
  globalThis.fetch = undefined;
  const connection = connect(undefined);
  assert.ok((await outcome(() => connection.Account.getUserDetails())).error instanceof ValidationError);
  globalThis.fetch = async () => plain({ json: async () => ({ a: 1 }) });
  for (const name of ['Request', 'Headers', 'AbortController']) {
    for (const stub of [undefined, thrown(new Error('no')), class {}, 7]) {
      globalThis[name] = stub;
      const { value, error } = await outcome(() => connection.Account.getUserDetails());
      assert.ok(value ?? error instanceof SyncanoError, `${name} ${stub} ${error}`);
      assert.ok(!error || error.constructor !== SyncanoError, `${error}`);
    }
    globalThis[name] = globals[name];
  }
});

test('a key that is replaced or wiped while a call is under way is not shown by its failure', async () => {
  for (const change of [(c) => c.setAccountKey(SECRETS.userKey), (c) => c.setAccountKey(null), (c) => c.dispose()]) {
    const connection = connect(async () => {
      change(connection);
      return answer(403, JSON.stringify({ detail: `no such key: ${SECRETS.accountKey}` }), { 'x-request-id': SECRETS.accountKey });
    });
    const { error } = await outcome(() => connection.Account.getUserDetails());
    assert.equal(error.status, 403);
    assert.deepEqual(found(`${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.response)}`), []);
  }
});

test('the logger is told of methods, templates of paths, statuses and times, and of nothing else', async () => {
  const entriesSeen = [];
  const fetch = scripted(() => answer(404, JSON.stringify({ detail: SECRETS.accountKey }), { 'x-request-id': 'r-1' }), 200);
  const connection = connect(fetch, { logger: (entry) => entriesSeen.push(entry), userKey: SECRETS.userKey });
  const at = { instanceName: 'secret-instance', id: 987_654 };
  await outcome(() => connection.ApiKey.please().get(at).request());
  await outcome(() => connection.Account.socialLogin('secret-backend', SECRETS.socialToken));
  await outcome(() => connection.Account.login({ email: 'secret-mail', password: SECRETS.password }));
  await outcome(() => connection.Account.makeRequest('GET', '/v1.1/instances/secret-instance/?token=secret-token'));
  await outcome(() => connection.Instance.please().list({}, { secret: 'secret-query' }).request());
  assert.equal(entriesSeen.length, 5);
  const names = ['level', 'method', 'ms', 'path', 'requestId', 'status'];
  for (const entry of entriesSeen) assert.deepEqual(Object.keys(entry).sort(), names);
  const [first, ...rest] = entriesSeen;
  assert.equal(first.path, '/v1.1/instances/{instanceName}/api_keys/{id}/');
  assert.deepEqual([first.level, first.method, first.status, first.requestId], ['warn', 'GET', 404, 'r-1']);
  assert.ok(rest.every(({ level, status }) => level === 'debug' && status === 200));
  const text = JSON.stringify(entriesSeen);
  assert.deepEqual(found(text), []);
  assert.doesNotMatch(text, /secret|987654/);
  figure('logger', `${entriesSeen.length} entries of ${names.length} fields: 0 values of paths, queries, headers or bodies`);
});

test('a logger that throws, or calls back, changes nothing', async () => {
  let connection;
  for (const logger of [thrown(new Error('no')), () => connection.dispose()]) {
    connection = connect(scripted(200), { logger });
    assert.ifError((await outcome(() => connection.Account.getUserDetails())).error);
  }
});

// Options, arguments and answers that are made to do harm: nothing of them is run, followed or kept.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';

import { figure } from './support/figures.mjs';
import { answer, requestOf, scripted } from './support/fetches.mjs';
import { entries, load } from './support/packages.mjs';
import { SECRETS, found } from './support/secrets.mjs';

const Syncano = load(entries.require);
const { SyncanoError, ValidationError } = Syncano;
const baseUrl = 'https://api.example';

const connect = (options) => new Syncano({ baseUrl, accountKey: SECRETS.accountKey, maxRetries: 0, ...options });
const refuses = (make) => assert.throws(make, (error) => error instanceof ValidationError && found(inspect(error)).length === 0);

test('keys that no header can carry are refused, and no error quotes them', () => {
  const bad = ['a b', 'a\r\nX-Evil: 1', 'a\nb', 'a\u0000b', 'ключ', 'a\u007fb', '\u{1f511}', '\ud800', 'a'.repeat(5000), 7, true, {}, [], [SECRETS.accountKey], { toString: () => SECRETS.accountKey }, Symbol('x'), () => SECRETS.accountKey, 12n];
  let count = 0;
  for (const name of ['accountKey', 'apiKey', 'userKey', 'socialToken']) {
    for (const part of bad) {
      const value = typeof part === 'string' ? `${SECRETS.accountKey}${part}` : part;
      refuses(() => connect({ [name]: value }));
      const connection = connect();
      refuses(() => {
        connection[name] = value;
      });
      refuses(() => connection[`set${name[0].toUpperCase()}${name.slice(1)}`](value));
      assert.equal(connection.getAccountKey(), SECRETS.accountKey);
      count += 3;
    }
  }
  figure('header-values', `${count} unusable keys: refused, 0 quoted`);
});

test('no platform error ever sees a key: what passes the check passes the platform’s', async () => {
  for (let code = 0x21; code < 0x7f; code += 1) {
    const accountKey = `k${String.fromCharCode(code)}k`;
    const fetch = scripted(200);
    await connect({ accountKey, fetch, silenceKeyWarning: true }).Account.getUserDetails();
    assert.equal(new Headers(fetch.seen[0].headers).get('x-api-key'), accountKey);
  }
});

/** An object whose every property throws, and one whose every property is a trap for the unwary. */
const throwing = (reason = new Error(SECRETS.accountKey)) =>
  new Proxy({}, {
    get() { throw reason; },
    has() { throw reason; },
    ownKeys() { throw reason; },
    getOwnPropertyDescriptor() { throw reason; },
    getPrototypeOf() { throw reason; },
  });

test('options that throw are refused with a typed error', () => {
  const getters = { get accountKey() { throw new Error(SECRETS.accountKey); } };
  for (const options of [throwing(), getters, { get defaults() { throw new Error(SECRETS.accountKey); } }]) {
    assert.throws(() => new Syncano(options), (error) => error instanceof SyncanoError && found(inspect(error)).length === 0);
  }
  for (const options of [null, undefined, 7, true, [], () => {}, Symbol('x'), new Map()]) assert.ok(new Syncano(options));
});

test('an option is read once', () => {
  let reads = 0;
  const options = { get accountKey() { reads += 1; return reads === 1 ? SECRETS.accountKey : 'a\nb'; } };
  assert.equal(new Syncano(options).getAccountKey(), SECRETS.accountKey);
  assert.equal(reads, 1);
});

test('only an option’s own properties count, and no unknown one is shown or runs', () => {
  const inherited = Object.create({ apiKey: SECRETS.apiKey, allowInsecureHttp: true });
  inherited.accountKey = SECRETS.accountKey;
  const connection = new Syncano(inherited);
  assert.equal(connection.getApiKey(), null);
  refuses(() => connection.setBaseUrl('http://api.example'));
  const own = JSON.parse(`{"__proto__": {"apiKey": "x", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "password": ${JSON.stringify(SECRETS.password)}}`);
  const made = new Syncano(own);
  assert.equal(made.getApiKey(), null);
  assert.ok(made instanceof Syncano);
  assert.equal({}.polluted, undefined);
  for (const depth of [0, 5, Infinity]) assert.deepEqual(found(inspect(made, { depth, showHidden: true })), []);
  assert.deepEqual(found(JSON.stringify(made)), []);
});

test('a polluted Object.prototype gives no option to a connection or a call', async () => {
  const names = ['apiKey', 'allowInsecureHttp', 'maxRetries', 'timeout', 'headers', 'signal', 'anonymous', 'fetch', 'logger'];
  const fetch = scripted(200);
  const evil = { apiKey: 'evil', headers: { 'x-evil': '1' }, maxRetries: 'evil', timeout: 'evil', signal: 'evil', anonymous: true, allowInsecureHttp: true, fetch: 'evil', logger: 'evil' };
  for (const name of names) Object.defineProperty(Object.prototype, name, { value: evil[name], configurable: true, writable: true });
  try {
    const connection = new Syncano({ baseUrl, accountKey: SECRETS.accountKey, fetch });
    await connection.Account.getUserDetails({});
    await connection.Account.getUserDetails();
    await connection.Instance.please().list().request();
    refuses(() => connection.setBaseUrl('http://api.example'));
  } finally {
    for (const name of names) delete Object.prototype[name];
  }
  for (const { headers } of fetch.seen) {
    const sent = new Headers(headers);
    assert.equal(sent.get('x-api-key'), SECRETS.accountKey);
    assert.equal(sent.get('x-evil'), null);
  }
  figure('pollution', `${names.length} polluted names: 0 taken for options`);
});

test('arguments that throw, loop or cannot be written are refused before anything is sent', async () => {
  const cycle = {};
  cycle.cycle = cycle;
  const fetch = scripted(200);
  const connection = connect({ fetch });
  for (const value of [cycle, { a: 12n }, throwing(), { toJSON() { throw new Error(SECRETS.accountKey); } }, { get a() { throw new Error(SECRETS.accountKey); } }]) {
    for (const call of [
      () => connection.Account.login(value),
      () => connection.Account.update(value),
      () => connection.ApiKey.please().update({ instanceName: 'inst-1', id: 1 }, value).request(),
    ]) {
      const error = await call().then(() => undefined, (reason) => reason);
      assert.ok(error instanceof SyncanoError, `${error}`);
      assert.deepEqual(found(inspect(error)), []);
    }
  }
  assert.equal(fetch.seen.length, 0);
});

test('options of a call that throw are refused before anything is sent', async () => {
  const fetch = scripted(200);
  const connection = connect({ fetch });
  for (const options of [throwing(), { get timeout() { throw new Error(SECRETS.accountKey); } }, { headers: throwing() }]) {
    const error = await connection.Account.getUserDetails(options).then(() => undefined, (reason) => reason);
    assert.ok(error instanceof SyncanoError, `${error}`);
    assert.deepEqual(found(inspect(error)), []);
  }
  assert.equal(fetch.seen.length, 0);
});

const NASTY = '{"__proto__": {"polluted": 1, "isNew": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 1, "toJSON": 1, "then": 1, "hasOwnProperty": 1, "save": "x", "getConfig": 1, "links": null, "id": 1, "name": "n"}';

test('fields of an answer never take the place of methods, and change no prototype', async () => {
  const list = `{"objects": [${NASTY}, ${NASTY}], "next": null, "__proto__": {"polluted": 1}, "length": 9, "constructor": 1}`;
  const connection = connect({ fetch: async (...args) => answer(200, /\/7\/$/.test(requestOf(args).url) ? NASTY : list) });
  for (const name of ['ApiKey', 'Instance', 'User', 'Group', 'Admin', 'Invitation', 'InstanceInvitation']) {
    const [page] = await connection[name].please({ instanceName: 'inst-1' }).list().request();
    const [one] = await connection[name].please({ instanceName: 'inst-1', name: '7' }).get({ id: 7 }).request();
    for (const model of [...page, one]) {
      for (const method of ['toJSON', 'isNew', 'validate', 'getConfig']) assert.equal(typeof model[method], 'function', method);
      if ('save' in Object.getPrototypeOf(model)) assert.equal(typeof model.save, 'function');
      assert.equal(model.polluted, undefined);
      assert.equal(model.getConfig(), connection);
      assert.ok(inspect(model, { depth: Infinity, showHidden: true }));
      assert.ok(JSON.stringify(model));
    }
    assert.equal(page.length, 2);
  }
  assert.equal({}.polluted, undefined);
});

test('an error’s fields of an answer never change the error', async () => {
  const body = `{"__proto__": {"polluted": 1}, "constructor": 1, "name": "x", "message": "y", "stack": "z", "status": 1, "toString": 1, "detail": {"toString": 1}}`;
  const error = await connect({ fetch: scripted(() => answer(400, body)) }).Account.getUserDetails().then(() => undefined, (reason) => reason);
  assert.equal(error.name, 'RequestError');
  assert.equal(error.status, 400);
  assert.equal({}.polluted, undefined);
  assert.ok(inspect(error) && JSON.stringify(error) && String(error));
});

test('a model of hostile attributes keeps its methods', () => {
  const connection = connect();
  const model = connection.ApiKey(JSON.parse('{"__proto__": {"isNew": 1, "polluted": 1}, "instanceName": "inst-1"}'));
  assert.equal(typeof model.isNew, 'function');
  assert.equal(model.polluted, undefined);
});

test('answers deeper than 64 levels or larger than 10 MiB are refused with their status', async () => {
  const nested = (levels) => '['.repeat(levels) + ']'.repeat(levels);
  const at = async (status, body) => {
    try {
      return { value: await connect({ fetch: scripted(() => answer(status, body)) }).Account.getUserDetails() };
    } catch (error) {
      return { error };
    }
  };
  assert.ok((await at(200, nested(64))).value);
  const deep = (await at(200, nested(65))).error;
  assert.deepEqual([deep.name, deep.status], ['DecodeError', 200]);
  const refusal = (await at(400, `{"a": ${nested(5000)}}`)).error;
  assert.deepEqual([refusal.name, refusal.status], ['RequestError', 400]);
  assert.ok(inspect(refusal, { depth: Infinity }) && JSON.stringify(refusal));
  const room = 10 * 1024 * 1024 - 2;
  assert.ok((await at(200, JSON.stringify('x'.repeat(room)))).value);
  const large = (await at(200, JSON.stringify('x'.repeat(room + 1)))).error;
  assert.deepEqual([large.name, large.status], ['DecodeError', 200]);
  figure('limits', '64 levels and 10 MiB pass, 65 levels and a byte more are refused');
});

test('everything works with a frozen Object.prototype and frozen built-ins', async () => {
  const program = fileURLToPath(new URL('support/frozen.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, entries.require]);
  const steps = JSON.parse(stdout);
  assert.deepEqual(steps.failed, []);
  assert.ok(steps.passed > 10);
  figure('frozen', `${steps.passed} steps with frozen built-ins: 0 failures`);
});

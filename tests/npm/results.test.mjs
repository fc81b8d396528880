// What connections and results are: plain data, and nothing that leaks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { answer } from './support/api.mjs';
import { Syncano } from './support/environment.mjs';
import { record } from './support/recorder.mjs';

async function scene(t, answers = answer) {
  const server = await record(answers);
  t.after(() => server.close());
  return { server, connection: Syncano({ baseUrl: server.url, accountKey: 'SECRET-KEY', defaults: { instanceName: 'inst-1' } }) };
}

test('a model is its data: spread, copies, JSON and inspection show it', async (t) => {
  const { connection } = await scene(t);
  const key = await connection.ApiKey.please().get({ id: 1 });
  const data = {
    instanceName: 'inst-1', id: 1, api_key: 'KEY-1', description: 'd', ignore_acl: false, allow_user_create: true, allow_anonymous_read: false,
    created_at: new Date('2015-06-12T09:21:39.536Z'), links: { self: '/v1.1/instances/inst-1/api_keys/1/', reset_key: 'r' },
  };
  assert.deepEqual({ ...key }, data);
  assert.deepEqual(structuredClone(key), data);
  const { links: _, created_at: __, ...json } = data;
  assert.deepEqual(JSON.parse(JSON.stringify(key)), json);
  assert.match(inspect(key), /^ApiKey \{/);
  assert.doesNotMatch(inspect(key, { depth: 9, showHidden: true }), /SECRET-KEY/);
});

test('a page can be copied, printed and written as JSON', async (t) => {
  const { connection } = await scene(t);
  const page = await connection.ApiKey.please().list();
  assert.deepEqual(structuredClone(page).map(({ id }) => id), [1, 2]);
  assert.equal(JSON.parse(JSON.stringify(page)).length, 2);
  assert.match(inspect(page), /^ResultSet\(2\) \[/);
  assert.doesNotMatch(inspect(page, { depth: 9, showHidden: true }), /SECRET-KEY/);
});

test('raw answers of the account are plain objects with unknown fields', async (t) => {
  const { connection } = await scene(t, [{ json: { id: 1, new_field: { a: 1 } } }]);
  const body = await connection.Account.getUserDetails();
  assert.equal(Object.getPrototypeOf(body), Object.prototype);
  assert.deepEqual(structuredClone(body), { id: 1, new_field: { a: 1 } });
});

test('unknown fields of a model are kept, and a __proto__ does no harm', async (t) => {
  const text = '{"id":1,"brand_new":{"a":1},"__proto__":{"polluted":true}}';
  const { connection } = await scene(t, [{ headers: { 'content-type': 'application/json' }, text }]);
  const key = await connection.ApiKey.please().get({ id: 1 });
  assert.deepEqual([key.brand_new, key.polluted, {}.polluted], [{ a: 1 }, undefined, undefined]);
  assert.ok(key instanceof connection.ApiKey);
});

test('a connection shows its base URL and its defaults, and no key', async (t) => {
  const { server, connection } = await scene(t);
  assert.deepEqual(JSON.parse(JSON.stringify(connection)), { baseUrl: server.url, defaults: { instanceName: 'inst-1' } });
  assert.match(inspect(connection), /^Syncano \{\s+baseUrl: 'http:/);
  for (const shown of [inspect(connection, { showHidden: true, depth: 9, getters: true }), JSON.stringify({ ...connection }), String(connection)]) {
    assert.doesNotMatch(shown, /SECRET/);
  }
  assert.equal(connection.accountKey, 'SECRET-KEY');
});

test('errors can be written as JSON, printed and copied without the request', async (t) => {
  const { connection } = await scene(t, [{ status: 400, headers: { 'x-request-id': 'r-1' }, json: { email: ['taken'] } }]);
  const error = await connection.Account.register({ email: 'e', password: 'PASS-IN-CLEAR' }).catch((error) => error);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    name: 'RequestError', message: '"email" taken', status: 400, errors: { email: ['taken'] }, requestId: 'r-1',
  });
  assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }) + inspect(error.originalError, { depth: 9 }), /SECRET|PASS-IN-CLEAR/);
  assert.deepEqual([error.response.status, error.response.body, error.response.headers], [400, { email: ['taken'] }, { 'x-request-id': 'r-1' }]);
  assert.deepEqual([error.originalError.status, error.originalError.response], [400, error.response]);
});

test('each connection has defaults of its own', () => {
  const [a, b] = [Syncano(), Syncano()];
  a.setInstanceName('inst-1');
  a.defaults.other = 1;
  assert.deepEqual([a.defaults, b.defaults, Syncano().defaults], [{ instanceName: 'inst-1', other: 1 }, {}, {}]);
});

test('a disposed connection has no keys, sends nothing, and leaves no timer behind', async (t) => {
  const { server, connection } = await scene(t);
  connection.Monitor.startMonitoring();
  connection.dispose();
  connection.dispose();
  assert.deepEqual([connection.accountKey, connection.Monitor.interval], [null, null]);
  const calls = [
    () => connection.Account.getUserDetails(),
    () => connection.ApiKey.please().list().request(),
    () => connection.ApiKey({}).save(),
    () => connection.BatchManager().addSingleObject(connection.ApiKey({}), 'create').batch(),
  ];
  for (const call of calls) await assert.rejects(call(), { name: 'ValidationError', message: 'The connection has been disposed.' });
  assert.equal(server.requests.length, 0);
});

test('a call that is under way when its connection is disposed still ends', async (t) => {
  const { connection } = await scene(t);
  const waiting = connection.Account.getUserDetails();
  connection.dispose();
  assert.equal((await waiting).id, 3);
});

test('a connection can be left to a using declaration', () => {
  const connection = Syncano({ accountKey: 'SECRET-KEY' });
  connection[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
  assert.equal(connection.accountKey, null);
});

test('the environment names the base URL where no option does', async () => {
  const { execFileSync } = await import('node:child_process');
  const { installed } = await import('./support/environment.mjs');
  const source = "const S = require('syncano'); console.log(S().baseUrl, S({ baseUrl: 'http://localhost:2' }).baseUrl)";
  const run = (SYNCANO_BASE_URL) => execFileSync(process.execPath, ['-e', source], { cwd: installed, encoding: 'utf8', env: { PATH: process.env.PATH, SYNCANO_BASE_URL } }).trim();
  assert.equal(run('http://localhost:1'), 'http://localhost:1 http://localhost:2');
  assert.equal(run(''), 'https://api.syncano.io http://localhost:2');
});

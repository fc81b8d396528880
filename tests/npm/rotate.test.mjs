// Replacing an API key without locking out the application that uses it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Syncano } from './support/environment.mjs';
import { keyServer } from './support/key-server.mjs';

const where = { instanceName: 'inst-1', id: 1 };

async function scene(t, fault) {
  const server = await keyServer(fault);
  t.after(() => server.close());
  const connection = Syncano({ baseUrl: server.url, accountKey: server.accountKey, maxRetries: 0 });
  return { server, keys: server.keys, ApiKey: connection.ApiKey };
}

test('a key is replaced by one with the same flags, which is proven before the old one is deleted', async (t) => {
  const { server, keys, ApiKey } = await scene(t);
  const old = { ...keys.get(1) };
  const seen = [];
  const fresh = await ApiKey.please().rotate(where, async (key) => {
    seen.push(key.api_key, keys.has(1));
    await null;
  });
  assert.deepEqual(seen, [fresh.api_key, true]);
  assert.deepEqual([...keys.keys()], [2]);
  const flags = ({ description, ignore_acl, allow_user_create, allow_group_create, allow_anonymous_read }) =>
    ({ description, ignore_acl, allow_user_create, allow_group_create, allow_anonymous_read });
  assert.deepEqual(flags(keys.get(2)), flags(old));
  assert.deepEqual(server.log(), ['GET 1', 'POST', 'GET 2', 'DELETE 1']);
  assert.equal(server.requests[2].headers['x-api-key'], fresh.api_key, 'the proof is made with the new key');
  assert.ok(fresh instanceof ApiKey && fresh.created_at instanceof Date && fresh.instanceName === 'inst-1');
});

test('properties and options of the query serve the rotation', async (t) => {
  const { keys, ApiKey } = await scene(t);
  await ApiKey.please(where).withOptions({ timeout: 5000 }).rotate({}, () => {});
  assert.deepEqual([...keys.keys()], [2]);
});

test('when deploying throws, the old key lives and the new one is gone', async (t) => {
  const { server, keys, ApiKey } = await scene(t);
  const mine = new Error('the deployment failed');
  await assert.rejects(ApiKey.please().rotate(where, async () => { throw mine; }), (error) => error === mine);
  await assert.rejects(ApiKey.please().rotate(where, () => { throw mine; }), (error) => error === mine);
  assert.deepEqual([...keys.keys()], [1]);
  assert.deepEqual(server.log(), ['GET 1', 'POST', 'DELETE 2', 'GET 1', 'POST', 'DELETE 3']);
});

test('when the new key does not work, the old one lives and the new one is gone', async (t) => {
  const { keys, ApiKey } = await scene(t, (method, id) => (method === 'GET' && id === 2 ? { status: 403, json: { detail: 'No.' } } : undefined));
  await assert.rejects(ApiKey.please().rotate(where, () => {}), { name: 'RequestError', status: 403 });
  assert.deepEqual([...keys.keys()], [1]);
});

test('when the new key reads another one, it is not proven', async (t) => {
  const { keys, ApiKey } = await scene(t, (method, id) => (method === 'GET' && id === 2 ? { json: { id: 77 } } : undefined));
  await assert.rejects(ApiKey.please().rotate(where, () => {}), { name: 'SyncanoError', message: 'The new key does not read itself.' });
  assert.deepEqual([...keys.keys()], [1]);
});

test('when the old key cannot be read, nothing is made', async (t) => {
  const { server, keys, ApiKey } = await scene(t);
  await assert.rejects(ApiKey.please().rotate({ instanceName: 'inst-1', id: 9 }, () => assert.fail()), { name: 'RequestError', status: 404 });
  assert.deepEqual([...keys.keys()], [1]);
  assert.deepEqual(server.log(), ['GET 9']);
});

test('when no key can be made, the old one lives', async (t) => {
  const { keys, ApiKey } = await scene(t, (method) => (method === 'POST' ? { status: 500, json: {} } : undefined));
  await assert.rejects(ApiKey.please().rotate(where, () => assert.fail()), { name: 'RequestError', status: 500 });
  assert.deepEqual([...keys.keys()], [1]);
});

test('when the caller gives up while deploying, the old key lives and the new one is gone', async (t) => {
  const { keys, ApiKey } = await scene(t);
  const controller = new AbortController();
  await assert.rejects(ApiKey.please().rotate(where, () => controller.abort(), { signal: controller.signal }), { name: 'AbortError' });
  assert.deepEqual([...keys.keys()], [1]);
});

test('when the new key cannot even be deleted, the error says so and keeps the first cause', async (t) => {
  const { keys, ApiKey } = await scene(t, (method, id) => (method === 'DELETE' && id === 2 ? { status: 500, json: {} } : undefined));
  const mine = new Error('the deployment failed');
  await assert.rejects(ApiKey.please().rotate(where, () => { throw mine; }), (error) => {
    assert.equal(error.message, 'The rotation failed, and the new key 2 could not be deleted.');
    return error instanceof Syncano.SyncanoError && error.cause === mine;
  });
  assert.ok(keys.has(1));
});

test('when only the old key cannot be deleted, both live and the error says so', async (t) => {
  const { keys, ApiKey } = await scene(t, (method, id) => (method === 'DELETE' && id === 1 ? { status: 500, json: {} } : undefined));
  await assert.rejects(ApiKey.please().rotate(where, () => {}), (error) => {
    assert.equal(error.message, 'Key 2 is in use, but the old key 1 could not be deleted.');
    return error instanceof Syncano.SyncanoError && error.cause.status === 500;
  });
  assert.deepEqual([...keys.keys()], [1, 2]);
});

test('an old key that is gone already is no failure', async (t) => {
  const { ApiKey } = await scene(t, (method, id) => (method === 'DELETE' && id === 1 ? { status: 404, json: {} } : undefined));
  assert.equal((await ApiKey.please().rotate(where, () => {})).id, 2);
});

test('without a function to deploy with, nothing is sent', async (t) => {
  const { server, ApiKey } = await scene(t);
  for (const deploy of [undefined, null, 'x', {}]) {
    await assert.rejects(ApiKey.please().rotate(where, deploy), { name: 'ValidationError' });
  }
  await assert.rejects(ApiKey.please().rotate({ instanceName: 'inst-1' }, () => {}), { name: 'ValidationError' });
  assert.deepEqual(server.log(), []);
});

// Walking through lists, and what is done with a query.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Syncano } from './support/environment.mjs';
import { record } from './support/recorder.mjs';

const PAGES = 5;

/** Five pages of two keys each. */
function listing({ path }) {
  const number = Number(new URL(path, 'http://x').searchParams.get('page') ?? 1);
  const link = (to) => (to < 1 || to > PAGES ? null : `/v1.1/instances/inst-1/api_keys/?page=${to}`);
  const objects = [number * 10, number * 10 + 1].map((id) => ({ id, created_at: '2015-05-27T15:17:39.536805Z' }));
  return { json: { next: link(number + 1), prev: link(number - 1), objects } };
}

async function scene(t, answers = listing) {
  const server = await record(answers);
  t.after(() => server.close());
  const connection = Syncano({ baseUrl: server.url, accountKey: 'AK', defaults: { instanceName: 'inst-1' }, maxRetries: 0 });
  return { server, connection, ApiKey: connection.ApiKey };
}

const EVERY_ID = [10, 11, 20, 21, 30, 31, 40, 41, 50, 51];

test('for await walks through every object of every page', async (t) => {
  const { server, ApiKey } = await scene(t);
  const ids = [];
  for await (const key of ApiKey.please().list()) {
    assert.ok(key instanceof ApiKey && key.created_at instanceof Date && key.instanceName === 'inst-1');
    ids.push(key.id);
  }
  assert.deepEqual(ids, EVERY_ID);
  assert.equal(server.requests.length, PAGES);
});

test('a page is asked for only when it is needed', async (t) => {
  const { server, ApiKey } = await scene(t);
  for await (const key of ApiKey.please().list()) if (key.id === 20) break;
  assert.equal(server.requests.length, 2);
});

test('parameters of the query are sent with every page', async (t) => {
  const { server, ApiKey } = await scene(t);
  for await (const _ of ApiKey.please().list().ordering('desc').fields(['id']));
  assert.ok(server.requests.every(({ path }) => path.includes('ordering=desc') && path.includes('fields=id')));
});

test('a raw query walks through raw objects', async (t) => {
  const { ApiKey } = await scene(t);
  const objects = [];
  for await (const object of ApiKey.please().raw().list()) objects.push(object);
  assert.deepEqual(objects.map(({ id }) => id), EVERY_ID);
  assert.equal(objects[0].created_at, '2015-05-27T15:17:39.536805Z');
});

test('groups of a user are walked through as groups', async (t) => {
  const { connection } = await scene(t, () => ({ json: { next: null, prev: null, objects: [{ group: { id: 3 } }] } }));
  const groups = [];
  for await (const group of connection.User.please().getGroups({ user: 9 })) groups.push(group);
  assert.ok(groups[0] instanceof connection.Group);
  assert.deepEqual({ ...groups[0] }, { instanceName: 'inst-1', user: 9, id: 3 });
});

test('a walk can be made again, from the start', async (t) => {
  const { ApiKey } = await scene(t);
  const query = ApiKey.please().list();
  for (let i = 0; i < 2; i++) {
    let count = 0;
    for await (const _ of query) count += 1;
    assert.equal(count, EVERY_ID.length);
  }
});

test('a failing page ends a walk with its error', async (t) => {
  const { ApiKey } = await scene(t, (request) => (request.path.includes('page=3') ? { status: 500, json: {} } : listing(request)));
  const ids = [];
  await assert.rejects(async () => {
    for await (const { id } of ApiKey.please().list()) ids.push(id);
  }, { name: 'RequestError', status: 500 });
  assert.deepEqual(ids, [10, 11, 20, 21]);
});

test('a signal ends a walk between two pages', async (t) => {
  const { server, ApiKey } = await scene(t);
  const controller = new AbortController();
  const ids = [];
  await assert.rejects(async () => {
    for await (const { id } of ApiKey.please().list().withOptions({ signal: controller.signal })) {
      ids.push(id);
      if (id === 21) controller.abort();
    }
  }, { name: 'AbortError' });
  assert.deepEqual([ids, server.requests.length], [[10, 11, 20, 21], 2]);
});

test('only a list can be walked through', async (t) => {
  const { server, ApiKey } = await scene(t);
  for (const query of [ApiKey.please().get({ id: 1 }), ApiKey.please().reset({ id: 1 }), ApiKey.please().delete({ id: 1 })]) {
    await assert.rejects(async () => {
      for await (const _ of query);
    }, { name: 'ValidationError' });
  }
  assert.equal(server.requests.length, 0);
});

test('links that lead away from the base URL are not followed', async (t) => {
  const other = await record([{ json: {} }]);
  t.after(() => other.close());
  const { host } = new URL(other.url);
  const links = [`${other.url}/x/`, `//${host}/x/`, `@${host}/x/`, `\\\\${host}/x/`, `http:${host}/x/`, `/\\${host}`, 'javascript:1', 'data:,x', ' /x/', '/\t/x', 5, {}];
  for (const link of links) {
    const { server, ApiKey } = await scene(t, [{ json: { next: link, prev: null, objects: [{ id: 1 }] } }]);
    const page = await ApiKey.please().list();
    await assert.rejects(page.next(), { name: 'PaginationError' }, String(link));
    assert.deepEqual([server.requests.length, other.requests.length], [1, 0], String(link));
  }
});

test('pages of all sides reject where there is no page', async (t) => {
  const { ApiKey } = await scene(t);
  const first = await ApiKey.please().list();
  await assert.rejects(first.prev(), { name: 'PaginationError', message: 'There is no previous page' });
  let last = first;
  while (last.hasNext()) last = await last.next();
  await assert.rejects(last.next(), { name: 'PaginationError', message: 'There is no next page' });
  assert.equal((await last.prev())[0].id, 40);
});

test('a page is an array, and what is made of it is a plain one', async (t) => {
  const { ApiKey } = await scene(t);
  const page = await ApiKey.please().list();
  assert.ok(Array.isArray(page));
  for (const made of [page.map((key) => key), page.filter(Boolean), page.slice(), [...page]]) {
    assert.equal(Object.getPrototypeOf(made), Array.prototype);
  }
  assert.deepEqual(Object.keys(page), ['0', '1']);
});

test('all walks with a limit, and can be stopped in between', async (t) => {
  const { server, ApiKey } = await scene(t);
  const limited = await new Promise((resolve) => ApiKey.please().all({}, {}, true, 2).on('stop', resolve));
  assert.deepEqual(limited.map(({ id }) => id), [10, 11, 20, 21]);
  const all = ApiKey.please().all();
  const stopped = await new Promise((resolve) => all.on('page', () => all.stop()).on('stop', resolve));
  assert.deepEqual([stopped.length, all.currentPage, server.requests.length], [2, 1, 3]);
});

test('a query that reads is sent for each await, one that acts is sent once for each of its states', async (t) => {
  const { server, ApiKey } = await scene(t, () => ({ json: { id: 1, api_key: `K${server.requests.length}` } }));
  const reading = ApiKey.please().get({ id: 1 });
  assert.notEqual(await reading, await reading);
  assert.equal(server.requests.length, 2);

  const acting = ApiKey.please().update({ id: 1 }, { description: 'a' });
  const [first, second, third] = [await acting, await acting, (await acting.request())[0]];
  await acting.then(({ id }) => id);
  await acting.catch(() => {}).finally(() => {});
  assert.deepEqual([first.api_key, second.api_key, third.api_key], ['K3', 'K3', 'K3']);
  assert.equal(server.requests.length, 3);

  await acting.update({}, { description: 'b' });
  await acting.withOptions({ timeout: 1000 });
  assert.equal(server.requests.length, 5, 'a changed query is another one');
});

test('an acting query that failed has failed until it is changed', async (t) => {
  const { server, ApiKey } = await scene(t, (_, count) => (count === 0 ? { status: 403, json: { detail: 'No.' } } : { json: { id: 1 } }));
  const query = ApiKey.please().reset({ id: 1 });
  await assert.rejects(async () => query, { status: 403 });
  await assert.rejects(async () => query, { status: 403 });
  assert.equal(server.requests.length, 1);
  assert.equal((await query.reset()).id, 1);
});

test('a payload is that of the moment of sending', async (t) => {
  const { server, connection } = await scene(t, [{ json: {} }]);
  const payload = { first_name: 'before' };
  const sent = connection.Account.update(payload);
  payload.first_name = 'after';
  await sent;
  assert.equal(JSON.parse(server.requests[0].body).first_name, 'before');
});

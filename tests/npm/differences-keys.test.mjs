// Defects of the original that concern keys and secrets, D1 to D14.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { answer } from './support/api.mjs';
import { kept, mended } from './support/difference.mjs';
import { stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

const bodyOf = (request) => JSON.parse(request.body || 'null');
const paths = ({ requests }) => requests.map(({ path }) => path);
const nothingSent = ({ requests, other }) => assert.deepEqual([requests.length, other.length], [0, 0]);

mended('D1', {
  probe: ({ connect, inspect, thrown }) => {
    const c = connect({ accountKey: 'SECRET-1', apiKey: 'SECRET-2', userKey: 'SECRET-3', socialToken: 'SECRET-4', defaults: { instanceName: 'inst-1' } });
    const things = [c, c.Account, c.Monitor, c.ApiKey, c.ApiKey({}), c.ApiKey.please(), c.BatchManager(), { ...c }, Object.assign({}, c)];
    const options = { depth: 3, showHidden: true, getters: true };
    return [things.map((thing) => inspect(thing, options).includes('SECRET')), thrown(() => JSON.stringify(c)).returned?.includes('SECRET'), c.apiKey];
  },
  right: ({ value }) => assert.deepEqual(value, [Array(9).fill(false), false, 'SECRET-2']),
  wrong: ({ value: [shown] }) => assert.deepEqual([shown[0], shown[1], shown[4], shown[5]], [true, true, true, true]),
});

mended('D2', {
  answers: (request) => ({ status: 403, json: { detail: 'No.', echo: request.headers['x-api-key'], sent: request.json } }),
  probe: async ({ connect, inspect, outcome }) => {
    const { error } = await outcome(connect({ accountKey: 'SECRET-1' }).Account.login({ email: 'e', password: 'PASS-IN-CLEAR' }));
    const shown = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), error.stack, String(error), JSON.stringify(error.errors), error.response.text];
    return shown.map((text) => text.includes('SECRET-1') || text.includes('PASS-IN-CLEAR'));
  },
  right: ({ value }) => assert.deepEqual(value, Array(6).fill(false)),
  wrong: ({ value }) => assert.deepEqual(value.slice(0, 2), [true, true]),
});

mended('D3', {
  answers: (_, count, other) => ({ status: [301, 302, 303, 307, 308][count % 5], headers: { location: `${other}/elsewhere/` } }),
  probe: async ({ connect, outcome }) => {
    const c = connect({ userKey: 'UK', socialToken: 'ST' });
    const seen = [];
    for (let i = 0; i < 5; i++) seen.push((await outcome(c.Account.login({ email: 'e', password: 'pw' }, false), 2000)).error?.status);
    return seen;
  },
  right: ({ value, other }) => assert.deepEqual([value, other.length], [[301, 302, 303, 307, 308], 0]),
  wrong: ({ other }) => {
    assert.deepEqual([other[0].headers['x-api-key'], other[0].headers['x-user-key'], other[0].headers.authorization], ['AK', 'UK', 'Token ST']);
    assert.ok(other.some(({ body }) => body.includes('"password":"pw"')));
  },
});

mended('D4', {
  probe: async ({ connect, outcome }) => {
    const { ApiKey, User } = connect();
    const calls = [ApiKey.please().list().request(), ApiKey({ instanceName: 'inst-1' }).delete(), User.please().login({}, { password: 'pw' })];
    const seen = [];
    for (const call of calls) seen.push((await outcome(call, 2000)).error);
    return seen.map(({ name, message, errors }) => [name, message, Object.keys(errors ?? {})]);
  },
  right: (seen) => {
    nothingSent(seen);
    assert.deepEqual(seen.value, [
      ['ValidationError', 'Missing path properties "instanceName" for "list" endpoint.', ['instanceName']],
      ['ValidationError', 'Missing path properties "id" for "detail" endpoint.', ['id']],
      ['ValidationError', 'Missing path properties "instanceName" for "login" endpoint.', ['instanceName']],
    ]);
  },
  wrong: ({ value, unhandled }) => {
    assert.ok(value.every(([name]) => name !== 'ValidationError'));
    assert.ok(unhandled.includes('Missing path properties "instanceName" for "list" endpoint.'));
  },
});

mended('D5', {
  answers: answer,
  probe: async ({ connect, outcome }) => {
    const { ApiKey, Account } = connect();
    for (const [instanceName, id] of [['inst-1', '../../../account/?x='], ['inst-1', 'a#b'], ['in$&st', 1], ['{id}', 1], ['inst-1', 'ключ'], ['inst-1', '%2e%2e']]) {
      await outcome(ApiKey.please().get({ instanceName, id }).request());
    }
    await outcome(Account.socialLogin('a/../b?x=1#f', 'T'));
    const refused = [];
    for (const id of ['.', '..', '', 'a\nb', 'a\0b', {}, [], 1.5, true]) {
      refused.push((await outcome(ApiKey.please().get({ instanceName: 'inst-1', id }).request())).error?.name);
    }
    return refused;
  },
  right: (seen) => {
    assert.deepEqual(paths(seen), [
      '/v1.1/instances/inst-1/api_keys/..%2F..%2F..%2Faccount%2F%3Fx%3D/',
      '/v1.1/instances/inst-1/api_keys/a%23b/',
      '/v1.1/instances/in%24%26st/api_keys/1/',
      '/v1.1/instances/%7Bid%7D/api_keys/1/',
      '/v1.1/instances/inst-1/api_keys/%D0%BA%D0%BB%D1%8E%D1%87/',
      '/v1.1/instances/inst-1/api_keys/%252e%252e/',
      '/v1.1/account/auth/a%2F..%2Fb%3Fx%3D1%23f/',
    ]);
    assert.deepEqual(seen.value, Array(9).fill('ValidationError'));
  },
  wrong: (seen) => {
    assert.ok(paths(seen).includes('/v1.1/instances/inst-1/api_keys/../../../account/?x=/'));
    assert.ok(paths(seen).includes('/v1.1/instances/1/api_keys/%7Bid%7D/'));
  },
});

mended('D6', {
  probe: async ({ connect, outcome, other }) => {
    const result = await outcome(connect({ baseUrl: 'http://127.0.0.1' }).Account.makeRequest('GET', `${other}/evil/`), 2000);
    return result.error?.name;
  },
  right: ({ value, other }) => assert.deepEqual([value, other.length], ['PaginationError', 0]),
  wrong: ({ other }) => assert.equal(other[0].headers['x-api-key'], 'AK'),
});

mended('D7', {
  probe: async ({ connect, outcome, other }) => {
    const { error } = await outcome(connect().Account.makeRequest('GET', `${other}/x`), 2000);
    return [error.name, error.message];
  },
  right: (seen) => {
    nothingSent(seen);
    assert.deepEqual(seen.value, ['PaginationError', 'The link leads away from the base URL.']);
  },
  wrong: ({ value }) => assert.notEqual(value[0], 'PaginationError'),
});

mended('D8', {
  probe: async ({ connect, outcome }) => {
    const c = connect();
    const first = await outcome(c.ApiKey({ instanceName: 'inst-1', id: undefined }).delete());
    c.setInstanceName(null);
    const second = await outcome(c.ApiKey.please().list().request());
    return [first.error?.name, second.error?.name];
  },
  right: (seen) => {
    nothingSent(seen);
    assert.deepEqual(seen.value, ['ValidationError', 'ValidationError']);
  },
  wrong: (seen) => assert.deepEqual(paths(seen), ['/v1.1/instances/inst-1/api_keys/undefined/', '/v1.1/instances/null/api_keys/']),
});

mended('D9', {
  answers: (_, count) => (count === 2 ? { status: 429, headers: { 'retry-after': '0.3' }, json: {} } : { json: { objects: [] } }),
  probe: async ({ connect, wait }) => {
    const c = connect();
    const query = c.Instance.please().list();
    await query;
    c.setAccountKey(null);
    await query;
    c.setAccountKey('BEFORE');
    const waiting = query.request();
    await wait(120);
    c.setAccountKey('AFTER');
    await waiting;
    const headers = {};
    await c.Account.makeRequest('GET', '/x/', { headers });
    return headers;
  },
  right: ({ value, requests }) => {
    assert.deepEqual(requests.map(({ headers }) => headers['x-api-key']), ['AK', undefined, 'BEFORE', 'AFTER', 'AFTER']);
    assert.deepEqual(value, {});
  },
  wrong: ({ value, requests }) => {
    assert.equal(requests[1].headers['x-api-key'], 'AK');
    assert.equal(value['X-API-KEY'], 'AFTER');
  },
});

mended('D10', {
  answers: answer,
  probe: async ({ connect }) => {
    const c = connect();
    await c.Account.resetKey();
    const key = c.ApiKey({ instanceName: 'inst-1', id: 1, api_key: 'OLD' });
    await key.reset();
    return [c.getAccountKey(), key.api_key];
  },
  right: ({ value }) => assert.deepEqual(value, ['NEW-ACCOUNT-KEY', 'FRESH']),
  wrong: ({ value }) => assert.deepEqual(value, ['AK', 'OLD']),
});

mended('D11', {
  answers: (_, count) => [{ json: {} }, { json: null }, { json: { account_key: '' } }, { json: { id: 1 } }][count],
  probe: async ({ connect, outcome }) => {
    const c = connect({ userKey: 'UK' });
    const seen = [];
    for (let i = 0; i < 3; i++) {
      const { error } = await outcome(c.Account.login({ email: 'e', password: 'pw' }));
      seen.push([error?.name, c.getAccountKey()]);
    }
    await c.User.please().login({ instanceName: 'inst-1' }, {});
    return [seen, c.getUserKey()];
  },
  right: ({ value }) => assert.deepEqual(value, [Array(3).fill([{ $undefined: true }, 'AK']), 'UK']),
  wrong: ({ value: [[first, second], userKey] }) => {
    assert.deepEqual([first[1], second[0], userKey], [{ $undefined: true }, 'TypeError', { $undefined: true }]);
  },
});

kept('D12', {
  answers: answer,
  probe: async ({ connect }) => {
    const c = connect({ accountKey: 'OLD', apiKey: 'API' });
    await c.Account.login({ email: 'e', password: 'pw' });
    await c.Account.getUserDetails();
    c.apiKey = null;
    await c.Account.getUserDetails();
  },
  same: ({ requests }) => assert.deepEqual(requests.map(({ headers }) => headers['x-api-key']), ['API', 'API', 'NEW-ACCOUNT-KEY']),
});

mended('D13', {
  probe: async ({ connect, thrown }) => {
    const { error, returned } = thrown(() => connect({ accountKey: 12345 }));
    await returned?.Account.getUserDetails();
    return [error?.name, error?.message.includes('12345'), connect({ accountKey: false, apiKey: '' }).accountKey];
  },
  right: (seen) => {
    nothingSent(seen);
    assert.deepEqual(seen.value, ['ValidationError', false, null]);
  },
  wrong: ({ requests }) => assert.deepEqual(requests.map(({ headers }) => headers['x-api-key']), [undefined]),
});

mended('D14', {
  answers: answer,
  probe: async ({ connect }) => {
    const { ApiKey, Instance, Admin, User } = connect();
    await (await ApiKey.please().get({ instanceName: 'inst-1', id: 1 })).save();
    await (await Instance.please().get({ name: 'inst-1' })).save();
    await (await Admin.please().get({ instanceName: 'inst-1', id: 1 })).save();
    const user = await User.please().get({ instanceName: 'inst-1', id: 1 });
    user.password = 'pw';
    await user.save();
  },
  right: ({ requests }) => {
    const written = requests.filter(({ method }) => method === 'PUT').map(bodyOf);
    assert.deepEqual(written, [
      { description: 'd', ignore_acl: false, allow_user_create: true, allow_anonymous_read: false },
      { description: 'd', metadata: {} },
      { role: 'write' },
      { username: 'user-1', profile: { id: 1 }, password: 'pw' },
    ]);
  },
  wrong: ({ requests }) => {
    const written = requests.filter(({ method }) => method === 'PUT').map(bodyOf);
    assert.deepEqual([written[0].api_key, written[0].instanceName, written[1].role, written[3].user_key], ['KEY-1', 'inst-1', 'full', 'USER-KEY-1']);
  },
});

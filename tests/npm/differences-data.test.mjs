// Defects of the original that concern requests and data, D38 to D53.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { answer } from './support/api.mjs';
import { kept, mended } from './support/difference.mjs';
import { stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

mended('D38', {
  answers: answer,
  probe: async ({ connect }) => {
    const { Account, ApiKey } = connect();
    await Account.getUserDetails();
    await ApiKey({ instanceName: 'inst-1', id: 1 }).delete();
    await ApiKey.please().update({ instanceName: 'inst-1', id: 1 }, { description: 'x' }).get();
  },
  right: ({ requests }) => {
    for (const { body, headers } of requests) assert.deepEqual([body, headers['content-type'], headers['content-length']], ['', undefined, undefined]);
  },
  wrong: ({ requests }) => assert.deepEqual(requests.map(({ body }) => body), ['{}', '{}', '{"description":"x"}']),
});

mended('D39', {
  answers: [{ json: {} }],
  probe: async ({ connect, outcome }) => {
    const { value, error } = await outcome(connect().Account.makeRequest('HEAD', '/v1.1/account/', { responseAttr: 'status' }));
    return value ?? error.name;
  },
  right: ({ value, requests }) => assert.deepEqual([value, requests[0]?.method], [200, 'HEAD']),
  wrong: ({ value }) => assert.equal(value, 'TypeError'),
});

mended('D40', {
  answers: (_, count) => (count < 2 ? { json: {} } : { stall: true }),
  probe: async ({ connect, outcome }) => {
    const c = connect({ timeout: 120, maxRetries: 0 });
    await c.Account.getUserDetails();
    await c.Account.getUserDetails();
    const controller = new AbortController();
    const given = outcome(c.Account.makeRequest('GET', '/x/', { signal: controller.signal }), 600);
    controller.abort();
    return [(await given).error?.name ?? 'waits', (await outcome(c.Account.getUserDetails(), 600)).error?.name ?? 'waits'];
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, ['AbortError', 'TimeoutError']);
    assert.equal(requests[1].headers.connection, 'keep-alive');
  },
  wrong: ({ value, requests }) => assert.deepEqual([value, requests[1].headers.connection], [['waits', 'waits'], 'close']),
});

kept('D41', {
  answers: answer,
  probe: async ({ connect }) => {
    const { ApiKey, Instance, InstanceInvitation } = connect();
    const key = ApiKey({ instanceName: 'inst-1', id: 1 });
    const isModel = (value) => typeof value.save === 'function';
    return [
      isModel(await key.reset()),
      isModel(await InstanceInvitation({ instanceName: 'inst-1', id: 1 }).resend()),
      isModel(await key.delete()),
      isModel(await Instance({ name: 'inst-1' }).getGlobalConfig()),
      isModel(await ApiKey.please().reset({ instanceName: 'inst-1', id: 1 })),
      isModel(await InstanceInvitation.please().resend({ instanceName: 'inst-1', id: 1 })),
      isModel(await ApiKey.please().delete({ instanceName: 'inst-1', id: 1 })),
      isModel(await Instance.please().getGlobalConfig({ name: 'inst-1' })),
    ];
  },
  same: ({ value }) => assert.deepEqual(value, [false, false, false, false, true, true, true, true]),
});

mended('D42', {
  answers: answer,
  probe: async ({ connect, outcome }) => {
    const user = await connect().User.please().get({ instanceName: 'inst-1', id: 9 });
    user.username = 'new';
    return (await outcome(user.save())).error?.message ?? 'saved';
  },
  right: ({ value, requests }) => {
    assert.equal(value, 'saved');
    assert.deepEqual([requests[1].method, JSON.parse(requests[1].body)], ['PATCH', { username: 'new', profile: { id: 1 } }]);
  },
  wrong: ({ value }) => assert.equal(value, '"password" Password can\'t be blank'),
});

mended('D43', {
  answers: answer,
  probe: async ({ connect }) => {
    const { Invitation } = connect();
    await Invitation({ id: 5 }).accept('IK');
    await (await Invitation.please().get({ id: 5 })).accept();
  },
  right: ({ requests }) => assert.deepEqual([requests[0], requests[2]].map(({ body }) => body), Array(2).fill('{"invitation_key":"IK"}')),
  wrong: ({ requests }) => assert.deepEqual([requests[0], requests[2]].map(({ body }) => body), ['{}', '{}']),
});

mended('D44', {
  answers: answer,
  probe: async ({ connect }) => {
    const { ApiKey } = connect();
    const check = (attributes) => Object.keys(ApiKey({ instanceName: 'inst-1', ...attributes }).validate() ?? {});
    await ApiKey.please().update({ instanceName: 'inst-1', id: 1 }, { ignore_acl: 'yes' });
    return [check({ ignore_acl: '' }), check({ ignore_acl: 0 }), check({ description: 0 }), check({ instanceName: { length: 7 } }), check({ instanceName: 5 })];
  },
  right: ({ value, printed, requests }) => {
    assert.deepEqual(value, [['ignore_acl'], ['ignore_acl'], ['description'], ['instanceName'], ['instanceName']]);
    assert.deepEqual([printed, requests.length], [[], 1]);
  },
  wrong: ({ value, printed, requests }) => {
    assert.deepEqual(value, [[], [], [], [], ['instanceName']]);
    assert.deepEqual([printed.length > 0, requests.length], [true, 1]);
  },
});

mended('D45', {
  answers: [{ json: { id: 1, save: 'x', toJSON: 'y', _config: { evil: 1 }, constructor: 'z' } }],
  probe: async ({ connect }) => {
    const c = connect();
    const key = await c.ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
    return [typeof key.save, key.getConfig() === c, JSON.parse(JSON.stringify(key))];
  },
  right: ({ value }) => {
    assert.deepEqual(value.slice(0, 2), ['function', true]);
    assert.equal(value[2].save, 'x');
  },
  wrong: ({ value, error }) => assert.ok(error || value[0] === 'string'),
});

mended('D46', {
  answers: (_, count) => [{ json: 'hey' }, { json: [1] }, { json: null }, { headers: { 'content-type': 'application/json' }, text: '' }][count],
  probe: async ({ connect, outcome }) => {
    const seen = [];
    for (let i = 0; i < 4; i++) {
      const { value, error } = await outcome(connect().ApiKey.please().get({ instanceName: 'inst-1', id: 1 }).request());
      seen.push(error ? error.name : { ...value[0].toJSON() });
    }
    return seen;
  },
  right: ({ value }) => assert.deepEqual(value, Array(4).fill('DecodeError')),
  wrong: ({ value }) => assert.deepEqual(value[0], { 0: 'h', 1: 'e', 2: 'y', instanceName: 'inst-1', id: 1 }),
});

mended('D47', {
  probe: async ({ connect, outcome }) => {
    const stub = () => { throw new Error('stub'); };
    const [a, b] = [connect({ fetch: stub, maxRetries: 0 }), connect()];
    const before = a.Account.getRequestHandler?.();
    a.Account.setRequestHandler?.(stub);
    const seen = [(await outcome(() => a.Account.getUserDetails())).error?.name ?? 'ok', (await outcome(() => b.Account.getUserDetails())).error?.name ?? 'ok'];
    a.Account.setRequestHandler?.(before);
    return seen;
  },
  right: ({ value, requests }) => assert.deepEqual([value, requests.length], [['NetworkError', 'ok'], 1]),
  wrong: ({ value, requests }) => assert.deepEqual([value[1], requests.length], ['Error', 0]),
});

mended('D48', {
  fresh: true,
  answers: [{ status: 500, json: {} }],
  probe: async ({ connect, wait }) => {
    const { Monitor } = connect();
    const events = [];
    Monitor.on('disconnected', () => events.push('disconnected'));
    Monitor.timeout = 50;
    Monitor.startMonitoring();
    Monitor.startMonitoring();
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    for (let i = 0; i < 30 && events.length === 0; i++) await wait(50);
    Monitor.stopMonitoring();
    await wait(150);
    const left = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    return [events, timers, left, Monitor.connected];
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [['disconnected'], 0, 0, false]);
    assert.ok(requests.length > 0);
    assert.ok(requests.every(({ headers }) => headers['x-api-key'] === undefined));
  },
  wrong: ({ value, requests }) => {
    assert.deepEqual([value[0], value[3]], [[], null]);
    assert.ok(value[1] >= 2 && value[2] >= 1, `${value[1]} and ${value[2]} timers`);
    assert.equal(requests[0].headers['x-api-key'], 'AK');
  },
});

mended('D49', {
  answers: answer,
  probe: async ({ connect, outcome }) => {
    const { ApiKey, BatchManager } = connect();
    const { error } = await outcome(() => BatchManager({ instanceName: 'inst-1' }).addSingleObject(ApiKey({ instanceName: 'inst-1' }), 'update').batch());
    const batch = BatchManager({ instanceName: 'inst-1' }).addSingleObject(ApiKey({ instanceName: 'inst-1' }), 'create');
    await batch.batch();
    return [error?.message ?? 'sent', batch.getObjects().length];
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, ['Missing path properties "id" for "detail" endpoint.', 1]);
    assert.equal(requests.length, 1);
  },
  wrong: ({ value, requests }) => {
    assert.deepEqual(value, ['sent', 1]);
    assert.equal(JSON.parse(requests[0].body).requests[0].path.isRejected, true);
  },
});

mended('D50', {
  probe: ({ Syncano, connect, errors }) => {
    const c = connect();
    const names = ['SyncanoError', 'ValidationError', 'RequestError', 'PaginationError'];
    return [
      names.map((name) => Syncano[name] === errors[name]),
      c instanceof Syncano,
      c.ApiKey({}) instanceof c.ApiKey,
      new errors.PaginationError('m').constructor === errors.PaginationError,
    ];
  },
  right: ({ value }) => assert.deepEqual(value, [Array(4).fill(true), true, true, true]),
  wrong: ({ value }) => assert.deepEqual(value, [Array(4).fill(false), false, false, false]),
});

mended('D51', {
  probe: async ({ connect, base, thrown }) => {
    await connect({ baseUrl: `${base}/` }).Account.getUserDetails();
    await connect({ baseUrl: `${base}/below//` }).Account.getUserDetails();
    const addresses = ['api.syncano.io', 'http://u:p@127.0.0.1:1', 'http://127.0.0.1:1/?a', 'http://127.0.0.1:1/#a', 'ftp://127.0.0.1', 'http://127.0.0.1:1\\@x'];
    return addresses.map((baseUrl) => thrown(() => connect({ baseUrl })).error?.name ?? 'taken');
  },
  right: ({ value, requests }) => {
    assert.deepEqual(requests.map(({ path }) => path), ['/v1.1/account/', '/below/v1.1/account/']);
    assert.deepEqual(value, Array(6).fill('ValidationError'));
  },
  wrong: ({ value, requests }) => assert.deepEqual([value, requests[0].path], [Array(6).fill('taken'), '//v1.1/account/']),
});

mended('D52', {
  answers: answer,
  probe: async ({ connect }) => {
    const c = connect({ defaults: { instanceName: 'deflt-1', foo: 1 } });
    await c.Instance({ name: 'new-one' }).save();
    await c.ApiKey({ description: 'd' }).save();
    await c.ApiKey.please().create({ description: 'e' });
  },
  right: ({ requests }) =>
    assert.deepEqual(requests.map(({ path, body }) => [path, JSON.parse(body)]), [
      ['/v1.1/instances/', { name: 'new-one' }],
      ['/v1.1/instances/deflt-1/api_keys/', { description: 'd' }],
      ['/v1.1/instances/deflt-1/api_keys/', { description: 'e' }],
    ]),
  wrong: ({ requests }) => {
    assert.deepEqual(JSON.parse(requests[0].body), { instanceName: 'deflt-1', foo: 1, name: 'new-one' });
    assert.deepEqual(JSON.parse(requests[1].body), { instanceName: 'deflt-1', foo: 1, description: 'd' });
  },
});

mended('D53', {
  fresh: true,
  answers: (_, count, other) => (count === 0 ? { status: 302, headers: { location: `${other}/` } } : { json: {} }),
  probe: async ({ connect, outcome, wait }) => {
    await outcome(connect().Account.getUserDetails());
    await wait(20);
  },
  right: ({ printed }) => assert.deepEqual(printed, []),
  wrong: ({ printed }) => assert.ok(printed.some((line) => line.includes('DEP0066')), printed.join()),
});

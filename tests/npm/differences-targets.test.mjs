// Defects of the original that concern what a call reaches, D15 to D20.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { answer } from './support/api.mjs';
import { mended } from './support/difference.mjs';
import { stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

const paths = ({ requests }) => requests.map(({ method, path }) => `${method} ${path}`);

mended('D15', {
  fresh: true,
  probe: ({ Syncano, base }) => {
    const given = { instanceName: 'given-1' };
    const [a, b] = [Syncano({ baseUrl: base }), Syncano({ baseUrl: base })];
    const [c, d] = [Syncano({ baseUrl: base, defaults: given }), Syncano({ baseUrl: base, defaults: given })];
    a.setInstanceName('first-1');
    c.setInstanceName('third-1');
    return [b.getInstanceName() ?? null, Syncano({ baseUrl: base }).getInstanceName() ?? null, d.getInstanceName(), given.instanceName];
  },
  right: ({ value }) => assert.deepEqual(value, [null, null, 'given-1', 'given-1']),
  wrong: ({ value }) => assert.deepEqual(value, ['first-1', 'first-1', 'third-1', 'third-1']),
});

mended('D16', {
  answers: answer,
  probe: async ({ connect }) => {
    const { Instance } = connect({ defaults: { instanceName: 'deflt-1' } });
    await Instance({ name: 'other-1' }).apiKeys().list();
    await Instance({ name: 'other-1' }).apiKeys().create({ description: 'd' });
    await Instance({ name: 'other-1' }).users({ instanceName: 'third-1' }).list();
  },
  right: (seen) =>
    assert.deepEqual(paths(seen), [
      'GET /v1.1/instances/other-1/api_keys/',
      'POST /v1.1/instances/other-1/api_keys/',
      'GET /v1.1/instances/third-1/users/',
    ]),
  wrong: (seen) => assert.deepEqual(paths(seen).slice(0, 2), ['GET /v1.1/instances/deflt-1/api_keys/', 'POST /v1.1/instances/deflt-1/api_keys/']),
});

mended('D17', {
  answers: answer,
  probe: async ({ connect }) => {
    const { Instance } = connect({ defaults: { instanceName: 'deflt-1' } });
    await Instance.please({ name: 'other-1' }).get();
    await Instance.please().get();
    await Instance.please({ name: 'other-1' }).setGlobalConfig({}, { a: 1 });
  },
  right: (seen) =>
    assert.deepEqual(paths(seen), [
      'GET /v1.1/instances/other-1/',
      'GET /v1.1/instances/deflt-1/',
      'PUT /v1.1/instances/other-1/snippets/config/',
    ]),
  wrong: (seen) => assert.equal(paths(seen)[0], 'GET /v1.1/instances/deflt-1/'),
});

mended('D18', {
  answers: answer,
  probe: async ({ connect, outcome }) => {
    const { Instance } = connect({ defaults: { instanceName: 'deflt-1' } });
    const calls = [Instance.please().delete(), Instance.please().rename({}, { new_name: 'gone-1' })];
    const names = [];
    for (const call of calls) names.push((await outcome(call.request())).error?.name);
    return names;
  },
  right: ({ value, requests }) => assert.deepEqual([value, requests.length], [['ValidationError', 'ValidationError'], 0]),
  wrong: (seen) => assert.equal(paths(seen)[0], 'DELETE /v1.1/instances/deflt-1/'),
});

mended('D19', {
  answers: (request, count) => (request.path.includes('broken') ? { status: 404, json: { detail: 'Not found.' } } : answer(request, count)),
  probe: async ({ connect, wait }) => {
    const { ApiKey } = connect();
    const broken = ApiKey.please().all({ instanceName: 'broken-1' });
    const seen = [];
    let chained = true;
    for (const event of ['start', 'page', 'error', 'stop']) chained = broken.on(event, () => seen.push(event)) === broken && chained;
    for (let i = 0; i < 40 && !seen.includes('error'); i++) await wait(50);
    broken.stop();
    await wait(50);
    const working = await new Promise((resolve) => {
      const events = [];
      const all = ApiKey.please().all({ instanceName: 'inst-1' });
      for (const event of ['start', 'page']) all.on(event, () => events.push(event));
      all.on('stop', (objects) => resolve([events, objects.map(({ instanceName }) => instanceName ?? null)]));
    });
    return [seen, chained, working];
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [['start', 'error'], true, [['start', 'page'], ['inst-1', 'inst-1']]]);
    assert.equal(requests.length, 2);
  },
  wrong: ({ value: [seen, chained, [events, names]], requests }) => {
    assert.ok(requests.length > 20, `${requests.length} requests`);
    assert.ok(seen.filter((event) => event === 'error').length > 1);
    assert.deepEqual([chained, events, names], [false, ['page'], [null, null]]);
  },
});

mended('D20', {
  answers: answer,
  probe: async ({ connect }) => {
    const { ApiKey, Group, User } = connect();
    const group = Group({ instanceName: 'inst-1', id: 3 });
    const gone = await group.deleteUser({ user: 9 });
    const [first] = await group.users();
    const left = await User({ instanceName: 'inst-1', id: 9 }).deleteGroup({ id: 3 });
    const key = await ApiKey.please().delete({ instanceName: 'inst-1', id: 7 });
    return [gone.id, gone.instanceName, first.instanceName ?? null, left.id, { ...key.toJSON() }];
  },
  right: ({ value }) => assert.deepEqual(value, [9, 'inst-1', 'inst-1', 3, { instanceName: 'inst-1', id: 7 }]),
  wrong: ({ value: [id, , instanceName, , key] }) => assert.deepEqual([id, instanceName, key], [3, null, { instanceName: 'inst-1', id: 7 }]),
});

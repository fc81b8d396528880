// Defects of the original that concern promises and failures, D21 to D37.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { answer } from './support/api.mjs';
import { mended } from './support/difference.mjs';
import { stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

const refusal = [{ status: 403, json: { detail: 'No.' } }];

mended('D21', {
  answers: refusal,
  probe: async ({ connect, outcome }) => {
    const { Instance } = connect();
    const steps = [];
    const awaited = await outcome(async () => {
      try {
        await Instance.please().list();
      } catch (error) {
        steps.push(error.status);
      } finally {
        steps.push('finally');
      }
    }, 600);
    const all = await outcome(Promise.all([Instance.please().list()]), 600);
    const chained = await outcome(Promise.resolve().then(() => Instance.please().list()), 600);
    return [steps, awaited.never ?? false, all.error?.status, chained.error?.status];
  },
  right: ({ value }) => assert.deepEqual(value, [[403, 'finally'], false, 403, 403]),
  wrong: ({ value, unhandled }) => assert.deepEqual([value[0], value[1], unhandled.length > 0], [[], true, true]),
});

mended('D22', {
  answers: (request) => (request.method === 'GET' ? refusal[0] : answer(request)),
  probe: async ({ connect, outcome }) => {
    const { ApiKey } = connect();
    const second = await outcome(ApiKey.please().get({ instanceName: 'inst-1', id: 1 }).then(() => 'first', (error) => `second ${error.status}`), 600);
    const none = await outcome(ApiKey.please().reset({ instanceName: 'inst-1', id: 1 }).then());
    return [second.value ?? null, none.value?.api_key ?? null];
  },
  right: ({ value }) => assert.deepEqual(value, ['second 403', 'FRESH']),
  wrong: ({ value, requests }) => assert.deepEqual([value, requests.length], [[null, null], 2]),
});

mended('D23', {
  answers: refusal,
  probe: async ({ connect }) => {
    const list = () => connect().Instance.please().list();
    const steps = [];
    const caught = await list().catch(({ status }) => status);
    await list().finally(() => steps.push('end')).catch(({ status }) => steps.push(status));
    return [caught, steps];
  },
  right: ({ value }) => assert.deepEqual(value, [403, ['end', 403]]),
  wrong: ({ error }) => assert.equal(error.$error, 'TypeError'),
});

mended('D24', {
  answers: answer,
  probe: async ({ connect }) => {
    const query = connect().ApiKey.please().reset({ instanceName: 'inst-1', id: 1 });
    const both = [await query, await query];
    await query.reset({ id: 2 });
    await query;
    return both[0].api_key === both[1].api_key;
  },
  right: ({ requests }) => assert.deepEqual(requests.map(({ path }) => path.split('/')[5]), ['1', '2']),
  wrong: ({ requests }) => assert.deepEqual(requests.map(({ path }) => path.split('/')[5]), ['1', '1', '2', '2']),
});

mended('D25', {
  answers: answer,
  probe: async ({ connect, outcome }) => {
    const key = await connect().ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
    const runs = [await outcome(() => key.update()), await outcome(() => key.update())];
    return runs.map(({ error }) => error?.name ?? null);
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [null, null]);
    assert.ok(!requests[1].body.includes('update"'));
  },
  wrong: ({ value, requests }) => {
    assert.deepEqual(value, [null, 'TypeError']);
    assert.equal(JSON.parse(requests[1].body).update, true);
  },
});

mended('D26', {
  probe: async ({ connect, outcome, thrown, errors }) => {
    const invitation = connect().InstanceInvitation({ instanceName: 'inst-1', id: 1, email: 'a@b.co', role: 'read', links: {} });
    const { returned } = thrown(() => invitation.save());
    const { error } = await outcome(returned);
    return [returned instanceof Promise, error instanceof errors.SyncanoError, error?.message];
  },
  right: ({ value, requests }) => assert.deepEqual([value, requests.length], [[true, true, 'Unsupported request methods: PUT,PATCH,POST.'], 0]),
  wrong: ({ value, unhandled }) => assert.deepEqual([value[0], unhandled], [false, ['Unsupported request methods: PUT,PATCH,POST.']]),
});

mended('D27', {
  probe: async ({ connect, thrown, outcome, errors }) => {
    const { ApiKey, BatchManager, Account } = connect();
    const isOurs = (error) => error instanceof errors.SyncanoError;
    const values = [
      () => ApiKey.please().ordering('up'),
      () => ApiKey.please().fields('id'),
      () => ApiKey.getMeta().resolveEndpointPath('detail', {}),
      () => ApiKey.getMeta().resolveEndpointPath('nothing', {}),
      () => BatchManager(),
    ].map((run) => isOurs(thrown(run).error));
    const promises = [];
    for (const run of [() => BatchManager({ instanceName: 'inst-1' }).batch(), () => ApiKey({}).save(), () => ApiKey.please().bulkCreate(), () => Account.makeRequest(5, '/')]) {
      const { returned } = thrown(run);
      promises.push(typeof returned?.then === 'function' && isOurs((await outcome(returned)).error));
    }
    return [values, promises];
  },
  right: ({ value }) => assert.deepEqual(value, [Array(5).fill(true), Array(4).fill(true)]),
  wrong: ({ value: [values, promises] }) => assert.deepEqual([values.includes(true), promises[0]], [false, false]),
});

mended('D28', {
  probe: ({ connect, thrown }) => {
    const c = connect({ defaults: { instanceName: 'inst-1' } });
    const base = c.getBaseUrl();
    const setters = [() => c.setBaseUrl(''), () => c.setBaseUrl(5), () => c.setInstanceName(123), () => c.setInstanceName(['a'])];
    const outcomes = setters.map((run) => {
      const { error, returned } = thrown(run);
      returned?.catch?.(() => {});
      return error ? [error.name, error.message] : null;
    });
    return [outcomes, c.getBaseUrl() === base, c.getInstanceName()];
  },
  right: ({ value: [outcomes, unchanged, name] }) => {
    assert.deepEqual(outcomes.map((outcome) => outcome?.[0]), Array(4).fill('ValidationError'));
    assert.deepEqual([outcomes[0][1], outcomes[2][1]], ['Base URL is required.', 'Instance name must be a string.']);
    assert.deepEqual([unchanged, name], [true, 'inst-1']);
  },
  wrong: ({ value: [outcomes, , name] }) => assert.deepEqual([outcomes, name], [Array(4).fill(null), null]),
});

mended('D29', {
  answers: answer,
  probe: async ({ connect, outcome, errors }) => {
    const page = await connect().ApiKey.please().list({ instanceName: 'inst-1' });
    const sides = [await outcome(() => page.next()), await outcome(() => page.prev())];
    return sides.map(({ error }) => [error instanceof errors.PaginationError, error.message]);
  },
  right: ({ value }) => assert.deepEqual(value, [[true, 'There is no next page'], [true, 'There is no previous page']]),
  wrong: ({ value }) => assert.deepEqual(value[0], [false, '_errors2.default is not a constructor']),
});

mended('D30', {
  answers: (_, count) => ({ json: [{ objects: [] }, { objects: [], next: '', prev: '' }][count] }),
  probe: async ({ connect }) => {
    const pages = [await connect().Instance.please().list(), await connect().Instance.please().list()];
    return pages.map((page) => [page.hasNext(), page.hasPrev()]);
  },
  right: ({ value }) => assert.deepEqual(value, [[false, false], [false, false]]),
  wrong: ({ value }) => assert.deepEqual(value, [[true, true], [true, true]]),
});

mended('D31', {
  answers: (_, count) => ({ status: 429, headers: count % 2 ? {} : { 'retry-after': new Date(0).toUTCString() }, json: {} }),
  fresh: true,
  probe: async ({ connect, outcome, wait }) => {
    await Promise.race([outcome(connect().ApiKey({ instanceName: 'inst-1' }).save()), wait(1500)]);
  },
  right: ({ requests }) => assert.ok(requests.length < 8, `${requests.length} requests`),
  wrong: ({ requests }) => assert.ok(requests.length > 20, `${requests.length} requests`),
});

mended('D32', {
  answers: (_, count) => ({ status: [401, 200][count], headers: { 'content-type': 'application/json' }, text: 'nope' }),
  probe: async ({ connect, outcome, errors }) => {
    const seen = [];
    for (let i = 0; i < 2; i++) {
      const { error } = await outcome(connect().Account.getUserDetails());
      seen.push([error.name, error.status, error instanceof errors.SyncanoError]);
    }
    return seen;
  },
  right: ({ value, printed }) => assert.deepEqual([value, printed], [[['RequestError', 401, true], ['DecodeError', 200, true]], []]),
  wrong: ({ value, printed }) => {
    assert.deepEqual(value[0], ['SyntaxError', { $undefined: true }, false]);
    assert.ok(printed.some((line) => line.includes('double callback')));
  },
});

mended('D33', {
  answers: (_, count) => [{ stall: true }, { text: 'no', headers: { 'content-type': 'application/json' } }, { json: { a: 1 }, cut: true }][count],
  probe: async ({ connect, outcome, errors, closedPort }) => {
    const c = connect({ maxRetries: 0 });
    const port = await closedPort();
    const calls = [
      () => c.Account.makeRequest('GET', '/stall/', { timeout: 60 }),
      () => c.Account.makeRequest('GET', '/invalid/'),
      () => c.Account.makeRequest('GET', '/cut/'),
      () => connect({ baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 }).Account.getUserDetails(),
    ];
    const seen = [];
    for (const call of calls) {
      const { error } = await outcome(call, 3000);
      seen.push([error.name, error.code ?? null, error instanceof errors.SyncanoError]);
    }
    return seen;
  },
  right: ({ value }) =>
    assert.deepEqual(value, [
      ['TimeoutError', 'ECONNABORTED', true],
      ['DecodeError', null, true],
      ['DecodeError', null, true],
      ['NetworkError', 'ECONNREFUSED', true],
    ]),
  wrong: ({ value }) => assert.ok(value.every(([, , isOurs]) => !isOurs)),
});

mended('D34', {
  answers: refusal,
  probe: async ({ connect, outcome, errors }) => {
    const { error } = await outcome(connect().Account.makeRequest('GET', '/x/'));
    return [error.stack.split('\n')[0], new errors.ValidationError({ a: ['b'] }).stack.split('\n')[0]];
  },
  right: ({ value }) => assert.deepEqual(value, ['RequestError: No.', 'ValidationError: "a" b']),
  wrong: ({ value }) => assert.deepEqual(value, ['Error', 'Error']),
});

mended('D35', {
  answers: (_, count) =>
    [
      { status: 400, json: { detail: 'D', error: 'E' } },
      { status: 400, json: { profile: { a: ['x'] } } },
      { status: 502, headers: { 'content-type': 'text/html' }, text: '<h1>down</h1>' },
    ][count],
  probe: async ({ connect, outcome, errors }) => {
    const seen = [];
    for (let i = 0; i < 3; i++) seen.push((await outcome(connect().Account.changePassword({}))).error);
    const given = new errors.RequestError({ status: 400, message: 'mine', response: { body: { detail: 'D' } } });
    return [...seen.map(({ message }) => message), seen[2].response.text, given.message];
  },
  right: ({ value }) => assert.deepEqual(value, ['DE', '"profile" {"a":["x"]}', 'Bad Gateway', '<h1>down</h1>', 'mine']),
  wrong: ({ value }) => assert.deepEqual([value[0], value[1]], ['DE', '"profile" [object Object]']),
});

mended('D36', {
  answers: (request, count) => {
    if (request.method === 'POST') return answer(request);
    return { status: [500, 401, 403, 404][count] ?? 404, json: {} };
  },
  probe: async ({ connect, outcome }) => {
    const { Instance } = connect({ maxRetries: 0 });
    const calls = [
      () => Instance.please().getOrCreate({ name: 'inst-1' }, {}),
      () => Instance.please().updateOrCreate({ name: 'inst-1' }, {}, {}),
      () => Instance.please().getOrCreate({ name: 'inst-1' }, {}),
      () => Instance.please().getOrCreate({ name: 'inst-1' }, {}),
    ];
    const seen = [];
    for (const call of calls) seen.push((await outcome(call)).error?.status ?? 'made');
    return seen;
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [500, 401, 403, 'made']);
    assert.equal(requests.filter(({ method }) => method === 'POST').length, 1);
  },
  wrong: ({ requests }) => assert.equal(requests.filter(({ method }) => method === 'POST').length, 4),
});

mended('D37', {
  answers: answer,
  probe: async ({ connect, outcome }) => {
    const { Account, ApiKey } = connect();
    const { login, makeRequest } = Account;
    const { please } = ApiKey;
    const calls = [() => login({}), () => please({ instanceName: 'inst-1' }).list()];
    const seen = [typeof makeRequest];
    for (const call of calls) seen.push((await outcome(call)).error?.name ?? 'ok');
    return seen;
  },
  right: ({ value }) => assert.deepEqual(value, ['function', 'ok', 'ok']),
  wrong: ({ value }) => assert.deepEqual(value.slice(1), ['TypeError', 'TypeError']),
});

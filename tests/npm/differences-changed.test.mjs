// What is different without having been a defect, C1 to C15.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { answer } from './support/api.mjs';
import { mended } from './support/difference.mjs';
import { stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

mended('C1', {
  answers: answer,
  probe: async ({ connect }) => {
    const { Account, ApiKey } = connect();
    const promises = [Account.getUserDetails(), ApiKey.please().list({ instanceName: 'inst-1' }).then((x) => x), ApiKey({}).save().catch((x) => x)];
    await Promise.all(promises);
    return promises.map((promise) => [promise instanceof Promise, typeof promise.spread]);
  },
  right: ({ value }) => assert.deepEqual(value, Array(3).fill([true, 'undefined'])),
  wrong: ({ value }) => assert.deepEqual(value, Array(3).fill([false, 'function'])),
});

mended('C2', {
  probe: async ({ connect, outcome, thrown }) => {
    const seen = [];
    for (const key of ['SECRET\r\nX: 1', 'SECRET\u{1F600}', 'SECRET\0', 'SE CRET', 'x'.repeat(2000)]) {
      const { error, returned } = thrown(() => connect({ accountKey: key }));
      const late = returned && (await outcome(returned.Account.getUserDetails(), 2000)).error;
      seen.push(error ? `set: ${error.name} ${error.message.includes('SE')}` : `sent: ${late?.name}`);
    }
    return [seen, connect({ accountKey: '  PADDED ' }).accountKey];
  },
  right: ({ value, requests }) => assert.deepEqual([value, requests.length], [[Array(5).fill('set: ValidationError false'), 'PADDED'], 0]),
  wrong: ({ value: [seen] }) => assert.deepEqual(seen.slice(0, 3), Array(3).fill('sent: TypeError')),
});

mended('C3', {
  probe: async ({ connect, outcome }) => {
    const seen = [];
    for (const name of ['x-api-key', 'X-User-Key', 'authorization', 'cookie', 'content-type', 'X-Mine']) {
      seen.push((await outcome(connect().Account.makeRequest('GET', '/x/', { headers: { [name]: 'OTHER' } }))).error?.name ?? 'ok');
    }
    return seen;
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [...Array(5).fill('ValidationError'), 'ok']);
    assert.equal(requests[0].headers['x-mine'], 'OTHER');
  },
  wrong: ({ requests }) => assert.equal(requests[1].headers['x-user-key'], 'OTHER'),
});

mended('C4', {
  answers: (request) =>
    request.path === '/text/' ? { headers: { 'content-type': 'text/plain' }, text: 'hello' } : { headers: { 'content-type': 'application/json' }, text: '' },
  probe: async ({ connect, outcome }) => {
    const { Account } = connect();
    const first = await outcome(Account.makeRequest('GET', '/text/'));
    return [first.value ?? first.error.name, await Account.makeRequest('GET', '/text/', { responseAttr: 'text' }), await Account.makeRequest('GET', '/empty/')];
  },
  right: ({ value }) => assert.deepEqual(value, ['DecodeError', 'hello', {}]),
  wrong: ({ value }) => assert.deepEqual(value, [{}, 'hello', '']),
});

mended('C5', {
  answers: [{ status: 403, json: { detail: 'No.' } }],
  probe: async ({ connect, outcome }) => {
    const api = 'a'.repeat(39) + '1';
    const { error } = await outcome(connect({ apiKey: api }).Account.getUserDetails());
    return [error.message, error.errors.detail];
  },
  right: ({ value }) => assert.deepEqual(value, ['No. This call needs an account key; an API key was used.', 'No.']),
  wrong: ({ value }) => assert.deepEqual(value, ['No.', 'No.']),
});

mended('C6', {
  probe: ({ connect }) => {
    const c = connect({ mine: 1 });
    return [Object.keys(c), { ...c }, c.mine, c.baseUrl.startsWith('http'), c.accountKey];
  },
  right: ({ value }) => assert.deepEqual(value, [['defaults'], { defaults: {} }, 1, true, 'AK']),
  wrong: ({ value }) => assert.ok(value[0].includes('accountKey') && value[0].includes('mine')),
});

mended('C7', {
  answers: answer,
  probe: async ({ connect, inspect }) => {
    const user = connect().User({ instanceName: 'inst-1', username: 'bob', password: 'PASS-IN-CLEAR' });
    await user.save();
    const shown = [inspect(user, { depth: 0 }), JSON.stringify(user), JSON.stringify({ ...user })].map((text) => text.includes('PASS-IN-CLEAR'));
    return [shown, user.password];
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [[false, false, false], 'PASS-IN-CLEAR']);
    assert.equal(JSON.parse(requests[0].body).password, 'PASS-IN-CLEAR');
  },
  wrong: ({ value, error }) => assert.ok(error || value[0].includes(true)),
});

mended('C8', {
  answers: ({ path }) => ({ json: { next: path.includes('page=2') ? null : '/v1.1/instances/?page=2', prev: null, objects: [{ name: 'a' }] } }),
  probe: async ({ connect }) => {
    const query = connect().Instance.please().list();
    const page = await query;
    query.raw();
    return [Object.keys(page), (await page.next()).length ?? 'raw'];
  },
  right: ({ value }) => assert.deepEqual(value, [['0'], 1]),
  wrong: ({ value }) => assert.deepEqual(value, [['0', 'next', 'hasNext', 'prev', 'hasPrev'], 'raw']),
});

mended('C9', {
  answers: (_, count) => (count === 0 ? { status: 503, json: {} } : { json: {} }),
  probe: async ({ connect, outcome }) => [(await outcome(connect().Account.getUserDetails(), 3000)).error?.status ?? 'ok'],
  right: ({ value, requests }) => assert.deepEqual([value, requests.length], [['ok'], 2]),
  wrong: ({ value, requests }) => assert.deepEqual([value, requests.length], [[503], 1]),
});

mended('C10', {
  probe: ({ connect, thrown }) => {
    const over = (options) => thrown(() => connect({ baseUrl: 'http://api.example', ...options })).error?.message ?? 'taken';
    return [over({}), over({ allowInsecureHttp: true })];
  },
  right: ({ value }) => {
    assert.ok(value[0].includes('allowInsecureHttp'));
    assert.equal(value[1], 'taken');
  },
  wrong: ({ value }) => assert.deepEqual(value, ['taken', 'taken']),
});

mended('C11', {
  probe: ({ connect, thrown }) => {
    const { ApiKey, BatchManager } = connect();
    const batch = BatchManager({ instanceName: 'inst-1' }).addSingleObject(ApiKey({ instanceName: 'inst-1' }), 'create');
    return [thrown(() => batch.addObjects({})).error.message, batch.getObjects().length];
  },
  right: ({ value }) => assert.deepEqual(value, ['The Batch Manager only accepts properly formatted objects.', 1]),
  wrong: ({ value }) => assert.deepEqual(value, ['The Batch Manager only accepts properly formatted objects.', 0]),
});

mended('C12', {
  probe: ({ connect }) => {
    const defaults = { instanceName: 'inst-1' };
    const c = connect({ defaults });
    defaults.instanceName = 'later-1';
    return [c.getInstanceName(), c.defaults === defaults];
  },
  right: ({ value }) => assert.deepEqual(value, ['inst-1', false]),
  wrong: ({ value }) => assert.deepEqual(value, ['later-1', true]),
});

mended('C13', {
  answers: [{ json: { ok: true } }],
  probe: async ({ connect, wait }) => {
    const events = [];
    const c = connect().onProgress((event) => events.push(event));
    await c.Account.makeRequest('POST', '/files/', { payload: { name: 'n', data: c.file(Buffer.alloc(200_000, 'x')) } });
    await wait(20);
    return [events.length, events.at(-1).direction, events.at(-1).lengthComputable, events.at(-1).loaded === events.at(-1).total];
  },
  right: ({ value, requests }) => {
    assert.deepEqual(value, [1, 'upload', true, true]);
    assert.match(requests[0].headers['content-type'], /^multipart\/form-data; boundary=/);
  },
  wrong: ({ value, requests }) => {
    assert.ok(value[0] > 1, `${value[0]} events`);
    assert.match(requests[0].headers['content-type'], /^multipart\/form-data; boundary=/);
  },
});

mended('C14', {
  fresh: true,
  answers: answer,
  probe: async ({ connect }) => {
    const [account, api] = ['0', '1'].map((last) => 'a'.repeat(39) + last);
    connect({ apiKey: account });
    connect({ apiKey: account, accountKey: api, silenceKeyWarning: true });
    await connect({ apiKey: account }).Account.getUserDetails();
  },
  right: ({ printed, requests }) => {
    assert.equal(printed.length, 1);
    assert.match(printed[0], /the key given as apiKey is an account key or user key/);
    assert.ok(!printed[0].includes('aaaa'));
    assert.equal(requests.length, 1);
  },
  wrong: ({ printed, requests }) => assert.deepEqual([printed, requests.length], [[], 1]),
});

mended('C15', {
  answers: (request) => {
    const headers = { 'content-type': 'application/json' };
    return request.path === '/large/' ? { headers, text: `"${'x'.repeat(11 * 1024 * 1024)}"` } : { headers, text: Buffer.from('"caf\xe9"', 'latin1') };
  },
  probe: async ({ connect, outcome }) => {
    const { Account } = connect();
    const seen = [];
    for (const path of ['/large/', '/latin/']) seen.push((await outcome(Account.makeRequest('GET', path), 8000)).error?.name ?? 'read');
    return seen;
  },
  right: ({ value }) => assert.deepEqual(value, ['DecodeError', 'DecodeError']),
  wrong: ({ value }) => assert.deepEqual(value, ['read', 'read']),
});

// The client's own work, with the transport stubbed out: microseconds of CPU
// for making a key, and for a list of a hundred.
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const subject = process.argv[2];
const own = createRequire(path.join(process.env.SYNCANO_INSTALLED, 'package.json'));

const key = (id) => ({
  id,
  description: 'the web shop',
  api_key: 'b'.repeat(39) + '1',
  allow_user_create: false,
  allow_group_create: false,
  allow_anonymous_read: false,
  ignore_acl: false,
  created_at: '2026-01-01T00:00:00.000000Z',
  links: { self: `/v1.1/instances/webshop/api_keys/${id}/` },
});
const ONE = JSON.stringify(key(1));
const HUNDRED = JSON.stringify({ objects: Array.from({ length: 100 }, (_, id) => key(id)), next: null, prev: null });
const answer = (method) => (method === 'POST' ? ONE : HUNDRED);

const headers = { get: (name) => (name === 'content-type' ? 'application/json' : null) };
const stub = async (request, init) => {
  const text = answer(init?.method ?? request.method);
  return { status: 200, ok: true, headers, text: async () => text };
};

/** In the place of superagent, of which the original lets its user take another. */
function handler(method) {
  const request = {};
  for (const name of ['accept', 'timeout', 'set', 'query', 'type', 'send', 'on']) request[name] = () => request;
  request.end = (done) => done(null, { ok: true, status: 200, body: JSON.parse(answer(method)) });
  return request;
}

const accountKey = 'a'.repeat(40);
const baseUrl = 'http://127.0.0.1:1';
const url = `${baseUrl}/v1.1/instances/webshop/api_keys/`;

const CLIENTS = {
  fetch: () => {
    const send = async (method, body) => {
      const init = { method, headers: { 'X-API-KEY': accountKey, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) };
      return JSON.parse(await (await stub(url, init)).text());
    };
    return { create: () => send('POST', { description: 'the web shop' }), list: () => send('GET') };
  },
  syncano: () => calls(own('syncano')({ accountKey, baseUrl, fetch: stub })),
  'syncano-1': () => {
    const connection = require('syncano-1')({ accountKey, baseUrl });
    // All its objects share one handler.
    connection.Account.setRequestHandler(handler);
    return calls(connection);
  },
};

function calls({ ApiKey }) {
  const instanceName = 'webshop';
  return {
    create: () => ApiKey.please().create({ instanceName, description: 'the web shop' }),
    list: () => ApiKey.please().list({ instanceName }),
  };
}

async function cpuOf(call, times) {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

async function main() {
  const { create, list } = CLIENTS[subject]();
  const made = await create();
  if (made.api_key !== key(1).api_key || (await list()).length === 0) throw new Error(`${subject} did not do its work`);
  await cpuOf(create, 2000);
  await cpuOf(list, 200);
  console.log(JSON.stringify({ create: await cpuOf(create, 6000), list: await cpuOf(list, 600) }));
}

main();

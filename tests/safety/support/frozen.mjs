// The basic flow where nothing built in can be changed: `frozen.mjs <file of the client>`.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const BUILT_IN = [Object, Array, Function, Promise, Error, Map, Set, WeakMap, Date, RegExp, String, Number, Symbol, Headers, Response, AbortSignal];
for (const one of BUILT_IN) Object.freeze(one.prototype);
for (const one of [Object, Array, Promise, JSON, Math, Reflect]) Object.freeze(one);

const Syncano = require(process.argv[2]);
const failed = [];
let passed = 0;

const fetch = async (url, init) => {
  const { pathname } = new URL(url?.url ?? url);
  const method = url?.method ?? init?.method;
  const status = pathname.includes('missing') ? 404 : 200;
  const one = { id: 7, name: 'inst-1', api_key: 'k', created_at: '2026-01-01T00:00:00Z', links: { self: '/x/' } };
  const isList = method === 'GET' && /(api_keys|instances|users|groups)\/$/.test(pathname);
  const body = status === 404 ? { detail: 'Not found.' } : isList ? { objects: [one], next: null, prev: null } : { ...one, account_key: 'k' };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
};

const connection = new Syncano({ baseUrl: 'https://api.example', accountKey: 'k', fetch, defaults: { instanceName: 'inst-1' } });
const STEPS = {
  login: () => connection.Account.login({ email: 'e', password: 'p' }),
  details: () => connection.Account.getUserDetails(),
  instances: async () => (await connection.Instance.please().list()).length,
  create: () => connection.ApiKey.please().create({ description: 'd' }),
  list: async () => (await connection.ApiKey.please().list())[0].toJSON(),
  get: () => connection.ApiKey.please().get({ id: 7 }),
  update: () => connection.ApiKey.please().update({ id: 7 }, { description: 'e' }),
  save: async () => (await connection.ApiKey.please().get({ id: 7 })).save(),
  reset: async () => (await connection.ApiKey.please().get({ id: 7 })).reset(),
  delete: () => connection.ApiKey.please().delete({ id: 7 }),
  user: () => connection.User({ username: 'u', password: 'p' }).save(),
  groups: () => connection.User.please().getGroups({ user: 9 }),
  batch: () => connection.BatchManager().addSingleObject(connection.Group({ label: 'l' }), 'create').batch(),
  'for await': async () => {
    for await (const each of connection.ApiKey.please()) void each;
    return true;
  },
  refusal: () => connection.ApiKey.please().get({ instanceName: 'missing' , id: 7 }).then(() => null, (error) => error.status === 404 && JSON.stringify(error)),
  settings: () => connection.setApiKey('k').setUserKey('k').setInstanceName('inst-2').setBaseUrl('https://b.example').getApiKey(),
  dispose: () => {
    connection.dispose();
    return true;
  },
};

for (const [name, step] of Object.entries(STEPS)) {
  try {
    if (!(await step())) throw new Error('it gave nothing');
    passed += 1;
  } catch (error) {
    failed.push(`${name}: ${error.name} ${error.message}`);
  }
}
console.log(JSON.stringify({ passed, failed }));

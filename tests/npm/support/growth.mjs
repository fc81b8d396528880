// Runs with --expose-gc: many calls in one process, and what they leave
// behind. Prints the sizes of the JavaScript heap and of the module's memory.

import { createRequire } from 'node:module';

const [folder, task] = process.argv.slice(2);

const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memories.push(this.exports.memory);
  }
};

const Syncano = createRequire(`${folder}/package.json`)('syncano');

const links = { self: '/v1.1/instances/inst-1/api_keys/1/' };
const key = (id) => ({ id, api_key: 'b'.repeat(40), description: 'd', created_at: '2015-05-27T15:17:39.536805Z', links });
const OBJECTS = Array.from({ length: 100 }, (_, i) => key(i));

/** An answer as a stub gives it. */
function reply(status, value) {
  const text = JSON.stringify(value);
  return { status, headers: { get: (name) => (name === 'content-type' ? 'application/json' : null) }, text: async () => text };
}

function measure() {
  global.gc();
  global.gc();
  const wasm = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { heap: process.memoryUsage().heapUsed, wasm };
}

const samples = [];
const rounds = { calls, pages };
await rounds[task]();
console.log(JSON.stringify({ samples, instances: memories.length }));

/** Twenty thousand calls of every kind, good and bad. */
async function calls() {
  let count = 0;
  const fetch = async (...given) => {
    const url = String(given[0]?.url ?? given[0]);
    count += 1;
    if (url.includes('refused')) return reply(403, { detail: 'No.' });
    if (url.includes('broken')) throw new TypeError('fetch failed');
    return reply(200, url.endsWith('api_keys/') ? { next: null, prev: null, objects: [key(1), key(2)] } : { ...key(1), account_key: 'a'.repeat(40) });
  };
  const logger = () => {};
  const connection = Syncano({ accountKey: 'a'.repeat(40), fetch, logger, maxRetries: 0, defaults: { instanceName: 'inst-1' } });
  const { Account, ApiKey } = connection;
  const ignore = () => {};
  const signals = new AbortController();
  const turns = [
    () => Account.login({ email: 'ada@example.com', password: 'a password' }),
    () => ApiKey.please().list(),
    () => ApiKey.please().get({ id: 1 }),
    () => ApiKey({ description: 'd' }).save(),
    () => ApiKey.please().reset({ id: 1 }),
    () => Account.getUserDetails({ signal: signals.signal, timeout: 1000 }),
    () => ApiKey.please().get({ instanceName: 'refused', id: 1 }).catch(ignore),
    () => ApiKey.please().get({ instanceName: 'broken', id: 1 }).catch(ignore),
    () => ApiKey({ instanceName: 'x' }).save().catch(ignore),
    async () => {
      const other = Syncano({ apiKey: 'b'.repeat(40), silenceKeyWarning: true, fetch });
      await other.Instance.please().first();
      if (count % 2) other.dispose();
    },
  ];
  for (let done = 0; done < 30_000; done += turns.length) {
    for (const turn of turns) await turn();
    // What is collected is told between two turns of the event loop, where real answers come from, too.
    await new Promise(setImmediate);
    // The first ten thousand calls warm it up: compiled code is part of the heap, too.
    if (done >= 10_000 && done % 1000 === 0) samples.push(measure());
  }
}

/** A walk through two thousand pages of a hundred keys. */
async function pages() {
  let page = 0;
  const fetch = async () => {
    page += 1;
    return reply(200, { next: page < 2000 ? `/v1.1/instances/inst-1/api_keys/?page=${page + 1}` : null, prev: null, objects: OBJECTS });
  };
  const connection = Syncano({ accountKey: 'a'.repeat(40), fetch });
  let count = 0;
  for await (const _ of connection.ApiKey.please({ instanceName: 'inst-1' })) {
    count += 1;
    if (count >= 20_000 && count % 10_000 === 0) samples.push(measure());
  }
  if (count !== 200_000) throw new Error(`${count} objects`);
}

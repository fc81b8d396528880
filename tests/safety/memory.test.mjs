// Keys in the memory of the module: one copy while they are used, none after `dispose()`.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Clock } from './support/clock.mjs';
import { answer, requestOf } from './support/fetches.mjs';
import { figure } from './support/figures.mjs';
import { copies, loadWatched } from './support/instance.mjs';
import { SECRETS, forms } from './support/secrets.mjs';

const clock = new Clock();
before(() => clock.install());
after(() => clock.restore());

const { accountKey, apiKey, userKey, socialToken, password } = SECRETS;
const KEYS = { accountKey, apiKey, userKey, socialToken };

/** How often each secret stands in the memory, in whatever letter case and spelling. */
function found([{ memory }]) {
  const counts = {};
  for (const [name, secret] of Object.entries(SECRETS)) {
    const spellings = new Set(forms(secret).flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()]));
    counts[name] = Math.max(...[...spellings].map((form) => copies(memory, form)));
  }
  return counts;
}

/** Statuses by turns: successes, and refusals that quote everything. */
function setUp() {
  const watched = loadWatched();
  let count = 0;
  const fetch = async (...args) => {
    const { headers } = requestOf(args);
    const init = args[1] ?? args[0];
    count += 1;
    const quote = JSON.stringify({ detail: [...new Headers(headers)], body: String(init.body ?? ''), key: accountKey });
    return answer([200, 403, 500, 429, 200][count % 5], quote, { 'x-request-id': apiKey });
  };
  const connection = new watched.Syncano({ baseUrl: 'https://api.example', ...KEYS, fetch, maxRetries: 1, silenceKeyWarning: true });
  return { ...watched, connection };
}

/** Calls of every kind: with keys, with passwords, refused, given up. */
async function use(connection) {
  const controller = new AbortController();
  const calls = [
    () => connection.Account.getUserDetails(),
    () => connection.Account.login({ email: 'e', password }, false),
    () => connection.Account.setPassword(password),
    () => connection.User({ instanceName: 'inst-1', username: 'u', password }).save(),
    () => connection.ApiKey.please().list({ instanceName: 'inst-1' }).request(),
    () => connection.Account.getUserDetails({ signal: controller.signal }),
  ];
  const promises = calls.map((call) => call().catch(() => {}));
  controller.abort();
  for (const promise of promises) await clock.until(promise);
  for (const name of Object.keys(KEYS)) {
    assert.equal(connection[name], KEYS[name]);
    connection[name] = KEYS[name];
  }
}

test('a key stands in memory once while it is used, and a password not at all after its call', async () => {
  const { connection, instances, restore } = setUp();
  try {
    assert.deepEqual(found(instances), { accountKey: 1, apiKey: 1, userKey: 1, socialToken: 1, password: 0 });
    for (let i = 0; i < 20; i += 1) await use(connection);
    const counts = found(instances);
    figure('memory-use', `100 calls and more: ${Math.max(...Object.values(counts))} copy of a key, ${counts.password} of a password`);
    assert.deepEqual(counts, { accountKey: 1, apiKey: 1, userKey: 1, socialToken: 1, password: 0 });
  } finally {
    restore();
  }
});

const WAYS = {
  'dispose()': (connection) => connection.dispose(),
  'Symbol.dispose': (connection) => connection[Symbol.dispose ?? Symbol.for('Symbol.dispose')](),
};

for (const [name, dispose] of Object.entries(WAYS)) {
  test(`after ${name} no copy of a key is left, and the connection sends nothing`, async () => {
    const { Syncano, connection, instances, restore } = setUp();
    try {
      for (let i = 0; i < 20; i += 1) await use(connection);
      dispose(connection);
      const counts = found(instances);
      const total = Object.values(counts).reduce((sum, count) => sum + count);
      figure('memory-dispose', `100 calls and more, then dispose(): ${total} copies of keys and passwords`);
      assert.deepEqual(counts, { accountKey: 0, apiKey: 0, userKey: 0, socialToken: 0, password: 0 });
      const { error } = await clock.until(connection.Account.getUserDetails());
      assert.ok(error instanceof Syncano.SyncanoError);
      for (const name of Object.keys(KEYS)) assert.equal(connection[name], null);
    } finally {
      restore();
    }
  });
}

test('a key that is replaced, cleared or refused is wiped at once', () => {
  const { connection, instances, restore } = setUp();
  try {
    connection.setAccountKey(`  ${userKey.replace('cc33', 'dd44')}  `);
    assert.equal(found(instances).accountKey, 0);
    connection.setApiKey(null);
    assert.equal(found(instances).apiKey, 0);
    assert.throws(() => connection.setUserKey(`${password} ключ`));
    assert.throws(() => connection.setUserKey(`${password}\u0000${'x'.repeat(3000)}`));
    assert.equal(found(instances).password, 0);
  } finally {
    restore();
  }
});

test('control: the search finds what is there', () => {
  const { connection, instances, restore } = setUp();
  try {
    assert.ok(connection);
    assert.equal(found(instances).accountKey, 1);
    const [{ memory }] = instances;
    Buffer.from(memory.buffer).write(apiKey.toUpperCase(), memory.buffer.byteLength - 100);
    assert.equal(copies(memory, apiKey.toUpperCase()), 1);
  } finally {
    restore();
  }
});

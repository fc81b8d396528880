// Makes every call against every failing server, shows all that comes of it
// in every way there is, and reports who saw a secret. What is printed on the
// way is for the parent process to search: `canary.mjs <file of the client> [control]`.

import { createRequire } from 'node:module';
import { inspect } from 'node:util';

import { everyCall, methodsOf, ping } from './calls.mjs';
import { FAILING } from './failing.mjs';
import { SECRETS, found } from './secrets.mjs';
import { listen } from './servers.mjs';

const AT_ONCE = 8;
const BRIEF_MS = 60;
const [file, control] = process.argv.slice(2);
const PATIENCE_MS = control ? 300 : 60_000;
const Syncano = createRequire(file)(file);
const report = { calls: 0, servers: 0, shown: 0, hits: [], hung: [], untyped: [], wrongStatus: [], traps: [], answered: 0 };
const outside = { unhandled: 0, warnings: 0 };

function search(text, where) {
  report.shown += 1;
  const names = found(text);
  if (names.length > 0) report.hits.push(`${where}: ${names}`);
}

const quietly = (make) => {
  try {
    return make();
  } catch (error) {
    return `cannot be shown: ${error?.name}`;
  }
};

// All of the original's insides would take minutes to print.
const DEEPEST = { depth: control ? 3 : Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null, showProxy: true };

/** Every way of showing a thing. */
function show(thing, where) {
  search(quietly(() => inspect(thing, DEEPEST)), `${where}, inspected`);
  search(quietly(() => inspect(thing, { ...DEEPEST, customInspect: false })), `${where}, inspected bare`);
  search(quietly(() => JSON.stringify(thing) ?? ''), `${where}, as JSON`);
  search(quietly(() => String(thing)), `${where}, as text`);
  search(quietly(() => inspect(structuredClone(thing), DEEPEST)), `${where}, cloned`);
  search(quietly(() => inspect(Object.getOwnPropertyDescriptors(thing), DEEPEST)), `${where}, its descriptors`);
}

function showError(error, where) {
  show(error, where);
  for (let at = error, depth = 0; at && depth < 5; at = at.cause, depth += 1) {
    for (const name of ['message', 'stack', 'response', 'errors']) show(at[name] ?? '', `${where}, its ${name}`);
  }
  console.log(error);
  console.error(`${error?.stack}`);
}

process.on('unhandledRejection', (error) => {
  outside.unhandled += 1;
  showError(error, 'unhandled');
});
process.on('warning', (warning) => {
  outside.warnings += 1;
  showError(warning, 'a warning');
});

// The original client has no more than this to fail with, and hangs with much of the rest.
const CONTROL_SERVERS = ['bad request with a quote', 'success that is no JSON', 'throttled until a date'];
const CONTROL_CALLS = {
  'Account.login': (c) => c.Account.login({ email: 'a@b.example', password: SECRETS.password }),
  'Account.getUserDetails': (c) => c.Account.getUserDetails(),
  'ApiKey.please().list': (c) => Promise.resolve({ then: (...both) => c.ApiKey.please().list().then(...both) }),
};

async function settled(promise) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, { hung: true });
  });
  try {
    return await Promise.race([Promise.resolve(promise).then((value) => ({ value })), late]);
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(timer);
  }
}

function judge({ error, hung }, { status }, where) {
  report.calls += 1;
  if (hung) report.hung.push(where);
  if (!error) {
    if (!hung) report.answered += 1;
    return;
  }
  showError(error, where);
  const isTyped = Syncano.SyncanoError && error instanceof Syncano.SyncanoError && error.constructor !== Syncano.SyncanoError;
  // The end of a rotation that failed has an error of its own, with the first one as its cause.
  if (!isTyped && !/rotate/.test(where)) report.untyped.push(`${where}: ${error?.name} ${error?.message}`);
  if (/module failed/.test(error.message)) report.traps.push(where);
  if (isTyped && status !== undefined && error.status !== status) report.wrongStatus.push(`${where}: ${error.name} ${error.status}`);
}

function connect(baseUrl, brief, withApiKey) {
  const { accountKey, apiKey, userKey, socialToken } = SECRETS;
  return new Syncano({
    baseUrl,
    accountKey,
    ...(withApiKey && { apiKey }),
    userKey,
    socialToken,
    defaults: { instanceName: 'inst-1' },
    maxRetries: 0,
    timeout: brief ? BRIEF_MS : 30_000,
    logger: (entry) => show(entry, 'an entry of the log'),
    silenceKeyWarning: true,
  });
}

async function against(name) {
  const kind = FAILING[name];
  const server = await listen(kind.answer);
  const probe = connect(server.url, kind.brief, false);
  const calls = control ? CONTROL_CALLS : { ...everyCall(SECRETS, methodsOf(probe)), 'Monitor.ping': ping };
  report.methods = Object.keys(calls).length;
  const left = Object.entries(calls).entries();
  const work = async () => {
    for (const [index, [label, call]] of left) {
      const connection = connect(server.url, kind.brief, index % 2 === 1);
      // The monitor's own time, which is its interval too.
      if (kind.brief) connection.Monitor.timeout = BRIEF_MS;
      const where = `${label} with "${name}"`;
      judge(await settled(call(connection, {})), kind, where);
      // What hangs on a connection is the same after each of its calls; the connection may not be.
      const things = control || index % 7 ? [['connection', connection]] : parts(connection);
      for (const [part, thing] of things) show(thing, `${part} after ${where}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await server.close();
  report.servers += 1;
}

function parts(connection) {
  const model = connection.User({ instanceName: 'inst-1', username: 'u', password: SECRETS.password });
  const query = connection.User.please().update({ id: 7 }, { password: SECRETS.password, token: SECRETS.socialToken });
  return Object.entries({
    connection,
    account: connection.Account,
    monitor: connection.Monitor,
    factory: connection.User,
    model,
    batch: connection.BatchManager().addSingleObject(model, 'create'),
    // Looking at a query sends nothing; waiting for it would.
    query: Object.create(query, { then: { value: undefined } }),
    bare: query,
  });
}

for (const name of control ? CONTROL_SERVERS : Object.keys(FAILING)) await against(name);
show(performance.getEntries(), 'performance entries');
report.polluted = {}.polluted !== undefined;
// Rejections that nobody handles are told a turn later.
await new Promise((resolve) => setImmediate(resolve));
process.send({ ...report, ...outside }, () => process.exit(0));

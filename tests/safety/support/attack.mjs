// The attacks, run against one client in one runtime. Nothing here is of that
// runtime alone; what reached whom is counted by the servers.

import {
  ACCEPTED_BASE_URLS,
  PATH_VALUES,
  REDIRECTS,
  escapingLinks,
  hostileLinks,
  refusedBaseUrls,
} from './attacks.mjs';
import { SECRETS } from './secrets.mjs';

const { accountKey, userKey, socialToken, password } = SECRETS;

/**
 * Runs every attack on `Syncano`; `home` is the origin that keys are for,
 * `stranger` the host and port of the other server. The original client goes
 * wherever it is led, so that a `control` is led to loopback addresses only.
 */
export async function attack({ Syncano, home, stranger, patienceMs = 20_000, control = false }) {
  const connect = (options) => Syncano({ accountKey, userKey, socialToken, defaults: {}, maxRetries: 0, ...options });
  const world = { Syncano, connect, home, stranger, patienceMs, control };
  return {
    links: await links(world),
    escapes: await escapes(world),
    redirects: await redirects(world),
    baseUrls: await baseUrls(world),
    paths: await paths(world),
    own: await ownSettings(world),
  };
}

/** What became of a call: `refused` with its error, `answered`, or `hung`. */
async function outcome({ patienceMs }, call) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs, { as: 'hung' });
  });
  try {
    return await Promise.race([Promise.resolve(call()).then(() => ({ as: 'answered' })), late]);
  } catch (error) {
    return { as: 'refused', error };
  } finally {
    clearTimeout(timer);
  }
}

class Tally {
  count = 0;
  answered = [];
  hung = [];
  untyped = [];

  note({ as, error }, what, isTyped) {
    this.count += 1;
    if (as === 'refused') {
      if (!isTyped(error)) this.untyped.push(`${what}: ${error?.name}`);
    } else this[as].push(what);
  }
}

const classed = ({ Syncano }, ...names) => (error) => names.some((name) => Syncano[name] && error instanceof Syncano[name]);

async function links(world) {
  const { connect, home, stranger, control } = world;
  const list = hostileLinks(home, stranger).filter((link) => !control || /^:?[^/]*@/.test(link));
  return followed(world, connect({ baseUrl: home }), list);
}

async function escapes(world) {
  const base = `${world.home}/nested/base`;
  return followed(world, world.connect({ baseUrl: base }), escapingLinks(base));
}

/** Every way in which a link of a server can be followed. */
const WAYS = {
  next: (page) => page.next(),
  prev: (page) => page.prev(),
  'for await': async (_page, query) => {
    for await (const each of query) void each;
  },
  request: (_page, query, link) => query.request(link),
  GET: (_page, _query, link, connection) => connection.Account.makeRequest('GET', link, {}),
  POST: (_page, _query, link, connection) => connection.Account.makeRequest('POST', link, { payload: { password } }),
};

async function followed(world, connection, list) {
  const tally = new Tally();
  const isTyped = classed(world, 'PaginationError', 'ValidationError');
  for (const [index, link] of list.entries()) {
    const query = connection.Instance.please().list({}, { hostile: index });
    const [page] = await query.request();
    for (const [name, follow] of Object.entries(WAYS)) {
      const what = `${name} ${JSON.stringify(link)}`;
      tally.note(await outcome(world, () => follow(page, query, link, connection)), what, isTyped);
    }
  }
  return { ...tally, cases: list.length };
}

/** Calls of each method, one of them with a password. */
const CALLS = {
  GET: (connection, options) => connection.Account.getUserDetails(options),
  POST: (connection, options) => connection.Account.login({ email: 'a@b.example', password }, false, options),
  PUT: (connection, options) => connection.Account.update({ first_name: 'x' }, options),
  DELETE: (connection) => connection.ApiKey.please().delete({ instanceName: 'inst-1', id: 7 }).request(),
};

const TRICKS = [
  {},
  { redirect: 'follow' },
  { fetchOptions: { redirect: 'follow', credentials: 'include', mode: 'no-cors' } },
  { fetch: (...args) => globalThis.fetch(...args) },
];

async function redirects(world) {
  const tally = new Tally();
  const wrong = [];
  for (const code of REDIRECTS) {
    for (const target of ['stranger', 'landing']) {
      for (const trick of TRICKS) {
        const connection = world.connect({ baseUrl: `${world.home}/redirect/${code}/${target}`, ...trick });
        for (const [method, call] of Object.entries(CALLS)) {
          const what = `${code} ${target} ${method} ${Object.keys(trick)}`;
          const { fetch, ...perCall } = trick;
          const result = await outcome(world, () => call(connection, perCall));
          tally.note(result, what, classed(world, 'RequestError'));
          const { status } = result.error ?? {};
          // Browsers hide which redirect it was.
          if (status !== code && !(globalThis.document && status >= 300 && status < 400)) wrong.push(`${what}: ${status}`);
        }
      }
    }
  }
  return { ...tally, wrong, cases: REDIRECTS.length * 2 };
}

async function baseUrls(world) {
  const tally = new Tally();
  const isTyped = classed(world, 'ValidationError');
  const list = refusedBaseUrls(world.home, world.stranger).filter(
    (url) => !world.control || String(url).startsWith(`http://${world.stranger}`),
  );
  for (const baseUrl of list) {
    const what = `${typeof baseUrl} ${String(baseUrl)}`;
    const made = await outcome(world, () => world.connect({ baseUrl }).Account.getUserDetails());
    tally.note(made, `at the start ${what}`, isTyped);
    const connection = world.connect({ baseUrl: world.home });
    const set = await outcome(world, () => connection.setBaseUrl(baseUrl));
    tally.note(set, `later ${what}`, isTyped);
    await outcome(world, () => connection.Account.getUserDetails());
  }
  const changed = ACCEPTED_BASE_URLS.filter(([given, kept]) => world.connect({ baseUrl: given }).getBaseUrl() !== kept);
  return { ...tally, changed, cases: list.length + ACCEPTED_BASE_URLS.length };
}

/** Places of a path that a caller's value goes to; `base` tells the server which. */
const SLOTS = {
  instanceName: (connection, value) => connection.ApiKey.please().get({ instanceName: value, id: 7 }).request(),
  id: (connection, value) => connection.ApiKey.please().get({ instanceName: 'inst-1', id: value }).request(),
  backend: (connection, value) => connection.Account.socialLogin(value, 'token'),
  delete: (connection, value) => connection.ApiKey({ instanceName: 'inst-1', id: value }).delete(),
};

async function paths(world) {
  const tally = new Tally();
  for (const [index, value] of PATH_VALUES.entries()) {
    for (const [slot, call] of Object.entries(SLOTS)) {
      const connection = world.connect({ baseUrl: `${world.home}/path/${slot}/${index}` });
      tally.note(await outcome(world, () => call(connection, value)), `${slot} ${String(value)}`, classed(world, 'ValidationError'));
    }
  }
  return { ...tally, cases: PATH_VALUES.length };
}

/** A caller's own headers, with which a key could be replaced or smuggled. */
async function ownSettings(world) {
  const tally = new Tally();
  const isTyped = classed(world, 'ValidationError');
  const list = [
    { 'x-api-key': 'other' },
    { 'X-API-KEY': 'other' },
    { 'X-User-Key': 'other' },
    { authorization: 'Token other' },
    { Cookie: 'a=b' },
    { Host: world.stranger },
    { 'x-evil': `a\r\nHost: ${world.stranger}` },
    { 'x-evil\r\nHost': world.stranger },
    { 'x-evil': 'a\u0000b' },
    { 'x-evil': 'ключ' },
    { '': 'a' },
    { 'a b': 'c' },
  ];
  for (const headers of list) {
    const what = JSON.stringify(headers);
    tally.note(await outcome(world, () => world.connect({ baseUrl: world.home, headers })), `connection ${what}`, isTyped);
    const connection = world.connect({ baseUrl: world.home });
    tally.note(await outcome(world, () => connection.Account.getUserDetails({ headers })), `call ${what}`, isTyped);
  }
  return { ...tally, cases: list.length };
}

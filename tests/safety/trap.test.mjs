// If the module ever traps, the call is rejected, and the next one works with the keys that were set.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Clock } from './support/clock.mjs';
import { answer, requestOf } from './support/fetches.mjs';
import { figure } from './support/figures.mjs';
import { copies, loadWatched } from './support/instance.mjs';
import { SECRETS, found } from './support/secrets.mjs';

const clock = new Clock();
before(() => clock.install());
after(() => clock.restore());

/** A package whose module traps at the `nth` call into it after `arm()`. */
function trapping() {
  let left = Infinity;
  let name;
  const watched = loadWatched((called, run) => {
    left -= 1;
    if (left !== 0) return run();
    name = called;
    throw new WebAssembly.RuntimeError('unreachable');
  });
  return {
    ...watched,
    arm(nth) {
      left = nth;
    },
    /** Where it trapped, if it did. */
    disarm() {
      left = Infinity;
      return name;
    },
  };
}

const { accountKey, userKey, socialToken, password } = SECRETS;

function setUp() {
  const world = trapping();
  const seen = [];
  const fetch = async (...args) => {
    const request = requestOf(args);
    seen.push(new Headers(request.headers));
    return answer(seen.length % 3 === 0 ? 503 : 200, '{"objects": [], "name": "n"}');
  };
  const connection = new world.Syncano({ baseUrl: 'https://api.example', accountKey, userKey, socialToken, fetch });
  return { ...world, connection, seen, fetch };
}

/** The flows in which every call into the module is made to trap, one after the other. */
const FLOWS = {
  'a read': (c) => c.Account.getUserDetails(),
  'a login': (c) => c.Account.login({ email: 'e', password }),
  'a list': (c) => c.ApiKey.please().list({ instanceName: 'inst-1' }).request(),
  'a refusal': (c) => c.Account.login({ email: 'e' }).then(() => c.Account.getUserDetails()).then(() => c.Account.resetKey()),
  'a given up call': (c) => {
    const controller = new AbortController();
    const promise = c.Account.getUserDetails({ signal: controller.signal });
    controller.abort();
    return promise;
  },
  'setters': async (c) => c.setAccountKey(accountKey).setUserKey(userKey).setSocialToken(socialToken).setBaseUrl('https://api.example'),
  'getters': async (c) => [c.getAccountKey(), c.getBaseUrl()],
  'a model': async (c) => c.ApiKey({ instanceName: 'inst-1' }).validate(),
};

let trapped = 0;
for (const [name, flow] of Object.entries(FLOWS)) {
  test(`${name} that traps at any point is rejected, and the next call works`, async () => {
    const places = new Set();
    for (let nth = 1; ; nth += 1) {
      const { Syncano, connection, seen, arm, disarm, restore } = setUp();
      try {
        arm(nth);
        const { error, hung } = await clock.until(Promise.resolve().then(() => flow(connection)));
        const place = disarm();
        if (!place) break;
        places.add(place);
        const where = `at call ${nth} (${place})`;
        assert.notEqual(hung, true, `it hangs ${where}`);
        // What is left behind when a call is over may trap without harm to it.
        if (error) assert.ok(error instanceof Syncano.SyncanoError, `${where}: ${error}`);
        if (error) assert.deepEqual(found(`${error.stack} ${error.cause}`), []);
        const next = await clock.until(connection.Account.getUserDetails());
        assert.deepEqual(next.value, { objects: [], name: 'n' }, `the next call fails ${where}: ${next.error}`);
        const sent = seen.at(-1);
        assert.equal(sent.get('x-api-key'), accountKey, where);
        assert.equal(sent.get('x-user-key'), userKey, where);
        assert.equal(sent.get('authorization'), `Token ${socialToken}`, where);
        trapped += 1;
      } finally {
        restore();
      }
    }
    assert.ok(places.size > 0);
    figure('traps', `${trapped} traps, one at each call into the module: 0 hung, 0 keys lost`);
  });
}

test('every connection and every call under way survives the trap of another one', async () => {
  const { Syncano, connection, fetch, arm, disarm, restore, instances } = setUp();
  try {
    const other = new Syncano({ baseUrl: 'https://b.example', apiKey: SECRETS.apiKey, fetch });
    let settle;
    const late = () => new Promise((resolve) => { settle = resolve; });
    const waiting = new Syncano({ baseUrl: 'https://c.example', accountKey, fetch: late, timeout: 0 });
    const underWay = waiting.Account.getUserDetails();
    await clock.pause();
    arm(1);
    assert.throws(() => connection.setBaseUrl('https://d.example'), Syncano.SyncanoError);
    assert.ok(disarm());
    // A refusal makes the call ask the core again, which is another instance by now.
    settle(answer(403, '{"detail": "no"}'));
    const { error } = await clock.until(underWay);
    assert.ok(error instanceof Syncano.RequestError, `${error}`);
    assert.match(error.message, /^no This call needs an account key; an account key was used\.$/);
    assert.equal(other.getApiKey(), SECRETS.apiKey);
    assert.equal(connection.getBaseUrl(), 'https://api.example');
    assert.ok((await clock.until(other.Account.getUserDetails())).value);
    assert.equal(instances.length, 2);
  } finally {
    restore();
  }
});

test('keys do not stay in the memory of an instance that was lost, nor does a disposed connection come back', async () => {
  const { Syncano, connection, fetch, arm, disarm, restore, instances } = setUp();
  try {
    const gone = new Syncano({ baseUrl: 'https://b.example', apiKey: SECRETS.apiKey, fetch });
    gone.dispose();
    arm(1);
    assert.throws(() => connection.getAccountKey(), Syncano.SyncanoError);
    assert.ok(disarm());
    assert.equal(connection.getAccountKey(), accountKey);
    const [lost] = instances;
    for (const secret of [accountKey, userKey, socialToken]) assert.equal(copies(lost.memory, secret), 0);
    const { error } = await clock.until(gone.Account.getUserDetails());
    assert.match(String(error), /disposed/);
  } finally {
    restore();
  }
});

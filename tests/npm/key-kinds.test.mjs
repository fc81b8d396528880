// What a key is, told without a server, and what a refusal says about keys.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { Syncano } from './support/environment.mjs';
import { record } from './support/recorder.mjs';
import { ours, stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

const key = (last) => 'a'.repeat(39) + last;
const ACCOUNT = key('0');
const API = key('1');

test('the last digit tells the kind of a key', () => {
  for (const last of '02468aceACE') assert.equal(Syncano.keyKind(key(last)), 'account', last);
  for (const last of '13579bdfBDF') assert.equal(Syncano.keyKind(key(last)), 'api', last);
  assert.equal(Syncano.keyKind(API.toUpperCase()), 'api');
});

test('what is no key has no kind', () => {
  for (const value of ['', 'a', `${API}0`, API.slice(1), key('g'), key('\n'), 5, null, undefined, {}, [], true, { toString: () => API }]) {
    assert.equal(Syncano.keyKind(value), undefined, String(value));
  }
});

test('a bare key becomes the option of its kind', () => {
  const [account, api] = [Syncano(ACCOUNT), new Syncano(API)];
  assert.deepEqual([account.accountKey, account.apiKey], [ACCOUNT, null]);
  assert.deepEqual([api.accountKey, api.apiKey], [null, API]);
});

test('a bare text that is no key is refused, and not quoted', () => {
  for (const text of ['', 'SECRET-TEXT', `${API}0`]) {
    assert.throws(() => Syncano(text), (error) => error instanceof Syncano.ValidationError && !error.message.includes(text || 'x y'));
  }
});

describe('a warning about a key of another kind', () => {
  const warned = async (probe) => (await ours.run(probe, { fresh: true })).printed;

  test('is given once for each place', async () => {
    const printed = await warned(({ connect }) => {
      const [account, api] = ['0', '1'].map((last) => 'a'.repeat(39) + last);
      for (let i = 0; i < 3; i++) connect({ accountKey: api, apiKey: account, userKey: api });
    });
    assert.equal(printed.length, 3);
    assert.match(printed[0], /accountKey is an API key by its last digit/);
    assert.match(printed[1], /apiKey is an account key or user key by its last digit/);
    assert.match(printed[2], /userKey is an API key by its last digit/);
    assert.ok(printed.every((line) => line.includes('silenceKeyWarning') && !line.includes('aaaa')));
  });

  test('is given for a key that is set later', async () => {
    const printed = await warned(({ connect }) => connect().setApiKey('a'.repeat(39) + '0').apiKey.length);
    assert.equal(printed.length, 1);
  });

  test('is not given for keys in their places, for what is no key, and when it is silenced', async () => {
    const printed = await warned(({ connect }) => {
      const [account, api] = ['0', '1'].map((last) => 'a'.repeat(39) + last);
      connect({ accountKey: account, apiKey: api, userKey: account, socialToken: api });
      connect({ accountKey: 'AK', apiKey: 'API' });
      connect({ accountKey: api, silenceKeyWarning: true }).setApiKey(account);
    });
    assert.deepEqual(printed, []);
  });
});

describe('a 403 says which kind of key the call needs and which was used', () => {
  const needsAccount = 'This call needs an account key';
  const cases = [
    ['an API key for the account', { apiKey: API }, (c) => c.Account.getUserDetails(), `${needsAccount}; an API key was used.`],
    ['no key', {}, (c) => c.Account.getUserDetails(), `${needsAccount}; no key was used.`],
    ['an account key as API key', { apiKey: ACCOUNT }, (c) => c.Account.getUserDetails(), `${needsAccount}; an account key or user key was used as API key.`],
    ['an API key as account key', { accountKey: API }, (c) => c.Account.getUserDetails(), `${needsAccount}; an API key was used as account key.`],
    ['a key of no known kind', { accountKey: 'AK' }, (c) => c.Account.getUserDetails(), `${needsAccount}; an account key was used.`],
    ['an API key that makes keys', { apiKey: API }, (c) => c.ApiKey({ instanceName: 'inst-1' }).save(), `${needsAccount}; an API key was used.`],
    ['an API key that resets keys', { apiKey: API }, (c) => c.ApiKey.please().reset({ instanceName: 'inst-1', id: 1 }).request(), `${needsAccount}; an API key was used.`],
    ['an API key that reads another instance', { apiKey: API }, (c) => c.ApiKey.please().list({ instanceName: 'inst-1' }).request(), 'This call needs an account key, or an API key of this instance; an API key was used.'],
    ['an API key and a user key that manage users', { apiKey: API, userKey: ACCOUNT }, (c) => c.User({ instanceName: 'inst-1', id: 1 }).delete(), 'This call needs an account key with a role in this instance, or an API key of it that is allowed to; an API key and a user key were used.'],
  ];
  for (const [what, options, call, hint] of cases) {
    test(what, async (t) => {
      const server = await record([{ status: 403, json: { detail: 'No.' } }]);
      t.after(() => server.close());
      const connection = Syncano({ baseUrl: server.url, silenceKeyWarning: true, ...options });
      await assert.rejects(call(connection), (error) => {
        assert.equal(error.message, `No. ${hint}`);
        assert.deepEqual([error.status, error.errors], [403, { detail: 'No.' }]);
        return error instanceof Syncano.RequestError;
      });
    });
  }

  test('other refusals say nothing about keys', async (t) => {
    const server = await record([{ status: 401, json: { detail: 'No.' } }, { status: 404, json: { detail: 'No.' } }, { status: 400, json: { detail: 'No.' } }]);
    t.after(() => server.close());
    const { Account } = Syncano({ baseUrl: server.url, apiKey: API });
    for (let i = 0; i < 3; i++) await assert.rejects(Account.getUserDetails(), { message: 'No.' });
  });
});

// The dashboard, served by the real server under its own policy.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { curl, freshEmail, freshName, person } from './support/api.mjs';
import { inEveryBrowser } from './support/browsers.mjs';
import { Dashboard, until } from './support/dashboard.mjs';
import { collect, violations } from './support/evidence.mjs';
import { startServer } from './support/server.mjs';

const REFUSED = { status: 403, body: { detail: 'No such API Key.' } };
const MASK = /^•+$/;

inEveryBrowser((name, newPage) => {
  let server;
  let page;
  let evidence;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.stop());
  afterEach(async () => {
    // Whatever a test was about: no complaint of the browser, and no box of a hostile script.
    assert.deepEqual(evidence.complaints, []);
    assert.deepEqual(evidence.dialogs, []);
    assert.deepEqual(await violations(page), []);
    await page.browserContext().close();
  });

  async function open(hash) {
    page = await newPage();
    evidence = await collect(page);
    return new Dashboard(page, `${server.url}/dashboard/`).open(hash);
  }

  async function signedIn(who, hash) {
    const dashboard = await open(hash);
    await dashboard.signIn(who);
    return dashboard;
  }

  test(`${name}: a key made in the page works with curl until it is reset, and its successor until it is deleted`, async () => {
    const dashboard = await signedIn(await person(server.url));
    const instance = freshName();
    await dashboard.addInstance(instance);
    await dashboard.addKey('shop window', ['allow_user_create']);
    assert.deepEqual(await dashboard.texts('.flags li'), ['allow_user_create']);

    const address = `${server.url}/v1.1/instances/${instance}/api_keys/`;
    const [id] = /\d+/.exec(await dashboard.text('.facts'));
    assert.match(await dashboard.text('.key'), MASK);
    const first = await dashboard.reveal(`API key ${id}`);
    const seen = await curl(address, first);
    assert.equal(seen.status, 200);
    const [{ description, api_key, ignore_acl, allow_user_create }] = seen.body.objects;
    assert.deepEqual(
      { description, api_key, ignore_acl, allow_user_create },
      { description: 'shop window', api_key: first, ignore_acl: false, allow_user_create: true },
    );

    await dashboard.click(`Reset API key ${id}`);
    await dashboard.answer('Reset key');
    await dashboard.see('The API key was reset.', '.toast');
    const second = await dashboard.reveal(`API key ${id}`);
    assert.deepEqual(await curl(address, first), REFUSED);
    assert.equal((await curl(address, second)).status, 200);

    await dashboard.click(`Delete API key ${id}`);
    await dashboard.answer('Delete key');
    await dashboard.see('No API key yet.');
    assert.deepEqual(await curl(address, second), REFUSED);

    await dashboard.signOut();
    const left = await page.content();
    assert.ok(!left.includes(first) && !left.includes(second) && !left.includes(instance));
  });

  test(`${name}: the description and the flags of a key can be changed`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const key = await who.apiKey(instance, { description: 'before', ignore_acl: true });
    const dashboard = await signedIn(who, `#/instances/${instance}/api-keys`);
    await dashboard.see('before', '.cards');
    await dashboard.click(`Edit API key ${key.id}`);
    await dashboard.fill('Description', 'after', 'dialog');
    await dashboard.answer('ignore_acl');
    await dashboard.answer('allow_anonymous_read');
    await dashboard.answer('Confirm');
    await dashboard.see('after', '.cards');
    assert.deepEqual(await dashboard.texts('.flags li'), ['allow_anonymous_read']);
    const { body } = await curl(`${server.url}/v1.1/instances/${instance}/api_keys/${key.id}/`, key.api_key);
    assert.deepEqual(
      [body.description, body.ignore_acl, body.allow_anonymous_read, body.api_key],
      ['after', false, true, key.api_key],
    );
  });

  test(`${name}: who registers finds the account key where the manual says, and resets it`, async () => {
    const dashboard = await open('#/register');
    const email = freshEmail();
    await dashboard.fill('E-mail', email);
    await dashboard.fill('Password', 'correct horse');
    await dashboard.click('Create account');
    await dashboard.see('No instance yet.');
    await dashboard.toAuthentication(email);
    assert.match(await dashboard.text('.key'), MASK);
    const first = await dashboard.reveal('account key');
    assert.equal((await curl(`${server.url}/v1.1/account/`, first)).body.email, email);

    await dashboard.click('Reset key');
    await dashboard.answer('Reset key');
    await dashboard.see('The account key was reset.', '.toast');
    assert.match(await dashboard.text('.key'), MASK);
    const second = await dashboard.reveal('account key');
    assert.deepEqual(await curl(`${server.url}/v1.1/account/`, first), REFUSED);
    assert.equal((await curl(`${server.url}/v1.1/account/`, second)).body.email, email);
    // The page goes on with the new one.
    await dashboard.click('Instances', '.bar');
    await dashboard.see('No instance yet.');
  });

  test(`${name}: an account key opens the dashboard, and any other text is told what it is`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const { api_key } = await who.apiKey(instance);
    const dashboard = await open('#/account-key');
    const refusals = {
      [api_key]: 'This is an API key.',
      'no key': 'This is not an account key',
      ['0'.repeat(40)]: 'No such API Key.',
    };
    for (const [text, refusal] of Object.entries(refusals)) {
      await dashboard.fill('Account key', text, 'form');
      await dashboard.click('Use this key');
      await dashboard.see(refusal, 'form');
    }
    await dashboard.fill('Account key', ` ${who.accountKey} `, 'form');
    await dashboard.click('Use this key');
    await dashboard.see(instance);
  });

  test(`${name}: failures are told beside what caused them`, async () => {
    const who = await person(server.url);
    const dashboard = await open();
    await dashboard.fill('E-mail', who.email);
    await dashboard.fill('Password', `not ${who.password}`);
    await dashboard.click('Sign in', 'form');
    await until('the refusal is read out', async () => (await dashboard.text('form [role=alert]')) !== '');
    await dashboard.signIn(who);

    await dashboard.click('Add instance');
    // The first is seen by the package, the second by the server.
    for (const [text, refusal] of [['a1', 'too short'], ['1shop', 'Value has to start with a letter.']]) {
      await dashboard.fill('Name', text, 'dialog');
      await dashboard.answer('Confirm');
      await dashboard.see(refusal, 'dialog .field');
    }
    const invalid = await page.$eval('dialog [aria-invalid]', (input) => [
      input.name,
      document.activeElement === input,
      input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.innerText ?? '').join(' '),
    ]);
    assert.deepEqual(invalid.slice(0, 2), ['name', true]);
    assert.match(invalid[2], /has to start with a letter/);
  });

  test(`${name}: a key that was reset elsewhere ends in words, not in silence`, async () => {
    const who = await person(server.url);
    const dashboard = await signedIn(who);
    await dashboard.see('No instance yet.');
    await fetch(`${server.url}/v1.1/account/reset_key/`, { method: 'POST', headers: { 'x-api-key': who.accountKey } });
    await dashboard.click('Account', '.bar');
    await dashboard.click(who.email, '.menu');
    await dashboard.click('Instances', '.bar');
    await dashboard.see('The key you signed in with is no longer valid', '[role=alert]');
  });

  test(`${name}: an instance is deleted by its name and not before, and takes its keys with it`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const { api_key } = await who.apiKey(instance);
    const dashboard = await signedIn(who);
    const address = `${server.url}/v1.1/instances/${instance}/`;
    await dashboard.click(`Delete ${instance}`);
    await dashboard.fill(`Type “${instance}” to confirm`, 'something else', 'dialog');
    await dashboard.answer('Delete instance');
    await dashboard.see('This is not the name.', 'dialog');
    await dashboard.answer('Cancel');
    assert.equal((await curl(address, api_key)).status, 200);

    await dashboard.click(`Delete ${instance}`);
    await dashboard.fill(`Type “${instance}” to confirm`, instance, 'dialog');
    await dashboard.answer('Delete instance');
    await dashboard.see('No instance yet.');
    assert.notEqual((await curl(address, api_key)).status, 200);
  });

  test(`${name}: long lists come page by page, newest first, and back again`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    for (let i = 1; i <= 23; i++) await who.apiKey(instance, { description: `number ${i}` });
    const dashboard = await signedIn(who, `#/instances/${instance}/api-keys`);
    const shown = () => dashboard.texts('.api-key h2');
    const numbers = (from, to) => Array.from({ length: from - to + 1 }, (_, i) => `number ${from - i}`);
    await dashboard.see('number 23', '.cards');
    assert.deepEqual(await shown(), numbers(23, 4));
    await dashboard.click('Next');
    await dashboard.miss('number 23', '.cards');
    assert.deepEqual(await shown(), numbers(3, 1));
    await dashboard.click('Previous');
    await dashboard.see('number 23', '.cards');
    assert.deepEqual(await shown(), numbers(23, 4));
  });
});

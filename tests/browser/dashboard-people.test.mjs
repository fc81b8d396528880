// The dashboard for people who use a keyboard, a screen reader, a dark screen or a small one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { freshName, person } from './support/api.mjs';
import { inEveryBrowser } from './support/browsers.mjs';
import { Dashboard, until } from './support/dashboard.mjs';
import { startServer } from './support/server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALL = { width: 320, height: 640 };
const MODIFIER = process.platform === 'darwin' ? 'Meta' : 'Control';

inEveryBrowser((name, newPage) => {
  let server;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.stop());

  async function open(hash) {
    return new Dashboard(await newPage(), `${server.url}/dashboard/`).open(hash);
  }

  /** Goes through every view and dialog; `look(view)` is called in each. */
  async function tour(dashboard, look) {
    const who = await person(server.url);
    const { name: instance } = await who.instance({ description: 'A description that is long enough to wrap on a small screen' });
    const { id } = await who.apiKey(instance, { description: 'x'.repeat(120), ignore_acl: true, allow_user_create: true });
    for (const door of ['#/register', '#/account-key', '#/sign-in']) {
      await dashboard.page.goto(dashboard.url + door);
      await look(door);
    }
    await dashboard.fill('E-mail', who.email);
    await dashboard.fill('Password', 'wrong');
    await dashboard.click('Sign in', 'form');
    await dashboard.see('Invalid', '[role=alert]');
    await look('a refused sign-in');
    await dashboard.signIn(who);
    await dashboard.see(instance, '.cards');
    await look('instances');
    await dashboard.click('Account', '.bar');
    await look('the account menu');
    await dashboard.click(who.email, '.menu');
    await look('the profile');
    await dashboard.click('Authentication');
    await dashboard.click('Reveal account key');
    await look('the account key');
    await dashboard.toKeys(instance);
    await dashboard.click(`Reveal API key ${id}`);
    await dashboard.page.click('.usage summary');
    await look('the API keys');
    await dashboard.click('Add API Key');
    await look('a new API key');
    await dashboard.answer('Cancel');
    await dashboard.click(`Delete API key ${id}`);
    await look('a question');
  }

  async function accessible(dashboard) {
    await tour(dashboard, async (view) => {
      await dashboard.page.evaluate(axe);
      const found = await dashboard.page.evaluate(async () => {
        const { violations, passes } = await window.axe.run(document, { resultTypes: ['violations'] });
        const where = ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`;
        return { violations: violations.map(where), passes: passes.length };
      });
      assert.deepEqual(found.violations, [], view);
      assert.ok(found.passes > 5, view);
    });
  }

  test(`${name}: no view breaks a rule of accessibility`, async () => {
    await accessible(await open());
  });

  if (name === 'Chromium') {
    // Only here can a test ask for the dark colours; they are the same in every browser.
    test(`${name}: nor does one in the dark`, async () => {
      const dashboard = await open();
      await dashboard.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
      await accessible(dashboard);
      const ground = await dashboard.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.equal(ground, 'rgb(14, 18, 27)');
    });
  }

  test(`${name}: nothing is wider than a small screen`, async () => {
    const dashboard = await open();
    await dashboard.page.setViewport(SMALL);
    await tour(dashboard, async (view) => {
      const wide = await dashboard.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, view);
    });
  });

  test(`${name}: the keyboard is enough to sign in, make an instance and make a key`, async () => {
    const who = await person(server.url);
    const instance = freshName();
    const dashboard = await open();
    const { keyboard } = dashboard.page;
    /** Presses Tab until the focus is there. */
    const tabTo = async (target) => {
      for (let i = 0; i < 30; i++) {
        if ((await dashboard.focused()) === target) return;
        await keyboard.press('Tab');
      }
      assert.fail(`“${target}” cannot be reached by Tab`);
    };
    // The first field has the focus from the start.
    assert.equal(await dashboard.focused(), 'E-mail');
    await keyboard.type(who.email);
    await keyboard.press('Tab');
    await keyboard.type(who.password);
    await keyboard.press('Enter');
    await dashboard.see('No instance yet.');
    assert.equal(await dashboard.focused(), 'Instances');

    await tabTo('Add instance');
    await keyboard.press('Enter');
    await dashboard.see('Add instance', 'dialog');
    assert.equal(await dashboard.focused(), 'Name');
    await keyboard.type(instance);
    await keyboard.press('Enter');
    await dashboard.see(instance, '.trail');

    await tabTo('Add API Key');
    await keyboard.press('Enter');
    await dashboard.see('Flags', 'dialog');
    await keyboard.type('by keyboard');
    await tabTo('allow_group_create');
    await keyboard.press(' ');
    await tabTo('Confirm');
    await keyboard.press('Enter');
    await dashboard.see('by keyboard', '.cards');
    assert.deepEqual(await dashboard.texts('.flags li'), ['allow_group_create']);
    // The new key is where the focus is.
    await until('the new key has the focus', async () => /^Reveal API key \d+$/.test(await dashboard.focused()));
    await keyboard.press('Enter');
    assert.match(await dashboard.text('.key'), /^[0-9a-f]{40}$/);
  });

  test(`${name}: Escape closes a dialog without doing anything and gives the focus back`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const { id } = await who.apiKey(instance);
    const dashboard = await open(`#/instances/${instance}/api-keys`);
    await dashboard.signIn(who);
    await dashboard.see(`#${id}`, '.cards');
    await dashboard.click(`Delete API key ${id}`);
    // What is harmless has the focus.
    assert.equal(await dashboard.focused(), 'Cancel');
    await dashboard.page.keyboard.press('Escape');
    await until('the dialog is gone', async () => (await dashboard.page.$('dialog')) === null);
    assert.equal(await dashboard.focused(), `Delete API key ${id}`);
    assert.ok((await dashboard.text('.cards')).includes(`#${id}`));
  });

  test(`${name}: a key is copied masked, and selected where the browser forbids copying`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const { id, api_key } = await who.apiKey(instance);
    const dashboard = await open(`#/instances/${instance}/api-keys`);
    const { page } = dashboard;
    await dashboard.signIn(who);
    await dashboard.click(`Copy API key ${id}`);
    await dashboard.see('Copied.', '.toast');
    assert.match(await dashboard.text('.key'), /^•+$/);
    // Pasted by hand, as its reader would.
    await dashboard.click('Add API Key');
    await page.keyboard.down(MODIFIER);
    await page.keyboard.press('v');
    await page.keyboard.up(MODIFIER);
    assert.equal(await page.$eval('dialog [name=description]', (input) => input.value), api_key);
    await dashboard.answer('Cancel');

    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await dashboard.click(`Copy API key ${id}`);
    await dashboard.see('copy it with the keyboard', '.toast');
    assert.equal(await page.evaluate(() => getSelection().toString()), api_key);
  });

  test(`${name}: each place has a title, and the way back leads through them`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const dashboard = await open();
    assert.equal(await dashboard.page.title(), 'Sign in to Syncano · Syncano');
    await dashboard.signIn(who);
    await dashboard.click(instance, '.cards');
    await dashboard.see('No API key yet.');
    assert.equal(await dashboard.page.title(), `API Keys of ${instance} · Syncano`);
    await dashboard.page.evaluate(() => history.back());
    await dashboard.see('Yours', '.cards');
    assert.equal(await dashboard.page.title(), 'Instances · Syncano');
  });
});

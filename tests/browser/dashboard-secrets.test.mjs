// What the dashboard must never do with keys, and with what strangers have written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { curl, person } from './support/api.mjs';
import { inEveryBrowser } from './support/browsers.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { NOTHING_STORED, collect, stored, violations } from './support/evidence.mjs';
import { startServer } from './support/server.mjs';

const HOSTILE = [
  '<img src=x onerror="window.hostile=1">',
  '<script>window.hostile=1</script>',
  '"><svg onload="window.hostile=1"></svg>',
  '</code><iframe srcdoc="<script>parent.hostile=1</script>"></iframe>',
  '<a href="javascript:window.hostile=1">x</a>{{constructor}}',
];

inEveryBrowser((name, newPage) => {
  let server;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.stop());

  async function signedIn(who, hash) {
    const page = await newPage();
    const evidence = await collect(page);
    const dashboard = await new Dashboard(page, `${server.url}/dashboard/`).open(hash);
    await dashboard.signIn(who);
    return { dashboard, page, evidence };
  }

  /** Someone with an instance and a key, both of which are in use. */
  async function resident(fields) {
    const who = await person(server.url);
    const { name: instance } = await who.instance({ description: fields?.description ?? '' });
    const key = await who.apiKey(instance, fields);
    return { ...who, place: `#/instances/${instance}/api-keys`, instance, key };
  }

  test(`${name}: markup and scripts in descriptions stay text`, async () => {
    const who = await resident({ description: HOSTILE[0] });
    const ids = [who.key.id];
    for (const description of HOSTILE.slice(1)) ids.push((await who.apiKey(who.instance, { description })).id);
    const { dashboard, page, evidence } = await signedIn(who);
    await dashboard.see(HOSTILE[0], '.instance');
    await dashboard.toKeys(who.instance);
    await dashboard.see(HOSTILE[0], '.cards');
    assert.deepEqual((await dashboard.texts('.api-key h2')).reverse(), HOSTILE);
    for (const [i, text] of HOSTILE.entries()) {
      await dashboard.click(`Edit API key ${ids[i]}`);
      assert.equal(await page.$eval('dialog [name=description]', (input) => input.value), text);
      await dashboard.answer('Cancel');
      await dashboard.click(`Delete API key ${ids[i]}`);
      await dashboard.see(text, 'dialog');
      await dashboard.answer('Cancel');
    }
    const made = await page.$$eval('img, iframe, script:not([src]), svg:not(.icon), a[href^="javascript"]', (found) => found.length);
    assert.equal(made, 0);
    assert.equal(await page.evaluate(() => window.hostile), undefined);
    assert.deepEqual(evidence.complaints, []);
    assert.deepEqual(evidence.dialogs, []);
  });

  test(`${name}: what would make markup of text is refused by the policy of the page`, async () => {
    const { page } = await signedIn(await person(server.url));
    const refused = await page.evaluate(() => {
      try {
        document.querySelector('main').innerHTML = '<b>markup</b>';
        return 'made';
      } catch (error) {
        return error.name;
      }
    });
    assert.equal(refused, 'TypeError');
    // The policy of the page and that of the server's header each tell of it.
    assert.equal((await violations(page)).length, 2);
  });

  test(`${name}: a key is in the document only while it is revealed`, async () => {
    const who = await resident();
    const { dashboard, page } = await signedIn(who);
    await dashboard.toKeys(who.instance);
    assert.ok(!(await page.content()).includes(who.key.api_key));
    await dashboard.click(`Reveal API key ${who.key.id}`);
    await dashboard.see(who.key.api_key, '.key');
    await dashboard.click(`Hide API key ${who.key.id}`);
    assert.ok(!(await page.content()).includes(who.key.api_key));
    assert.ok(!(await page.content()).includes(who.accountKey));
  });

  test(`${name}: a reload forgets the key, and nothing was ever stored`, async () => {
    const who = await resident();
    const { dashboard, page } = await signedIn(who, who.place);
    await dashboard.see(String(who.key.id), '.cards');
    assert.deepEqual(await stored(page), NOTHING_STORED);
    await page.reload();
    await dashboard.see('Sign in to Syncano', 'h1');
    assert.deepEqual(await page.$$eval('input', (inputs) => inputs.map(({ value }) => value).filter((value) => /^[0-9a-f]{12,}/.test(value))), []);
    assert.deepEqual(await stored(page), NOTHING_STORED);
    // The place is remembered by its address, which is no secret.
    await dashboard.signIn(who);
    await dashboard.see(who.instance, '.trail');
  });

  test(`${name}: a page that is left keeps no key for the way back`, async () => {
    const who = await resident();
    const { dashboard, page } = await signedIn(who, who.place);
    await dashboard.see(String(who.key.id), '.cards');
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await dashboard.see('Sign in to Syncano', 'h1');
    assert.ok(!(await page.content()).includes(who.instance));
    await dashboard.signIn(who);
    await page.goto(`${server.url}/dashboard/style.css`);
    await page.evaluate(() => history.back());
    await dashboard.see('Sign in to Syncano', 'h1');
  });

  test(`${name}: signing out ends what the page could do`, async () => {
    const who = await resident();
    const { dashboard, page, evidence } = await signedIn(who, who.place);
    await dashboard.see(String(who.key.id), '.cards');
    await dashboard.signOut();
    const before = evidence.requests.length;
    await page.evaluate((hash) => {
      location.hash = hash;
    }, who.place);
    await dashboard.see('Sign in to Syncano', 'h1');
    const asked = evidence.requests.slice(before).filter((url) => url.includes('/v1.1/'));
    assert.deepEqual(asked, []);
    // It was the page that forgot: the key itself is as good as before.
    assert.equal((await curl(`${server.url}/v1.1/account/`, who.accountKey)).status, 200);
  });

  test(`${name}: no key and no password is in an address or the history`, async () => {
    const who = await resident();
    const { dashboard, page, evidence } = await signedIn(who);
    await dashboard.toAuthentication(who.email);
    await dashboard.reveal('account key');
    await dashboard.toKeys(who.instance);
    await dashboard.click(`Copy API key ${who.key.id}`);
    await dashboard.signOut();
    const seen = JSON.stringify([evidence.requests, page.url(), await page.evaluate(() => performance.getEntries())]);
    assert.ok(evidence.requests.length > 10);
    for (const secret of [who.password, who.accountKey, who.key.api_key]) assert.ok(!seen.includes(secret));
    assert.deepEqual(evidence.complaints, []);
  });

  test(`${name}: the server's log has none of the keys and passwords that the page used`, async () => {
    const own = await startServer();
    const who = await person(own.url);
    const page = await newPage();
    const dashboard = await new Dashboard(page, `${own.url}/dashboard/`).open();
    await dashboard.fill('E-mail', who.email);
    await dashboard.fill('Password', 'wrong-canary');
    await dashboard.click('Sign in', 'form');
    await dashboard.see('Invalid', 'form [role=alert]');
    await dashboard.signIn(who);
    await page.browserContext().close();
    const log = await own.stop();
    assert.match(log, /listening on/);
    for (const secret of ['wrong-canary', who.password, who.accountKey]) assert.ok(!log.includes(secret));
  });
});

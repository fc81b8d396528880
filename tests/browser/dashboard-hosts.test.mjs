// The dashboard on a static host, and what it says when something around it is wrong.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { person } from './support/api.mjs';
import { inEveryBrowser } from './support/browsers.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { dist, www } from './support/files.mjs';
import { startServer } from './support/server.mjs';
import { openSite } from './support/site.mjs';

const COPY = { '/pkg/': dist, '/': www };

inEveryBrowser((name, newPage) => {
  let server;
  const sites = [];
  before(async () => {
    server = await startServer();
  });
  after(() => Promise.all([server?.stop(), ...sites.map((site) => site.close())]));

  async function open({ folders = COPY, policy } = {}) {
    const site = await openSite({ folders, headers: policy ? { 'content-security-policy': policy } : {} });
    sites.push(site);
    const page = await newPage();
    await page.goto(`${site.url}/index.html`);
    return new Dashboard(page, `${site.url}/index.html`);
  }

  async function signInAt(dashboard, baseUrl, who = { email: 'a@example.com', password: 'b' }) {
    await dashboard.see('Sign in to Syncano', 'h1');
    if ((await dashboard.page.$('.server[open]')) === null) await dashboard.page.click('.server summary');
    await dashboard.fill('Base URL', baseUrl, 'form');
    await dashboard.fill('E-mail', who.email);
    await dashboard.fill('Password', who.password);
    await dashboard.click('Sign in', 'form');
  }

  test(`${name}: a copy on a static host works with a server of another origin`, async () => {
    const who = await person(server.url);
    const { name: instance } = await who.instance();
    const dashboard = await open();
    await signInAt(dashboard, server.url, who);
    await dashboard.see(instance, '.cards');
    await dashboard.toKeys(instance);
    await dashboard.addKey('from afar');
    assert.deepEqual(sites.flatMap(({ referrers }) => referrers), []);
    assert.ok((await dashboard.page.$eval('.usage pre', (code) => code.textContent)).includes(server.url));
  });

  test(`${name}: a base URL that will not do is told beside its field`, async () => {
    const dashboard = await open();
    const refusals = {
      '': 'required',
      'not a url': 'absolute http or https URL',
      'http://192.0.2.1': 'must use https',
      'https://someone@192.0.2.1': 'must not have a user name',
    };
    for (const [baseUrl, refusal] of Object.entries(refusals)) {
      await signInAt(dashboard, baseUrl);
      await dashboard.see(refusal, '.server .field');
    }
  });

  test(`${name}: a server that cannot be reached is named`, async () => {
    const dashboard = await open();
    const gone = await openSite({});
    await gone.close();
    await signInAt(dashboard, gone.url);
    await dashboard.see(`The server ${gone.url} could not be reached.`, 'form [role=alert]');
  });

  test(`${name}: a host whose policy forbids the server is named as the reason`, async () => {
    const dashboard = await open({ policy: "connect-src 'self'" });
    await signInAt(dashboard, server.url);
    await dashboard.see(`does not let it talk to ${server.url}`, 'form [role=alert]');
  });

  test(`${name}: a host whose policy forbids WebAssembly is told what to allow`, async () => {
    const dashboard = await open({ policy: "script-src 'self'" });
    await signInAt(dashboard, server.url);
    await dashboard.see("script-src 'self' 'wasm-unsafe-eval'", 'form [role=alert]');
  });

  test(`${name}: a form that is sent without its script goes nowhere`, async () => {
    const { page } = await open();
    await page.waitForSelector('form');
    const before = page.url();
    await page.evaluate(() => {
      const bare = document.createElement('form');
      bare.append(Object.assign(document.createElement('input'), { name: 'password', value: 'canary' }));
      document.body.append(bare);
      try {
        bare.submit();
      } catch {
        // Firefox throws, Chromium only writes to its console.
      }
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    assert.equal(page.url(), before);
    assert.deepEqual(await page.evaluate(() => performance.getEntriesByType('navigation').map((entry) => entry.name)), [before]);
  });

  test(`${name}: a copy without the package says what is missing`, async () => {
    const dashboard = await open({ folders: { '/pkg/': '/nowhere', '/': www } });
    await dashboard.see('It needs the built package under pkg/', '[role=alert]');
  });
});

// Advice to people: an account key in a web page, said once, and off when asked to.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure } from './support/figures.mjs';
import { startHome } from './support/home.mjs';
import { launch, missing, pageFiles } from './support/runtimes.mjs';
import { SECRETS, found } from './support/secrets.mjs';
import { startStranger } from './support/servers.mjs';

const HOST = 'app.example';

/** The browsers, each with a name that leads to this machine and looks like a public one. */
const BROWSERS = {
  chromium: () => launch('chrome', { args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`] }),
  firefox: () => launch('firefox', { prefs: { 'network.dns.forceResolve': '127.0.0.1' } }),
};

const EMPTY = '<!doctype html><title>page</title><script src="/file/syncano.global.js"></script>';

/** What the console of a fresh page says while `run` runs in it. */
async function said(browser, url, run, ...args) {
  const page = await browser.newPage();
  const lines = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`uncaught: ${error}`));
  try {
    await page.goto(url);
    await page.waitForFunction('typeof Syncano === "function"');
    const value = await page.evaluate(run, ...args);
    // Messages come in order: after this one, all before it are here.
    await page.evaluate(() => console.log('end'));
    while (!lines.some((line) => line.endsWith('end'))) await new Promise((resolve) => setTimeout(resolve, 5));
    return { value, lines: lines.filter((line) => !line.endsWith('end') && !/favicon/.test(line)) };
  } finally {
    await page.close();
  }
}

/** Makes connections in the page, calls the server with each, and gives what storage and the page’s records hold. */
async function connections(list, baseUrl) {
  for (const options of list) {
    const connection = Syncano({ baseUrl, allowInsecureHttp: true, ...options });
    await connection.Account.getUserDetails();
    console.debug(connection, connection.Account, connection.ApiKey.please());
  }
  const kept = { ...localStorage, ...sessionStorage, cookie: document.cookie };
  return JSON.stringify([kept, performance.getEntries(), location.href, document.documentElement.outerHTML]);
}

for (const [name, start] of Object.entries(BROWSERS)) {
  test(`an account key in a page: ${name}`, { skip: missing(name) }, async (t) => {
    const stranger = await startStranger();
    const home = await startHome(stranger, { ...pageFiles(), 'empty.html': EMPTY });
    const browser = await start();
    const { accountKey, apiKey } = SECRETS;
    const publicUrl = `http://${HOST}:${home.port}`;
    const warnings = ({ lines }) => lines.filter((line) => /^warn/.test(line));
    const run = (origin, list) => said(browser, `${origin}/file/empty.html`, connections, list, origin);
    let shown = 0;
    try {
      await t.test('away from localhost it is warned of once, however many connections there are', async () => {
        const seen = await run(publicUrl, [{ accountKey }, { accountKey }, { accountKey, apiKey }]);
        assert.equal(warnings(seen).length, 1, seen.lines.join('\n'));
        assert.match(warnings(seen)[0], /account key.*web page/);
        shown += found(seen.lines.join()).length + found(seen.value).length;
      });
      await t.test('the option silences it', async () => {
        const seen = await run(publicUrl, [{ accountKey, silenceBrowserWarning: true }]);
        assert.deepEqual(warnings(seen), []);
        shown += found(seen.lines.join()).length + found(seen.value).length;
      });
      await t.test('an API key is no reason for it', async () => {
        assert.deepEqual(warnings(await run(publicUrl, [{ apiKey }])), []);
      });
      await t.test('nor is a page of this machine', async () => {
        assert.deepEqual(warnings(await run(home.url, [{ accountKey }])), []);
        assert.deepEqual(warnings(await run(`http://localhost:${home.port}`, [{ accountKey }])), []);
      });
      await t.test('plain http to another host is refused there unless it is allowed', async () => {
        const make = (baseUrl, options) => {
          try {
            return Syncano({ baseUrl, ...options }).getBaseUrl();
          } catch (error) {
            return error.name;
          }
        };
        const refused = await said(browser, `${publicUrl}/file/empty.html`, make, publicUrl, { apiKey });
        assert.equal(refused.value, 'ValidationError');
        const allowed = await said(browser, `${publicUrl}/file/empty.html`, make, publicUrl, { apiKey, allowInsecureHttp: true });
        assert.equal(allowed.value, publicUrl);
      });
      await t.test('neither the console nor the page’s storage, records or source hold a key', () => {
        assert.equal(shown, 0);
        figure('browser-warning', `one warning a page off localhost, none with the option; ${shown} keys in console, storage and records`);
      });
    } finally {
      await browser.close();
      await home.close();
      await stranger.close();
    }
  });
}

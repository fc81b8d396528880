// The package's own files in a page of a static host, calling the real server
// from another origin, under every policy that a host may have.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { freshName, person } from './support/api.mjs';
import { inEveryBrowser } from './support/browsers.mjs';
import { until } from './support/dashboard.mjs';
import { dist } from './support/files.mjs';
import { startServer } from './support/server.mjs';
import { openSite } from './support/site.mjs';

const PAGES = {
  '/module.html': '<!doctype html><script type="module" src="/module.mjs"></script>',
  '/module.mjs': 'import Syncano, { SyncanoError } from "/dist/index.mjs"; Object.assign(window, { Syncano, SyncanoError });',
  '/classic.html': '<!doctype html><script src="/dist/syncano.global.js"></script>',
};
const WAYS = ['/module.html', '/classic.html'];
const FORBIDS = "script-src 'self'";
const ALLOWS = "script-src 'self' 'wasm-unsafe-eval'";
const STRICTEST = `default-src 'none'; ${ALLOWS}; connect-src *; require-trusted-types-for 'script'; trusted-types 'none'`;

// Runs in the page: from signing in to the refusal of an API key.
async function chapter({ baseUrl, email, password, instanceName }) {
  const { Syncano } = window;
  const anonymous = Syncano({ baseUrl });
  const user = await anonymous.Account.login({ email, password });
  const admin = new Syncano({ baseUrl, accountKey: user.account_key });
  await admin.Instance.please().create({ name: instanceName });
  const key = await admin.ApiKey.please().create({ instanceName });
  const application = new Syncano({ baseUrl, apiKey: key.api_key });
  const seen = await application.Instance.please().list();
  const refusal = await application.Account.getUserDetails().catch((error) => error);
  return {
    email: user.email,
    instances: [...seen].map(({ name }) => name),
    refusal: { name: refusal.name, status: refusal.status, isError: refusal instanceof Error },
  };
}

// Runs in the page: what a first use is answered with.
async function firstUse() {
  const { Syncano } = window;
  const seen = [];
  for (let i = 0; i < 2; i++) {
    try {
      new Syncano({ baseUrl: 'http://127.0.0.1' });
      seen.push('made');
    } catch (error) {
      seen.push({ name: error.name, message: error.message, known: error instanceof (window.SyncanoError ?? Syncano.SyncanoError) });
    }
  }
  return seen;
}

inEveryBrowser((name, newPage) => {
  let server;
  const sites = [];
  before(async () => {
    server = await startServer();
  });
  after(() => Promise.all([server?.stop(), ...sites.map((site) => site.close())]));

  async function visit(way, policy) {
    const headers = policy ? { 'content-security-policy': policy } : {};
    const site = await openSite({ pages: PAGES, folders: { '/dist/': dist }, headers });
    sites.push(site);
    const page = await newPage();
    await page.goto(site.url + way);
    await until('the package is loaded', () => page.evaluate(() => typeof window.Syncano === 'function'));
    return page;
  }

  for (const way of WAYS) {
    for (const [title, policy] of [['no policy', ''], [ALLOWS, ALLOWS], ['the strictest policy', STRICTEST]]) {
      test(`${name}: the chapter runs in ${way} of another origin under ${title}`, async () => {
        const { email, password } = await person(server.url);
        const page = await visit(way, policy);
        const instanceName = freshName();
        const result = await page.evaluate(chapter, { baseUrl: server.url, email, password, instanceName });
        assert.deepEqual(result, {
          email,
          instances: [instanceName],
          refusal: { name: 'RequestError', status: 403, isError: true },
        });
      });
    }

    test(`${name}: a policy that forbids WebAssembly is named in an error of ${way}, every time`, async () => {
      const page = await visit(way, FORBIDS);
      const seen = await page.evaluate(firstUse);
      assert.equal(seen.length, 2);
      for (const error of seen) {
        assert.equal(error.name, 'SyncanoError');
        assert.equal(error.known, true);
        assert.match(error.message, /script-src 'self' 'wasm-unsafe-eval'/);
      }
    });
  }
});

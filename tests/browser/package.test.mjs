// The installed package's own files in a page of a static host, calling the
// real server from another origin.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { browsers } from './browsers.mjs';
import { openSite } from './site.mjs';

const baseUrl = process.env.SYNCANO_BASE_URL;

const PAGES = {
  '/module.html': '<!doctype html><script type="module">import Syncano from "/dist/index.mjs"; window.Syncano = Syncano;</script>',
  '/classic.html': '<!doctype html><script src="/dist/syncano.global.js"></script>',
};

// Runs in the page: from signing up to the refusal of an API key.
async function chapter({ baseUrl, email, password }) {
  const { Syncano } = window;
  const anonymous = Syncano({ baseUrl });
  await anonymous.Account.register({ email, password });
  const user = await anonymous.Account.login({ email, password });
  const admin = new Syncano({ baseUrl, accountKey: user.account_key });
  const instanceName = `instance${user.id}`;
  await admin.Instance.please().create({ name: instanceName });
  const key = await admin.ApiKey.please().create({ instanceName });
  const application = new Syncano({ baseUrl, apiKey: key.api_key });
  const seen = await application.Instance.please().list();
  const refusal = await application.Account.getUserDetails().catch((error) => error);
  return {
    email: user.email,
    instances: [...seen].map(({ name }) => name),
    expected: [instanceName],
    refusal: { name: refusal.name, status: refusal.status, isError: refusal instanceof Error },
  };
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    let browser;
    let site;
    before(async () => {
      [browser, site] = await Promise.all([launch(), openSite(PAGES)]);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    for (const page of Object.keys(PAGES)) {
      test(`${name}: the chapter runs in ${page} of another origin`, async () => {
        const tab = await browser.newPage();
        await tab.goto(site.url + page);
        await tab.waitForFunction(() => typeof window.Syncano === 'function');
        const email = `${randomBytes(6).toString('hex')}@example.com`;
        const result = await tab.evaluate(chapter, { baseUrl, email, password: randomBytes(6).toString('hex') });
        assert.equal(result.email, email);
        assert.deepEqual(result.instances, result.expected);
        assert.deepEqual(result.refusal, { name: 'RequestError', status: 403, isError: true });
        await tab.close();
      });
    }
  });
}

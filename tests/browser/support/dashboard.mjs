// The dashboard as a person uses it: everything is found by the name that a screen reader says.

import { setTimeout as wait } from 'node:timers/promises';

const LIMIT_MS = 15_000;

export class Dashboard {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    page.setDefaultTimeout(LIMIT_MS);
  }

  async open(hash = '') {
    await this.page.goto(`${this.url}${hash}`);
    await this.page.waitForSelector('h1');
    return this;
  }

  /** The control of this name; `within` is a CSS selector. Labels have the name of what they label. */
  async find(name, within = 'body') {
    let found;
    await until(`there is “${name}” in ${within}`, async () => {
      for (const handle of await this.page.$$(`${within} ::-p-aria(${name})`)) {
        if (await handle.evaluate((node) => node.matches('a, button, input, summary'))) found ??= handle;
      }
      return found !== undefined && found.isVisible();
    });
    return found;
  }

  async click(name, within) {
    await (await this.find(name, within)).click();
  }

  /** Clicks in the open dialog. */
  answer(name) {
    return this.click(name, 'dialog');
  }

  async fill(name, text, within) {
    const input = await this.find(name, within);
    await input.evaluate((node) => node.select());
    await input.press('Backspace');
    await input.type(text);
  }

  /** Waits until the text is on the page. */
  see(text, within = 'body') {
    return until(`“${text}” is shown`, async () => (await this.text(within)).includes(text));
  }

  /** Waits until it is not. */
  miss(text, within = 'body') {
    return until(`“${text}” is gone`, async () => !(await this.text(within)).includes(text));
  }

  /** All visible text of an element; none while it is not there, or between two documents. */
  text(within = 'body') {
    return this.page.evaluate((selector) => document.querySelector(selector)?.innerText ?? '', within).catch(() => '');
  }

  async texts(selector) {
    return this.page.$$eval(selector, (found) => found.map((element) => element.innerText));
  }

  /** The name of what has the focus. */
  focused() {
    return this.page.evaluate(() => {
      const { activeElement: at } = document;
      return at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText;
    });
  }

  async signIn({ email, password }) {
    await this.fill('E-mail', email);
    await this.fill('Password', password);
    await this.click('Sign in', 'form');
    await this.see('Account', '.bar');
  }

  async signOut() {
    await this.click('Account', '.bar');
    await this.click('Sign out');
    await this.see('Sign in to Syncano', 'h1');
  }

  /** As the manual says: Account, your name, Authentication. */
  async toAuthentication(name) {
    await this.click('Account', '.bar');
    await this.click(name, '.menu');
    await this.click('Authentication');
    await this.see('Account key', 'main');
  }

  async addInstance(name) {
    await this.click('Add instance');
    await this.fill('Name', name, 'dialog');
    await this.answer('Confirm');
    await this.see(name, '.trail');
  }

  async toKeys(instance) {
    await this.page.goto(`${this.url}#/instances/${instance}/api-keys`);
    await this.see(instance, '.trail');
    await this.page.waitForSelector('.cards > li');
  }

  async addKey(description, flags = []) {
    await this.click('Add API Key');
    await this.fill('Description', description, 'dialog');
    for (const flag of flags) await this.answer(flag);
    await this.answer('Confirm');
    await this.see('The API key was created.', '.toast');
    await this.see(description, '.cards');
  }

  /** The key that the first secret of the page shows, which is masked before and after. */
  async reveal(what) {
    await this.click(`Reveal ${what}`);
    const key = await this.text('.key');
    await this.click(`Hide ${what}`);
    await this.miss(key, '.key');
    return key;
  }
}

/** Waits until it is so. */
export async function until(what, isSo) {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await wait(50)) {
    if (await isSo()) return;
  }
  throw new Error(`${LIMIT_MS} ms have passed, and it is not so that ${what}.`);
}

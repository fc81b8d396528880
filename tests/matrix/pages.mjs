// Pages of a static host, opened in the real browsers of this machine.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

import { FAMILIES, find, launch } from '../browser/support/browsers.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css' };
const LIMIT = 60_000;

/** Whether this machine has all of them. */
export const hasBrowsers = FAMILIES.every(find);

/** Serves a folder on a free port. */
export async function serveFolder(folder) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    const file = path.join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const body = await readFile(file).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${server.address().port}/`, stop };
}

const opened = new Map();

async function browserOf(family) {
  if (!opened.has(family)) opened.set(family, launch(family));
  return opened.get(family);
}

export async function closeBrowsers() {
  for (const browser of opened.values()) await (await browser).close();
  opened.clear();
}

/** Opens the page in every browser, waits for the answer in it, and names the browsers. */
export async function answersInBrowsers(url, check) {
  const names = [];
  for (const family of FAMILIES) {
    const browser = await browserOf(family);
    const page = await browser.newPage();
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error.message ?? error)));
    try {
      await page.goto(url);
      await page.waitForFunction(() => document.querySelector('#answer')?.textContent, { timeout: LIMIT });
      const text = (selector) => page.$eval(selector, (element) => element.textContent);
      await check(text);
    } catch (error) {
      throw new Error(`${family.name}: ${error.message}\n${said.join('\n')}`, { cause: error });
    } finally {
      await page.close();
    }
    names.push(`${family.name} ${/\d+/.exec(await browser.version())[0]}`);
  }
  return names.join(', ');
}

// The five runtimes: each runs the attacks and gives what came of them.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import puppeteer from 'puppeteer-core';

import { entries } from './packages.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The binary that an npm package brings for this machine, or nothing. */
function binary(scope, names, file) {
  for (const name of names) {
    try {
      const found = path.join(path.dirname(require.resolve(`${scope}/${name}/package.json`)), file);
      if (existsSync(found)) return found;
    } catch {
      // Not for this machine.
    }
  }
  return undefined;
}

const { platform, arch } = process;
export const deno = () => binary('@deno', [`${platform}-${arch}-glibc`, `${platform}-${arch}`], 'deno');
export const bun = () => binary('@oven', [`bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`], 'bin/bun');

const LIMIT_MS = 10 * 60_000;

async function program(command, args, file, home, stranger, ...rest) {
  const { stdout } = await run(command, [...args, here('attacker.mjs'), file, home.url, stranger.host, ...rest], {
    timeout: LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

export const node = (home, stranger, file = entries.require, ...rest) =>
  program(process.execPath, [], file, home, stranger, ...rest);

const PROGRAMS = {
  node,
  deno: (home, stranger) =>
    program(deno(), ['run', '--no-prompt', '--no-remote', '--allow-net=127.0.0.1', '--allow-read', '--allow-env'], entries.module, home, stranger),
  bun: (home, stranger) => program(bun(), ['run'], entries.module, home, stranger),
};

const PAGE = `<!doctype html><title>page</title><script type="module">
import { attack } from '/file/attack.mjs';
import Syncano from '/file/syncano.mjs';
window.unhandled = 0;
addEventListener('unhandledrejection', () => { window.unhandled += 1; });
window.start = (home, stranger) => attack({ Syncano, home, stranger }).then((result) => ({ ...result, unhandled }));
</script>`;

/** What a page may load from the home server. */
export const pageFiles = () => ({
  'page.html': PAGE,
  'attack.mjs': here('attack.mjs'),
  'attacks.mjs': here('attacks.mjs'),
  'secrets.mjs': here('secrets.mjs'),
  'syncano.mjs': entries.module,
  'syncano.global.js': entries.page,
});

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PROGRAM_OF = {
  chrome: [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'],
  firefox: [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

const programOf = (browser) => PROGRAM_OF[browser].find((file) => file && existsSync(file));

/** Why a runtime cannot be tested here; CI has every one. */
export function missing(name) {
  const there = { deno, bun, chromium: () => programOf('chrome'), firefox: () => programOf('firefox') }[name] ?? (() => true);
  return there() || process.env.CI ? false : `there is no ${name} on this machine`;
}

/** A running browser; close it. `args` and `prefs` are added to the usual ones. */
export function launch(browser, { args = [], prefs = {} } = {}) {
  const executablePath = programOf(browser);
  if (!executablePath) throw new Error(`Set ${browser === 'chrome' ? 'CHROMIUM' : 'FIREFOX'} to the browser's path.`);
  return puppeteer.launch({
    browser,
    executablePath,
    headless: true,
    args: browser === 'chrome' ? [...CHROMIUM_FLAGS, ...args] : args,
    extraPrefsFirefox: { 'network.dns.disablePrefetch': true, 'network.captive-portal-service.enabled': false, ...prefs },
    protocolTimeout: LIMIT_MS,
  });
}

async function inPage(browser, home, stranger) {
  const running = await launch(browser);
  try {
    const page = await running.newPage();
    await page.goto(`${home.url}/file/page.html`);
    await page.waitForFunction('window.start !== undefined');
    return await page.evaluate((...args) => window.start(...args), home.url, stranger.host);
  } finally {
    await running.close();
  }
}

/** Each runtime by name: `(home, stranger)` to the result of the attacks. */
export const RUNTIMES = {
  ...PROGRAMS,
  chromium: (home, stranger) => inPage('chrome', home, stranger),
  firefox: (home, stranger) => inPage('firefox', home, stranger),
};

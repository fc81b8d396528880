// The two browsers of this machine, headless, through their own protocols.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';

// What Chromium would otherwise ask the world for at its start.
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const asRoot = process.getuid?.() === 0;

export const FAMILIES = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    options: { browser: 'chrome', args: asRoot ? [...QUIET, '--no-sandbox'] : QUIET },
  },
  {
    name: 'Firefox',
    variable: 'FIREFOX',
    programs: ['firefox-esr', 'firefox'],
    options: { browser: 'firefox' },
  },
];

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a browser of this family, or nothing. */
export function find({ variable, programs }) {
  if (process.env[variable]) return process.env[variable];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return programs.flatMap((program) => folders.map((folder) => path.join(folder, program))).find(isProgram);
}

export const launch = (family) => puppeteer.launch({ ...family.options, executablePath: find(family) });

/**
 * Defines the same tests for each browser. `define(name, newPage)`, where
 * `newPage()` opens a tab that shares nothing with the others.
 */
export function inEveryBrowser(define) {
  for (const family of FAMILIES) {
    const executablePath = find(family);
    const lack = `there is no ${family.name} here; ${family.variable} can name one`;
    if (!executablePath && process.env.CI) {
      test(`${family.name} is there`, () => {
        throw new Error(lack);
      });
    }
    describe(family.name, { skip: executablePath ? false : lack }, () => {
      let browser;
      before(async () => {
        browser = await launch(family);
      });
      after(() => browser?.close());
      define(family.name, async () => {
        const context = await browser.createBrowserContext();
        return context.newPage();
      });
    });
  }
}

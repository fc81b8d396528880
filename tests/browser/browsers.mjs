// The two browsers of this machine, headless, through their own protocols.

import puppeteer from 'puppeteer-core';

const asRoot = process.getuid?.() === 0;

// What Chromium would otherwise ask the world for at its start.
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const browsers = [
  {
    name: 'Chromium',
    launch: () =>
      puppeteer.launch({
        executablePath: process.env.CHROMIUM,
        args: asRoot ? [...QUIET, '--no-sandbox'] : QUIET,
      }),
  },
  {
    name: 'Firefox',
    launch: () => puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX }),
  },
];

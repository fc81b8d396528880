// A snippet as a program: its host and placeholders filled in, run in a folder
// where the package is installed, as a reader would run it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { baseUrl } from './actor.mjs';

const installed = process.env.SYNCANO_INSTALLED;
const HOSTS = /https?:\/\/(?:api\.syncano\.io|(?:127\.0\.0\.1|localhost):\d+)/g;
const LIMIT = 60_000;

// Alternatives are tried from the left, so what contains another comes first.
const PLACEHOLDERS = {
  YOUR_EMAIL: 'email',
  YOUR_PASSWORD: 'password',
  NEW_EMAIL: 'newEmail',
  NEW_INSTANCE_NAME: 'newInstanceName',
  '<ACCOUNT_KEY>': 'accountKey',
  '<API_KEY>': 'apiKey',
  ACCOUNT_KEY: 'accountKey',
  API_KEY: 'apiKey',
  INSTANCE_NAME: 'instanceName',
};

const LANGUAGES = {
  js: { command: () => [process.execPath], file: (source) => (source.includes('require(') ? 'snippet.cjs' : 'snippet.mjs') },
  sh: { command: () => ['bash', '-euo', 'pipefail'], file: () => 'snippet.sh' },
  // Nothing but the standard library.
  python: { command: () => ['python3', '-I', '-S'], file: () => 'snippet.py' },
};

// An answer that isn't a success ends the snippet, where curl alone would go on.
const STRICT_CURL = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }\n';

/** The snippet for this actor. In JavaScript a bare placeholder becomes a string. */
export function fillIn(source, language, actor) {
  const names = Object.keys(PLACEHOLDERS).join('|');
  const found = language === 'js' ? new RegExp(`(["'\`]?)(?<![\\w-])(${names})(?!\\w)\\1`, 'g') : new RegExp(`()(?<![\\w-])(${names})(?!\\w)`, 'g');
  const filled = source
    .replace(HOSTS, baseUrl)
    .replace(found, (_, quote, name) => {
      const value = actor[PLACEHOLDERS[name]];
      return language === 'js' ? JSON.stringify(value) : value;
    })
    .replace(/\/instance_name\//g, `/${actor.instanceName}/`);
  return language === 'sh' ? STRICT_CURL + filled : filled;
}

export const isKnown = (language) => language in LANGUAGES;

/** Runs it and gives what it printed. A status that isn't 0 is an error. */
export async function run(source, language, actor, { before = '', after = '' } = {}) {
  const { command, file } = LANGUAGES[language];
  const folder = mkdtempSync(path.join(installed, 'snippet-'));
  try {
    const program = path.join(folder, file(before + source));
    writeFileSync(program, fillIn(before + source + after, language, actor));
    return await output(command().concat(program), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function output([program, ...args], cwd) {
  const env = { ...process.env, SYNCANO_BASE_URL: baseUrl };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (printed[stream] += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve(printed.stdout);
      else reject(new Error(`ended with ${status ?? signal}\n${printed.stdout}${printed.stderr}`));
    });
  });
}

// The API as seen from outside the browser.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

const random = () => randomBytes(6).toString('hex');

/** A call with curl, as a reader of the manual makes it: `{status, body}`. */
export async function curl(url, key) {
  const { stdout } = await run('curl', ['--silent', '--write-out', '\n%{http_code}', '-H', `X-API-KEY: ${key}`, url]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) };
}

async function post(url, body, key) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'x-api-key': key }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A new person with an account on the server. */
export async function person(url) {
  const email = `${random()}@example.com`;
  const password = random();
  const { account_key: accountKey } = await post(`${url}/v1.1/account/register/`, { email, password });
  return {
    email,
    password,
    accountKey,
    /** Makes an instance with a name of its own. */
    instance: (fields = {}) => post(`${url}/v1.1/instances/`, { name: freshName(), ...fields }, accountKey),
    apiKey: (instance, fields = {}) => post(`${url}/v1.1/instances/${instance}/api_keys/`, fields, accountKey),
  };
}

/** A name that no other instance has. */
export function freshName() {
  return `shop-${random()}`;
}

export function freshEmail() {
  return `${random()}@example.com`;
}

// An administrator with an instance and an API key, made for one block alone,
// by plain HTTP: what a block shows must not depend on what it is to prove.

import { randomBytes } from 'node:crypto';

export const baseUrl = process.env.SYNCANO_BASE_URL;

const unique = () => randomBytes(6).toString('hex');

async function post(path, body, key) {
  const response = await fetch(`${baseUrl}/v1.1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'x-api-key': key }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export async function newActor() {
  const email = `reader-${unique()}@example.com`;
  const password = unique();
  const { account_key: accountKey } = await post('account/register/', { email, password });
  const instanceName = `i${unique()}`;
  await post('instances/', { name: instanceName }, accountKey);
  const { api_key: apiKey } = await post(`instances/${instanceName}/api_keys/`, {}, accountKey);
  const newEmail = `newcomer-${unique()}@example.com`;
  const newInstanceName = `n${unique()}`;
  return { email, password, accountKey, instanceName, apiKey, newEmail, newInstanceName };
}

// A small API with one instance and its API keys, for what a rotation does.

import { record } from './recorder.mjs';

const ACCOUNT_KEY = `${'a'.repeat(39)}0`;
const path = /^\/v1\.1\/instances\/inst-1\/api_keys\/(?:(\d+)\/)?$/;

/**
 * Starts it with one key, id 1. `fault(method, id)` may give an answer that
 * takes the place of the right one.
 */
export async function keyServer(fault = () => undefined) {
  const keys = new Map();
  let last = 0;
  const add = (data) => {
    last += 1;
    const key = {
      id: last, api_key: `${String(last).padStart(39, 'b')}1`, description: '', ignore_acl: false, allow_user_create: false,
      allow_group_create: false, allow_anonymous_read: false, ...data, created_at: '2015-05-27T15:17:39.536805Z', links: { self: 's' },
    };
    keys.set(last, key);
    return key;
  };
  add({ description: 'the web shop', allow_user_create: true });

  const answer = ({ method, path: given, headers, json }) => {
    const id = Number(path.exec(given)?.[1]) || undefined;
    const fixed = fault(method, id);
    if (fixed) return fixed;
    const own = [...keys.values()].find((key) => key.api_key === headers['x-api-key']);
    const isAccount = headers['x-api-key'] === ACCOUNT_KEY;
    if (!isAccount && !own) return { status: 403, json: { detail: 'No such API Key.' } };
    if (!isAccount && method !== 'GET') return { status: 403, json: { detail: 'You do not have permission to perform this action.' } };
    if (method === 'POST') return { status: 201, json: add(json) };
    const key = keys.get(id);
    if (!key || (own && own !== key)) return { status: 404, json: { detail: 'Not found.' } };
    if (method === 'DELETE') {
      keys.delete(id);
      return { status: 204 };
    }
    return { json: key };
  };
  const server = await record(answer);
  return {
    ...server,
    keys,
    accountKey: ACCOUNT_KEY,
    log: () => server.requests.map(({ method, path: given }) => `${method} ${path.exec(given)?.[1] ?? ''}`.trim()),
  };
}

// `connection.Account`: the administrator's own account.

import { follow, send } from './connection.mjs';
import { ValidationError } from './errors.mjs';

/** The calls of an account; each works detached from the object, too. */
export function account(connection) {
  const call = (endpoint, method, payload, options, props) =>
    send(connection, { model: 'Account', endpoint, method, payload, options: callOptions(options), props });
  const post = (endpoint) => (payload = {}, options) => call(endpoint, 'POST', payload, options);

  return {
    register: post('register'),
    async login(payload = {}, setAccountKey = true, options) {
      const body = await call('login', 'POST', payload, options);
      const key = body?.account_key;
      if (setAccountKey === true && typeof key === 'string' && key) connection.setAccountKey(key);
      return body;
    },
    socialLogin: (backend, access_token, options) =>
      call('socialLogin', 'POST', { access_token }, options, { backend }),
    getUserDetails: (options) => call('account', 'GET', undefined, options),
    update: (payload = {}, options) => call('account', 'PUT', payload, options),
    activate: post('activate'),
    resendEmail: (email, options) => call('resendEmail', 'POST', { email }, options),
    changePassword: post('changePassword'),
    setPassword: (password, options) => call('setPassword', 'POST', { password }, options),
    resetPassword: (email, options) => call('resetPassword', 'POST', { email }, options),
    confirmPasswordReset: post('confirmPasswordReset'),
    /** The old key is dead as soon as the answer is there, so the connection takes the new one. */
    async resetKey(options) {
      const body = await call('resetKey', 'POST', {}, options);
      if (typeof body?.account_key === 'string' && body.account_key) connection.setAccountKey(body.account_key);
      return body;
    },
    makeRequest: (method, path, options) => makeRequest(connection, method, path, options),
    getConfig: () => connection,
    getDefaultProperties: () => connection.defaults,
  };
}

/** A call to any path under the base URL. */
export async function makeRequest(connection, method, path, { query, payload, responseAttr, ...options } = {}) {
  if (typeof path !== 'string' || !path) throw usage('path', '"path" is required.');
  if (typeof method !== 'string') throw usage('method', `Invalid request method: "${method}".`);
  const expect = responseAttr === 'body' ? undefined : responseAttr;
  return follow(connection, { method, path, query, payload, options: callOptions(options, expect) });
}

function usage(field, message) {
  return new ValidationError({ [field]: [message] }, message);
}

const CALL_OPTIONS = ['signal', 'timeout', 'maxRetries', 'headers', 'anonymous'];

/** The options of a single call that the core knows, or nothing. */
export function callOptions(options, expect) {
  if (!options && !expect) return undefined;
  const picked = {};
  for (const name of CALL_OPTIONS) if (options?.[name] !== undefined) picked[name] = options[name];
  if (expect) picked.expect = expect;
  return picked;
}

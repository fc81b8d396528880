// `connection.Account`: the administrator's own account.

import { callOptions, send } from './connection.mjs';
import { Owned } from './owned.mjs';

class Account extends Owned {}

/** The calls of an account; each works detached from the object, too. */
export function account(connection) {
  const call = async (endpoint, method, payload, options, props) =>
    send(connection, { model: 'Account', endpoint, method, payload, options: callOptions(options), props });
  const post = (endpoint) => (payload = {}, options) => call(endpoint, 'POST', payload, options);

  return Object.assign(new Account({ connection }), {
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
  });
}

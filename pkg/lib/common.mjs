// What everything that hangs on a connection can do.

import { callOptions, follow } from './connection.mjs';
import { ValidationError } from './errors.mjs';

/** A call to any path under the base URL. */
export async function makeRequest(connection, method, path, given) {
  const { query, payload, type, responseAttr, ...options } = { __proto__: null, ...given };
  if (typeof path !== 'string' || !path) throw usage('path', '"path" is required.');
  if (typeof method !== 'string') throw usage('method', `Invalid request method: "${method}".`);
  const body = type === 'form' ? new URLSearchParams(payload) : payload;
  const expect = responseAttr === 'body' ? undefined : responseAttr;
  return follow(connection, { method, path, query, payload: body, options: callOptions(options, expect) });
}

function usage(field, message) {
  return new ValidationError({ [field]: [message] }, message);
}

/** Methods of an object whose connection `connectionOf` tells. */
export const common = (connectionOf) => ({
  makeRequest(method, path, options) {
    return makeRequest(connectionOf(this), method, path, options);
  },
  buildUrl(path) {
    const { baseUrl } = connectionOf(this);
    return path.startsWith(`${baseUrl}/`) ? path : baseUrl + path;
  },
  getConfig() {
    return connectionOf(this);
  },
  getDefaultProperties() {
    return connectionOf(this).defaults;
  },
  /** Prints nothing, as ever; the option `logger` is told of each call. */
  log() {},
});

/** Gives a class methods that inspections and loops do not show. */
export function extend(made, methods) {
  for (const name in methods) {
    Object.defineProperty(made.prototype, name, { value: methods[name], writable: true, configurable: true });
  }
}

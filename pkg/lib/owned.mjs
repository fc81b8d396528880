// What everything that hangs on a connection can do.

import { callOptions, follow } from './connection.mjs';
import { ValidationError } from './errors.mjs';

/** Something of a connection's. What is kept of it, its connection first, no inspection shows. */
export class Owned {
  #state;

  constructor(state) {
    this.#state = state;
  }

  /** What is kept of a thing: `{connection, …}`. */
  static stateOf(thing) {
    return thing.#state;
  }

  /** Told without a look at the thing itself, which may be anything. */
  static has(thing) {
    return Object(thing) === thing && #state in thing;
  }

  /** A call to any path under the base URL. */
  async makeRequest(method, path, given) {
    const { query, payload, type, responseAttr, ...options } = { __proto__: null, ...given };
    if (typeof path !== 'string' || !path) throw usage('path', '"path" is required.');
    if (typeof method !== 'string') throw usage('method', `Invalid request method: "${method}".`);
    const body = type === 'form' ? new URLSearchParams(payload) : payload;
    const expect = responseAttr === 'body' ? undefined : responseAttr;
    return follow(this.#state.connection, { method, path, query, payload: body, options: callOptions(options, expect) });
  }

  buildUrl(path) {
    const { baseUrl } = this.#state.connection;
    return path.startsWith(`${baseUrl}/`) ? path : baseUrl + path;
  }

  getConfig() {
    return this.#state.connection;
  }

  getDefaultProperties() {
    return this.#state.connection.defaults;
  }

  /** Prints nothing, as ever; the option `logger` is told of each call. */
  log() {}
}

export const { stateOf } = Owned;

function usage(field, message) {
  return new ValidationError({ [field]: [message] }, message);
}

/** Gives a class methods that inspections and loops do not show. */
export function extend(made, methods) {
  for (const name in methods) {
    Object.defineProperty(made.prototype, name, { value: methods[name], writable: true, configurable: true });
  }
}

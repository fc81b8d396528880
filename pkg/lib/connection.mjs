// A connection: its options, its credentials and its way to the core.

import { account } from './account.mjs';
import { batchManager } from './batch.mjs';
import { direct, engine, settled } from './engine.mjs';
import { ValidationError, classes, hide, named } from './errors.mjs';
import { SyncanoFile, formOf, report } from './file.mjs';
import { factory } from './factory.mjs';
import { MODELS } from './models.mjs';
import { monitor } from './monitor.mjs';
import { warnOfKind, warnOfPage } from './warnings.mjs';

const DEFAULT_BASE_URL = 'https://api.syncano.io';
const CREDENTIALS = ['accountKey', 'apiKey', 'userKey', 'socialToken'];
const CORE_OPTIONS = ['allowInsecureHttp', 'timeout', 'maxRetries', 'retryAfterMax', 'fetch', 'logger', 'headers'];
const OPTIONS = [
  ...CREDENTIALS,
  ...CORE_OPTIONS,
  'baseUrl',
  'defaults',
  'progressCallback',
  'silenceBrowserWarning',
  'silenceKeyWarning',
];

// Private state; no inspection of a connection leads here.
const states = new WeakMap();

/**
 * Makes a connection, with or without `new`.
 *
 * `options` is an object, or one bare key whose kind its last digit tells.
 */
export function Syncano(options) {
  if (!new.target) return new Syncano(options);
  const given = read(options);
  const state = {
    options: pick(given, CORE_OPTIONS),
    quiet: pick(given, ['silenceBrowserWarning', 'silenceKeyWarning']),
    baseUrl: given.baseUrl ?? environmentBaseUrl() ?? DEFAULT_BASE_URL,
    made: {},
    handle: undefined,
    instance: undefined,
    isDisposed: false,
  };
  states.set(this, state);
  this.defaults = given.defaults ?? {};
  hide(this, 'progressCallback', given.progressCallback ?? null);
  for (const name in given.rest) if (!(name in this)) keep(this, name, given.rest[name]);
  core(state);
  for (const name of CREDENTIALS) setCredential(this, name, given[name]);
}

/** What else the options hold can be read from the connection by name, and is shown by no inspection. */
function keep(connection, name, first) {
  let kept = first;
  Object.defineProperty(connection, name, {
    configurable: true,
    get: () => kept,
    set(value) {
      kept = value;
    },
  });
}

function read(options) {
  // Without a prototype, so that nothing is an option that nobody gave.
  const given = Object.create(null);
  if (typeof options === 'string') return Object.assign(given, fromKey(options));
  if (options === null || typeof options !== 'object') return given;
  try {
    const { ...own } = options;
    for (const name of OPTIONS) {
      if (Object.prototype.hasOwnProperty.call(own, name)) given[name] = own[name];
      delete own[name];
    }
    for (const name of ['defaults', 'headers']) if (given[name]) given[name] = { ...given[name] };
    given.rest = own;
  } catch {
    throw unreadable('options');
  }
  return given;
}

const unreadable = (name) => new ValidationError({ [name]: [`The ${name} could not be read.`] });

function fromKey(text) {
  const kind = keyKind(text);
  if (!kind) {
    throw new ValidationError({ options: ['This text is not a key: a key has 40 hexadecimal characters.'] });
  }
  return kind === 'api' ? { apiKey: text } : { accountKey: text };
}

function pick(object, names) {
  // Without a prototype: only what was given is there to be read.
  const picked = { __proto__: null };
  for (const name of names) if (object[name] !== undefined && object[name] !== null) picked[name] = object[name];
  return picked;
}

function environmentBaseUrl() {
  try {
    return globalThis.process?.env?.SYNCANO_BASE_URL || undefined;
  } catch {
    // Some runtimes ask for a permission here; without it there is no such setting.
    return undefined;
  }
}

/** The handle of a connection, moved to a new instance when the old one was lost. */
function core(state) {
  const instance = engine();
  if (state.instance === instance) return state.handle;
  const lost = state.handle;
  state.handle = direct(({ Connection }) => new Connection(state.baseUrl, state.options));
  state.instance = instance;
  for (const name of lost ? CREDENTIALS : []) {
    // Reading is all that is asked of a lost instance: its memory is still there.
    const value = rescue(lost, name);
    if (value) direct(() => state.handle.setCredential(name, value));
  }
  if (lost) wipe(lost);
  if (state.isDisposed) direct(() => state.handle.dispose());
  return state.handle;
}

function rescue(handle, name) {
  try {
    return direct(() => handle.credential(name));
  } catch {
    return undefined;
  }
}

function wipe(handle) {
  try {
    direct(() => handle.dispose());
  } catch {
    // It was lost in the middle of something; nobody can reach its memory any more.
  }
}

function setCredential(connection, name, value) {
  const state = states.get(connection);
  const handle = core(state);
  // The original takes `false` for no key, too: `apiKey: isServer && key`.
  const given = value === '' || value === undefined || value === false ? null : value;
  const kind = direct(() => handle.setCredential(name, given));
  if (given === null) return;
  if (name === 'accountKey' && !state.quiet.silenceBrowserWarning) warnOfPage();
  if (!state.quiet.silenceKeyWarning) warnOfKind(name, kind);
}

/** Tells the kind of a key offline: `account` (user keys look the same), `api`, or `undefined` for what is no key. */
export function keyKind(key) {
  return direct((bindings) => bindings.keyKind(key));
}

/** A connection like this one, with an API key as its only credential. */
export function sibling(connection, apiKey) {
  const { options, quiet } = states.get(connection);
  return new Syncano({ ...options, ...quiet, baseUrl: connection.baseUrl, apiKey });
}

/** Sends a call to a model's endpoint: `{model, endpoint, method, props, query, payload, options}`. */
export function send(connection, { model, endpoint, method, props, query, payload, options }) {
  return start(connection, payload, (handle, body) =>
    handle.call(model, endpoint, method, props, query, body, options),
  );
}

const CALL_OPTIONS = ['signal', 'timeout', 'maxRetries', 'headers', 'anonymous'];

/** The options of a single call that the core knows, or nothing. */
export function callOptions(options, expect) {
  if (!options && !expect) return undefined;
  try {
    const picked = pick({ __proto__: null, ...options }, CALL_OPTIONS);
    if (expect) picked.expect = expect;
    if (picked.headers) picked.headers = { ...picked.headers };
    return picked;
  } catch {
    throw unreadable('options');
  }
}

/** Sends a call to a path or a link of the server. */
export async function follow(connection, { method, path, query, payload, options }) {
  if (typeof path !== 'string') throw new ValidationError({ path: ['must be a text'] });
  return start(connection, payload, (handle, body) => handle.follow(method, path, query, body, options));
}

async function start(connection, payload, call) {
  const state = states.get(connection);
  const handle = core(state);
  // Without a file nothing is waited for: the payload is that of this moment.
  const files = formOf(payload);
  const form = files && (await files);
  const value = await settled(
    state.instance,
    direct(() => call(handle, form ?? payload)),
  );
  if (form) report(connection.progressCallback, form);
  return value;
}

Object.defineProperties(
  Syncano.prototype,
  Object.fromEntries(
    CREDENTIALS.flatMap((name) => {
      const title = name[0].toUpperCase() + name.slice(1);
      return [
        [name, accessor(name)],
        [`get${title}`, method((connection) => connection[name])],
        [
          `set${title}`,
          method((connection, value) => {
            connection[name] = value;
            return connection;
          }),
        ],
      ];
    }),
  ),
);

function accessor(name) {
  return {
    configurable: true,
    get() {
      return direct(() => core(states.get(this)).credential(name)) ?? null;
    },
    set(value) {
      setCredential(this, name, value);
    },
  };
}

function method(run) {
  return {
    configurable: true,
    writable: true,
    value(...args) {
      return run(this, ...args);
    },
  };
}

const methods = {
  getBaseUrl: (connection) => connection.baseUrl,
  setBaseUrl(connection, value) {
    connection.baseUrl = value;
    return connection;
  },
  getInstanceName: (connection) => connection.defaults.instanceName,
  setInstanceName(connection, value) {
    const empty = value === undefined || value === null || value === '';
    if (!empty && typeof value !== 'string') {
      throw new ValidationError({ instanceName: ['Instance name must be a string.'] }, 'Instance name must be a string.');
    }
    connection.defaults.instanceName = empty ? null : value;
    return connection;
  },
  onProgress(connection, callback) {
    connection.progressCallback = callback;
    return connection;
  },
  file: (_, content) => new SyncanoFile(content),
  /** Wipes the credentials from memory; later calls are refused. */
  dispose(connection) {
    const state = states.get(connection);
    state.isDisposed = true;
    if (state.handle) direct(() => core(state).dispose());
    for (const made of Object.values(state.made)) made?.stopMonitoring?.();
  },
  toJSON: (connection) => ({ baseUrl: connection.baseUrl, defaults: connection.defaults }),
};
for (const name in methods) Object.defineProperty(Syncano.prototype, name, method(methods[name]));
Object.defineProperty(Syncano.prototype, Symbol.dispose ?? Symbol.for('Symbol.dispose'), method(methods.dispose));
Object.defineProperty(
  Syncano.prototype,
  Symbol.for('nodejs.util.inspect.custom'),
  method((connection, _depth, options, inspect) =>
    inspect ? `Syncano ${inspect(methods.toJSON(connection), options)}` : methods.toJSON(connection),
  ),
);

Object.defineProperty(Syncano.prototype, 'baseUrl', {
  configurable: true,
  get() {
    return core(states.get(this)).baseUrl;
  },
  set(value) {
    const state = states.get(this);
    direct(() => core(state).setBaseUrl(value));
    state.baseUrl = value;
  },
});

/** What hangs on a connection is made when it is first asked for. */
function lazy(name, make) {
  Object.defineProperty(Syncano.prototype, name, {
    configurable: true,
    get() {
      const { made } = states.get(this);
      made[name] ??= make(this);
      return made[name];
    },
  });
}
lazy('Account', account);
lazy('Monitor', monitor);
lazy('BatchManager', batchManager);
for (const name of Object.keys(MODELS)) lazy(name, (connection) => factory(connection, name));

named(Syncano, 'Syncano');
Object.assign(Syncano, classes, { keyKind, create: (options) => new Syncano(options), file: methods.file.bind(null, null) });

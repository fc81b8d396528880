// A connection: its options, its credentials and its way to the core.

import { account } from './account.mjs';
import { batchManager } from './batch.mjs';
import { direct, engine } from './engine.mjs';
import { ValidationError, classes, hide, named, raised } from './errors.mjs';
import { SyncanoFile, formOf, report } from './file.mjs';
import { factory } from './factory.mjs';
import { MODELS } from './models.mjs';
import { monitor } from './monitor.mjs';
import { endpointsOf } from './routes.mjs';
import { warnOfKind, warnOfPage } from './warnings.mjs';
import * as host from '../../src/js/host.js';

const DEFAULT_BASE_URL = 'https://api.syncano.io';
const { CREDENTIALS } = host;
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
    settings: direct(() => host.settings(pick(given, CORE_OPTIONS))),
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
  ask(state, () => {});
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

/** Runs `run(handle, core, memory)` for a connection, whose handle moves to a new instance when the old one was lost. */
const ask = (state, run) => direct((core, memory) => run(handleOf(state), core, memory));

function handleOf(state) {
  const instance = engine();
  if (state.instance === instance) return state.handle;
  const { handle: lost, instance: old } = state;
  const handle = new instance.core.Connection();
  host.setBaseUrl(handle, state.settings, state.baseUrl);
  CREDENTIALS.forEach((name, slot) => {
    // Reading is all that is asked of a lost instance: its memory is still there.
    const value = lost && attempted(() => host.credential(lost, old.memory, slot));
    if (value) host.setCredential(handle, name, value);
  });
  if (lost) attempted(() => lost.dispose());
  return Object.assign(state, { handle, instance }).handle;
}

/** What a lost instance still does, if it does. */
function attempted(run) {
  try {
    return run();
  } catch {
    // It was lost in the middle of something; nobody can reach its memory any more.
  }
}

function setCredential(connection, name, value) {
  const state = states.get(connection);
  // The original takes `false` for no key, too: `apiKey: isServer && key`.
  const given = value === '' || value === undefined || value === false ? null : value;
  const kind = ask(state, (handle) => host.setCredential(handle, name, given));
  if (given === null) return;
  if (name === 'accountKey' && !state.quiet.silenceBrowserWarning) warnOfPage();
  if (!state.quiet.silenceKeyWarning) warnOfKind(name, kind);
}

/** Tells the kind of a key offline: `account` (user keys look the same), `api`, or `undefined` for what is no key. */
export function keyKind(key) {
  return direct((core) => host.keyKind(core, key));
}

/** A connection like this one, with an API key as its only credential. */
export function sibling(connection, apiKey) {
  const { settings, quiet } = states.get(connection);
  return new Syncano({ ...settings, ...quiet, baseUrl: connection.baseUrl, apiKey });
}

/** Sends a call to a model's endpoint: `{model, endpoint, method, props, query, payload, options}`. */
export function send(connection, { model, endpoint, method, props, query, payload, options }) {
  return start(connection, { route: endpointsOf(model)[endpoint], method, properties: props, query, payload, options });
}

const CALL_OPTIONS = ['signal', 'timeout', 'maxRetries', 'headers', 'anonymous'];

/** The options of a single call that the core knows, or nothing. */
export function callOptions(options, expect) {
  if (!options) return expect && { __proto__: null, expect };
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
  return start(connection, { link: path, method, query, payload, options });
}

async function start(connection, call) {
  const state = states.get(connection);
  // Without a file nothing is waited for: the payload is that of this moment.
  const files = formOf(call.payload);
  const form = files && (await files);
  if (form) call.payload = form;
  if (state.isDisposed) throw new ValidationError({}, 'The connection has been disposed.');
  const draft = ask(state, (handle, core) => host.draft(handle, core, state.settings, call));
  try {
    const value = await host.drive(draft, (run) => ask(state, run));
    if (form) report(connection.progressCallback, form);
    return value;
  } catch (error) {
    throw raised(error);
  }
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
      const slot = CREDENTIALS.indexOf(name);
      return ask(states.get(this), (handle, _core, memory) => host.credential(handle, memory, slot));
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
    ask(state, (handle) => handle.dispose());
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
    return ask(states.get(this), (handle) => handle.join(''));
  },
  set(value) {
    const state = states.get(this);
    ask(state, (handle) => host.setBaseUrl(handle, state.settings, value));
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

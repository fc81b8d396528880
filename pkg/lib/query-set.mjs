// What `please()` returns: a query that is sent when it is awaited.

import { callOptions, follow, send } from './connection.mjs';
import { RequestError, ValidationError } from './errors.mjs';
import { emitter } from './emitter.mjs';
import { memberships } from './memberships.mjs';
import { fromCaller, fromServer } from './model.mjs';
import { MODELS } from './models.mjs';
import { Owned, extend, stateOf } from './owned.mjs';
import { everyPage } from './pages.mjs';
import { resultSet } from './result-set.mjs';
import { rotate } from './rotate.mjs';
import { endpointsOf, pathProperties } from './routes.mjs';

const classes = {};

/** A query of a model; the defaults are those of this moment. */
export function querySet(connection, name, properties) {
  const given = { ...properties };
  const base = {};
  for (const key of pathProperties(name)) {
    if (Object.prototype.hasOwnProperty.call(connection.defaults, key)) base[key] = connection.defaults[key];
  }
  return new (classes[name] ??= define(name))({
    connection,
    name,
    model: name,
    props: { ...base, ...given },
    endpoint: 'list',
    method: 'GET',
    query: {},
    payload: undefined,
    path: null,
    headers: undefined,
    options: undefined,
    raw: false,
    text: false,
    sent: undefined,
    convert: undefined,
    isList: false,
  });
}

/** Changes a query; what was sent before belongs to the query it was then. */
function change(query, changes, properties) {
  const state = stateOf(query);
  Object.assign(state, changes, { sent: undefined });
  if (properties) Object.assign(state.props, properties);
  return query;
}

function addQuery(query, parameters) {
  return change(query, { query: { ...stateOf(query).query, ...parameters } });
}

export class QuerySet extends Owned {
  /** Sends the query; resolves with `[value, raw answer]`. */
  request(path = null, options = {}) {
    const state = stateOf(this);
    const { headers, query, payload } = { __proto__: null, ...options };
    const own = path === null && !headers && !query && payload === undefined;
    if (!own) return perform({ ...state, path, headers, payload: payload ?? state.payload, query: { ...state.query, ...query } });
    // Reading again is harmless; acting again is not, so that one query acts once.
    if (state.method === 'GET') return perform(state);
    state.sent ??= perform(state);
    return state.sent;
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited is what a query is for
  then(onValue, onError) {
    const apply = typeof onValue === 'function' ? ([value, raw]) => onValue(value, raw) : ([value]) => value;
    return this.request().then(apply, onError);
  }

  catch(onError) {
    return this.then(undefined, onError);
  }

  finally(onEnd) {
    return this.then().finally(onEnd);
  }

  /** Every object of every page, one page at a time. */
  async *[Symbol.asyncIterator]() {
    for await (const page of walk(this)) yield* page;
  }

  /** Leaves answers as they are. */
  raw() {
    return change(this, { raw: true });
  }

  pageSize(size) {
    return addQuery(this, { page_size: size });
  }

  ordering(value = 'asc') {
    const order = String(value).toLowerCase();
    if (order !== 'asc' && order !== 'desc') {
      const message = `Invalid order value: "${value}", allowed choices are asc,desc.`;
      throw new ValidationError({ ordering: [message] }, message);
    }
    return addQuery(this, { ordering: order });
  }

  fields(names = []) {
    return addQuery(this, { fields: namesOf('fields', names) });
  }

  excludedFields(names = []) {
    return addQuery(this, { excluded_fields: namesOf('excludedFields', names) });
  }

  templateResponse(name) {
    change(this, { text: true });
    return addQuery(this, { template_response: name });
  }

  /** Options of the calls of this query: `signal`, `timeout`, `maxRetries`, `headers`. */
  withOptions(options) {
    return change(this, { options: { ...stateOf(this).options, ...callOptions(options) } });
  }

  /** The first object of the list, or `undefined`. */
  async first(properties = {}, query = {}) {
    change(this, { endpoint: 'list', method: 'GET' }, properties);
    addQuery(this, { page_size: 1, ...query });
    return (await this.request())[0]?.[0];
  }

  /** Every page as events; see also `for await`. */
  all(properties = {}, query = {}, start = true, pages = 0) {
    change(this, { endpoint: 'list', method: 'GET' }, properties);
    addQuery(this, query);
    return emitter(walk(this), start, pages);
  }
}

/** Every page of a list, of raw objects where the query is a raw one. */
async function* walk(query) {
  const state = stateOf(query);
  if (expectation(state) !== 'list') throw new ValidationError({ query: ['Only a list can be walked through.'] });
  const convert = state.raw ? (connection, raw, _, parameters, options) => resultSet(connection, raw, parameters, (data) => data, options) : state.convert;
  yield* everyPage(perform({ ...state, convert, raw: false, text: false }).then(([page]) => page));
}

function namesOf(field, names) {
  if (!Array.isArray(names)) {
    throw new ValidationError({ [field]: ['must be a list of field names'] });
  }
  return names.join(',');
}

async function perform(state) {
  const { connection, name, model, endpoint, method, query, path, headers } = state;
  const expect = state.text ? 'text' : state.raw ? undefined : expectation(state);
  const options = callOptions(headers ? { ...state.options, headers } : state.options, expect);
  const given = method === 'GET' || method === 'DELETE' ? undefined : state.payload;
  const payload = Owned.has(given) ? given.toJSON() : given;
  const call = { method, query, payload, options };
  const raw = path
    ? await follow(connection, { ...call, path })
    : await send(connection, { ...call, model, endpoint, props: destination(state) });
  if (state.text || state.raw) return [raw, raw];
  const convert = (data) => fromServer(connection, name, data, state.props);
  if (state.convert) return [state.convert(connection, raw, state.props, query, state.options), raw];
  if (expect === 'list') return [resultSet(connection, raw, query, convert, state.options), raw];
  return [convert(method === 'DELETE' ? null : raw), raw];
}

function expectation({ endpoint, method, convert, isList }) {
  if (isList || (endpoint === 'list' && method === 'GET')) return 'list';
  return method === 'DELETE' || convert ? undefined : 'object';
}

/** A default instance may be read and changed by default, but not deleted or renamed. */
function destination({ connection, name, props, endpoint, method }) {
  if (name !== 'Instance') return props;
  const given = props.name ?? props.instanceName;
  const fallback = method === 'DELETE' || endpoint === 'rename' ? undefined : connection.defaults.instanceName;
  return { ...props, name: given ?? fallback };
}

/** Creates what was not found, or what has no id to be found by; any other failure stays one. */
async function unlessFound(query, properties, defaults) {
  const { name, props } = stateOf(query);
  const isKnown = endpointsOf(name).detail.properties.every((key) => props[key] !== undefined && props[key] !== null);
  if (!isKnown) return query.create({ ...properties, ...defaults });
  try {
    return (await query.request())[0];
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 404) throw error;
    return query.create({ ...properties, ...defaults });
  }
}

const to = (endpoint, method, extra) =>
  function (properties = {}, payload) {
    return change(this, { endpoint, method, payload, model: stateOf(this).name, convert: undefined, isList: false, ...extra }, properties);
  };

const METHODS = {
  list(properties = {}, query = {}) {
    change(this, { endpoint: 'list', method: 'GET' }, properties);
    return addQuery(this, query);
  },
  get(properties = {}) {
    return change(this, { ...ownProfile(this), method: 'GET' }, properties);
  },
  update(properties = {}, object = {}) {
    return change(this, { ...ownProfile(this), method: 'PATCH', payload: object }, properties);
  },
  delete: to('detail', 'DELETE'),
  reset: to('reset', 'POST'),
  resend: to('resend', 'POST'),
  resetKey: to('reset_key', 'POST'),
  cacheKey(key) {
    return addQuery(this, { cache_key: key });
  },
  async create(object = {}) {
    const { connection, name, props, options } = stateOf(this);
    return fromCaller(connection, name, { ...explicit(connection, name, props), ...object }).save(options);
  },
  async bulkCreate(models) {
    if (!Array.isArray(models)) throw new ValidationError({ models: ['must be a list of models'] });
    const made = [];
    for (const model of models) made.push(await model.save(stateOf(this).options));
    return made;
  },
  getOrCreate(properties = {}, defaults = {}) {
    return unlessFound(this.get(properties), properties, defaults);
  },
  updateOrCreate(properties = {}, object = {}, defaults = {}) {
    return unlessFound(this.update(properties, object), properties, defaults);
  },
  rotate(properties = {}, deploy, options) {
    const { connection, props, options: own } = stateOf(this);
    return rotate(connection, { ...props, ...properties }, deploy, { ...own, ...callOptions(options) });
  },
  rename: to('rename', 'POST'),
  setGlobalConfig(properties = {}, config = {}) {
    return change(this, { endpoint: 'config', method: 'PUT', payload: { config } }, nameOf(properties));
  },
  getGlobalConfig(properties = {}) {
    return change(this, { endpoint: 'config', method: 'GET' }, nameOf(properties));
  },
  async accept(key) {
    const { connection, options } = stateOf(this);
    const call = { model: 'Invitation', endpoint: 'accept', method: 'POST', props: {} };
    return send(connection, { ...call, payload: { invitation_key: key }, options: callOptions(options) });
  },
  async login(properties = {}, credentials = {}) {
    change(this, { endpoint: 'login', method: 'POST', payload: credentials }, properties);
    const [user] = await this.request();
    if (typeof user.user_key === 'string' && user.user_key) stateOf(this).connection.setUserKey(user.user_key);
    return user;
  },
  socialLogin: to('socialLogin', 'POST'),
};

/** The name in what may be a whole model. */
function nameOf({ name }) {
  return name === undefined ? {} : { name };
}

/** Without an account key, an API key with a user key reads and changes its own user only. */
function ownProfile(query) {
  const { connection, name } = stateOf(query);
  const own = name === 'User' && !connection.accountKey && connection.apiKey && connection.userKey;
  return { endpoint: own ? 'user' : 'detail', model: name, payload: undefined, convert: undefined, isList: false };
}

/** The properties that a caller gave, without those that are defaults. */
function explicit(connection, name, props) {
  const given = { ...props };
  for (const key of pathProperties(name)) {
    if (given[key] === undefined || given[key] === connection.defaults[key]) delete given[key];
  }
  return given;
}

Object.assign(METHODS, memberships(change));

function define(name) {
  const made = { [`${name}Query`]: class extends QuerySet {} }[`${name}Query`];
  extend(made, Object.fromEntries(MODELS[name].query.map((method) => [method, METHODS[method]])));
  return made;
}

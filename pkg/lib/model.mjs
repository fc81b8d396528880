// Models: plain data of their own, and what can be done with it.

import { callOptions, send } from './connection.mjs';
import { direct } from './engine.mjs';
import { SyncanoError, ValidationError } from './errors.mjs';
import { MODELS, NESTED } from './models.mjs';
import { Owned, extend, stateOf } from './owned.mjs';
import { endpointsOf, pathProperties } from './routes.mjs';
import { faults, pathOf } from '../../src/js/host.js';

const DATES = new Set(['created_at', 'updated_at', 'executed_at']);

const ruled = {};

/** The fields of a model that have rules, each as the names that lead to it. */
function fieldsOf(name) {
  ruled[name] ??= direct((core) => core.fields(name))
    .split(' ')
    .map((path) => path.split('.'));
  return ruled[name];
}

export class Model extends Owned {
  /** True until the server has answered with its links. */
  isNew() {
    return !Object.prototype.hasOwnProperty.call(this, 'links');
  }

  /** What is wrong: `{field: [message, …]}`, or `undefined`. */
  validate() {
    const { name } = stateOf(this);
    const attributes = dataOf(this);
    return direct((core) => faults(core, name, fieldsOf(name), attributes, !this.isNew()));
  }

  /** The data, without links and dates of the server's. `JSON.stringify` gives a key, and no password. */
  toJSON(key) {
    const data = { ...stateOf(this).shadowed };
    const own = key === undefined ? dataOf(this) : this;
    for (const name of Object.keys(own)) {
      if (name !== 'links' && name !== 'created_at' && name !== 'updated_at' && typeof own[name] !== 'function') {
        data[name] = own[name];
      }
    }
    return data;
  }

  /** Creates the object, or writes it; resolves with a new model. */
  async save(options) {
    const errors = this.validate();
    if (errors) throw new ValidationError(errors);
    return this.isNew() ? write(this, 'list', 'POST', options) : write(this, 'detail', writeMethod(this), options);
  }

  /** Writes the object, whether or not it came from the server. */
  async update(options) {
    const errors = this.validate();
    if (errors) throw new ValidationError(errors);
    return write(this, 'detail', writeMethod(this), options);
  }

  /** Deletes the object; resolves with the raw answer. */
  async delete(options) {
    return sendFor(this, 'detail', 'DELETE', undefined, options);
  }

  /** The object as part of a batch. */
  toBatchObject(action) {
    const [endpoint, method] =
      { create: ['list', 'POST'], update: ['detail', 'PATCH'], delete: ['detail', 'DELETE'] }[action] ?? [];
    if (!endpoint) throw new TypeError(`Unknown batch action: "${action}".`);
    const { name } = stateOf(this);
    const path = direct((core) => pathOf(core, endpointsOf(name)[endpoint], { ...this }));
    return { method, path, body: action === 'delete' ? {} : payloadOf(this, method) };
  }

  /** A model of raw data, with this one's path properties. */
  serialize(raw) {
    const { connection, name } = stateOf(this);
    return fromServer(connection, name, raw, this);
  }

  getMeta() {
    return this.getConfig()[stateOf(this).name].getMeta();
  }
}

/** A password is sent, and shown to who asks for it by name; no inspection, copy or JSON of the model has it. */
const PASSWORD = {
  configurable: true,
  get() {
    return Owned.has(this) ? stateOf(this).password : undefined;
  },
  set(value) {
    stateOf(this).password = value;
  },
};

/** All of a model's own data, its password included. */
function dataOf(model) {
  const { password } = stateOf(model);
  return password === undefined ? { ...model } : { ...model, password };
}

const classes = {};

/** The class of a model; its instances say its name when they are inspected. */
export function classOf(name) {
  classes[name] ??= define(name);
  return classes[name];
}

function define(name) {
  const made = { [name]: class extends Model {} }[name];
  const own = { ...OWN[name] };
  for (const accessor in name === 'Instance' ? NESTED : {}) {
    own[accessor] = function (properties = {}) {
      return this.getConfig()[NESTED[accessor]].please({ instanceName: this.name, ...properties });
    };
  }
  extend(made, own);
  if (name === 'User') Object.defineProperty(made.prototype, 'password', PASSWORD);
  return made;
}

/** A model of a caller's attributes; a default instance name is filled in and remembered as such. */
export function fromCaller(connection, name, attributes) {
  const defaulted = [];
  const model = new (classOf(name))({ connection, name, defaulted });
  for (const key of Object.keys(attributes ?? {})) if (key !== '__proto__') model[key] = attributes[key];
  const { defaults } = connection;
  for (const key of pathProperties(name)) {
    if (model[key] === undefined && defaults[key] !== undefined && Object.prototype.hasOwnProperty.call(defaults, key)) {
      model[key] = defaults[key];
      defaulted.push(key);
    }
  }
  return model;
}

/** A model of a server's answer: path properties of the call, then the fields, with their dates as `Date`. */
export function fromServer(connection, name, raw, properties) {
  const made = classOf(name);
  const { prototype } = made;
  const state = { connection, name };
  const model = new made(state);
  for (const key of pathProperties(name)) {
    const value = properties?.[key];
    if (value !== undefined && !(key in prototype)) model[key] = value;
  }
  if (raw === null || typeof raw !== 'object') return model;
  for (const key of Object.keys(raw)) {
    const value = raw[key];
    if (!(key in prototype)) model[key] = DATES.has(key) && value !== undefined && value !== null ? new Date(value) : value;
    // A field never takes the place of a method; `toJSON` still shows it.
    else if (key !== '__proto__') (state.shadowed ??= { __proto__: null })[key] = value;
  }
  return model;
}

function writeMethod(model) {
  const { name } = stateOf(model);
  const { methods } = endpointsOf(name).detail;
  // A user's password is never in an answer, and writing the whole of a user needs one.
  if (name === 'User' && model.password === undefined) return 'PATCH';
  if (methods.includes('put')) return 'PUT';
  throw new SyncanoError('Unsupported request methods: PUT,PATCH,POST.');
}

/** What is sent: a new model as its maker gave it, a stored one without what only the server sets. */
function payloadOf(model, method) {
  const { name, defaulted } = stateOf(model);
  const payload = model.toJSON();
  const left = method === 'POST' ? (defaulted ?? []) : [...MODELS[name].readOnly, ...pathProperties(name)];
  for (const key of left) delete payload[key];
  return payload;
}

async function write(model, endpoint, method, options) {
  const { connection, name } = stateOf(model);
  const raw = await sendFor(model, endpoint, method, payloadOf(model, method), options, 'object');
  return fromServer(connection, name, raw, model);
}

function sendFor(model, endpoint, method, payload, options, expect, name = stateOf(model).name) {
  const { connection } = stateOf(model);
  const props = { ...model };
  return send(connection, { model: name, endpoint, method, props, payload, options: callOptions(options, expect) });
}

/** Sends a query of this model's kind, which may lead to the other side of a membership. */
async function ask(model, method, properties, other, options) {
  const { connection, name } = stateOf(model);
  const query = connection[name].please({ instanceName: model.instanceName });
  const [value] = await query[method](properties, other).withOptions(options).request();
  return value;
}

const OWN = {
  ApiKey: {
    /** Gives the key a new value, which this model then has; resolves with the raw answer. */
    async reset(options) {
      const raw = await sendFor(this, 'reset', 'POST', {}, options, 'object');
      if (typeof raw.api_key === 'string') this.api_key = raw.api_key;
      return raw;
    },
  },
  Instance: {
    async rename(payload = { new_name: this.name }, options) {
      const raw = await sendFor(this, 'rename', 'POST', payload, options, 'object');
      return fromServer(this.getConfig(), 'Instance', raw, this);
    },
    async setGlobalConfig(config = {}, options) {
      return sendFor(this, 'config', 'PUT', { config }, options);
    },
    async getGlobalConfig(options) {
      return sendFor(this, 'config', 'GET', undefined, options);
    },
  },
  InstanceInvitation: {
    async resend(options) {
      return sendFor(this, 'resend', 'POST', {}, options);
    },
  },
  Invitation: {
    async accept(key = this.key, options) {
      return sendFor(this, 'accept', 'POST', { invitation_key: key }, options);
    },
  },
  User: {
    async resetKey(options) {
      const raw = await sendFor(this, 'reset_key', 'POST', {}, options, 'object');
      return fromServer(this.getConfig(), 'User', raw, this);
    },
    getGroups(options) {
      return ask(this, 'getGroups', { user: this.id }, {}, options);
    },
    getGroup({ id } = {}, options) {
      return ask(this, 'getGroup', { user: this.id, id }, {}, options);
    },
    addGroup({ group } = {}, options) {
      return ask(this, 'addGroup', { user: this.id }, { group }, options);
    },
    deleteGroup({ id } = {}, options) {
      return ask(this, 'deleteGroup', { user: this.id, id }, {}, options);
    },
  },
  Group: {
    users(options) {
      return ask(this, 'users', { id: this.id }, {}, options);
    },
    addUser({ user } = {}, options) {
      return ask(this, 'addUser', { id: this.id }, { user }, options);
    },
    getUserDetails({ user } = {}, options) {
      return ask(this, 'getUserDetails', { id: this.id, user }, {}, options);
    },
    deleteUser({ user } = {}, options) {
      return ask(this, 'deleteUser', { id: this.id, user }, {}, options);
    },
  },
};

// `connection.BatchManager`: up to fifty changes in one request.

import { common, extend } from './common.mjs';
import { callOptions, send } from './connection.mjs';
import { direct } from './engine.mjs';
import { SyncanoError, ValidationError } from './errors.mjs';
import { Model } from './model.mjs';
import { endpointsOf } from './routes.mjs';
import { pathOf } from '../../src/js/host.js';

const OBJECTS_MAX = 50;

class Batch {
  #connection;
  #properties;
  // What is batched may hold a password, so that no inspection shows it.
  #objects = [];

  constructor(connection, properties) {
    this.#connection = connection;
    const instanceName = properties?.instanceName ?? connection.defaults.instanceName;
    if (!instanceName) throw new ValidationError({ instanceName: [] }, 'No instance name specified.');
    this.#properties = { instanceName };
    this.instanceName = instanceName;
    this.batchUrl = direct((core) => pathOf(core, endpointsOf('Batch').batch, this.#properties));
    this.maxBatchObjects = OBJECTS_MAX;
  }

  get objects() {
    return this.#objects;
  }

  /** Takes `{object, action}` entries, or lists of them. */
  addObjects(...entries) {
    const flat = entries.flat();
    if (!flat.every((entry) => entry?.object && entry.action)) {
      throw new SyncanoError('The Batch Manager only accepts properly formatted objects.');
    }
    for (const { object, action } of flat) this.addSingleObject(object, action);
    return this;
  }

  addObjectsFromArray(models, action) {
    for (const model of models) this.addSingleObject(model, action);
    return this;
  }

  addSingleObject(model, action) {
    if (!(model instanceof Model)) throw new SyncanoError('The supplied object is not a valid object.');
    if (this.#objects.length >= this.maxBatchObjects) {
      throw new SyncanoError('Only 50 objects can be batched at once.');
    }
    this.#objects.push(model.toBatchObject(action));
    return this;
  }

  getObjects() {
    return this.#objects;
  }

  removeObjects() {
    this.#objects = [];
    return this;
  }

  /** Sends what was added, which stays; resolves with `[{code, content}, …]`. */
  async batch(options) {
    if (this.#objects.length === 0) throw new SyncanoError('No objects provided for batching.');
    return send(this.#connection, {
      model: 'Batch',
      endpoint: 'batch',
      method: 'POST',
      props: this.#properties,
      payload: { requests: this.#objects },
      options: callOptions(options),
    });
  }

  static {
    extend(Batch, common((batch) => batch.#connection));
  }
}

export function batchManager(connection) {
  return function BatchManager(properties) {
    return new Batch(connection, properties);
  };
}

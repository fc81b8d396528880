// `connection.BatchManager`: up to fifty changes in one request.

import { callOptions, send } from './connection.mjs';
import { direct } from './engine.mjs';
import { SyncanoError, ValidationError } from './errors.mjs';
import { Model } from './model.mjs';
import { Owned, stateOf } from './owned.mjs';
import { endpointsOf } from './routes.mjs';
import { pathOf } from '../../src/js/host.js';

const OBJECTS_MAX = 50;

// What is batched may hold a password, so that no inspection shows it.
class Batch extends Owned {
  constructor(connection, properties) {
    const instanceName = properties?.instanceName ?? connection.defaults.instanceName;
    if (!instanceName) throw new ValidationError({ instanceName: [] }, 'No instance name specified.');
    super({ connection, properties: { instanceName }, objects: [] });
    this.instanceName = instanceName;
    this.batchUrl = direct((core) => pathOf(core, endpointsOf('Batch').batch, { instanceName }));
    this.maxBatchObjects = OBJECTS_MAX;
  }

  get objects() {
    return stateOf(this).objects;
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
    if (this.objects.length >= this.maxBatchObjects) {
      throw new SyncanoError('Only 50 objects can be batched at once.');
    }
    this.objects.push(model.toBatchObject(action));
    return this;
  }

  getObjects() {
    return this.objects;
  }

  removeObjects() {
    stateOf(this).objects = [];
    return this;
  }

  /** Sends what was added, which stays; resolves with `[{code, content}, …]`. */
  async batch(options) {
    const { connection, properties, objects } = stateOf(this);
    if (objects.length === 0) throw new SyncanoError('No objects provided for batching.');
    return send(connection, {
      model: 'Batch',
      endpoint: 'batch',
      method: 'POST',
      props: properties,
      payload: { requests: objects },
      options: callOptions(options),
    });
  }
}

export function batchManager(connection) {
  return function BatchManager(properties) {
    return new Batch(connection, properties);
  };
}

// `connection.ApiKey` and its siblings: callable with and without `new`.

import { direct } from './engine.mjs';
import { SyncanoError } from './errors.mjs';
import { classOf, fromCaller, fromServer } from './model.mjs';
import { MODELS } from './models.mjs';
import { querySet } from './query-set.mjs';
import { endpointsOf, pathProperties } from './routes.mjs';
import { pathOf } from '../../src/js/host.js';

export function factory(connection, name) {
  const make = {
    [name](attributes) {
      return fromCaller(connection, name, attributes);
    },
  }[name];
  // A method cannot be called with `new`; a function expression can.
  const callable = function (attributes) {
    return make(attributes);
  };
  Object.defineProperty(callable, 'name', { value: name });
  callable.prototype = classOf(name).prototype;
  return Object.assign(callable, {
    please: (properties = {}) => querySet(connection, name, properties),
    fromJSON: (raw, properties = {}) => fromServer(connection, name, raw, properties),
    getMeta: () => meta(name),
    getConfig: () => connection,
    setConfig: (other) => factory(other, name),
    getDefaultProperties: () => connection.defaults,
  });
}

function meta(name) {
  const endpoints = endpointsOf(name);
  const endpoint = (key) => {
    if (!Object.prototype.hasOwnProperty.call(endpoints, key)) {
      throw new SyncanoError(`Invalid endpoint name: "${key}".`);
    }
    return endpoints[key];
  };
  return {
    name: name[0].toLowerCase() + name.slice(1),
    pluralName: MODELS[name].plural,
    properties: [...pathProperties(name)],
    endpoints,
    resolveEndpointPath(key, properties) {
      const route = endpoint(key);
      return direct((core) => pathOf(core, route, properties));
    },
    findAllowedMethod(key, ...methods) {
      const allowed = endpoint(key).methods;
      const found = methods.find((method) => allowed.includes(method.toLowerCase()));
      if (!found) throw new SyncanoError(`Unsupported request methods: ${methods.join()}.`);
      return found.toLowerCase();
    },
  };
}

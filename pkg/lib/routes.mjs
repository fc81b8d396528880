// The routes of the API, as the core has them.

import { direct } from './engine.mjs';
import { hide } from './errors.mjs';

let tables;

/** The endpoints of a model: name → `{methods, path, properties}`, and for the core their number. */
export function endpointsOf(model) {
  tables ??= read(direct((core) => core.routes()));
  return tables[model];
}

function read(text) {
  const models = {};
  text.split('\n').forEach((line, index) => {
    const [model, name, , methods, path] = line.split(' ');
    const properties = Array.from(path.matchAll(/{(\w+)}/g), ([, property]) => property);
    const route = { methods: methods.toLowerCase().replace('!', '').split(','), path, properties };
    hide(route, 'index', index);
    hide(route, 'isSafe', methods.endsWith('!'));
    (models[model] ??= {})[name] = route;
  });
  return models;
}

const placeholders = {};

/** Every placeholder of a model's paths. */
export function pathProperties(model) {
  // Asked for with every model of a list.
  placeholders[model] ??= [...new Set(Object.values(endpointsOf(model)).flatMap(({ properties }) => properties))];
  return placeholders[model];
}

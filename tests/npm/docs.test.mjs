// The pages about methods and compatibility say what is.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { NAMED_BESIDES, coverage } from './support/coverage.mjs';
import { byId } from './support/differences.mjs';
import { pages } from './support/docs.mjs';
import { Syncano, companions } from './support/environment.mjs';
import { methods, omitted } from './support/methods.mjs';
import { root } from './support/root.mjs';
import { scenarios } from './support/scenarios.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const sources = Object.fromEntries(readdirSync(here).filter((file) => file.endsWith('.test.mjs')).map((file) => [file, readFileSync(path.join(here, file), 'utf8')]));

for (const [file, make] of Object.entries(pages)) {
  test(`docs/${file} is up to date`, () => {
    assert.equal(readFileSync(path.join(root, 'docs', file), 'utf8'), make(), 'run `node tests/npm/support/write-docs.mjs`');
  });
}

test('every listed method is there', () => {
  const connection = Syncano({ defaults: { instanceName: 'inst-1' } });
  for (const { on, prefix, calls } of methods) {
    if (!on) continue;
    const thing = on(connection, Syncano);
    for (const name of Object.keys(calls)) {
      const value = name === 'for await' ? thing[Symbol.asyncIterator] : thing[name];
      assert.equal(typeof value, 'function', `${prefix}${name}`);
    }
  }
});

test('every method that is there is listed', () => {
  const connection = Syncano({ defaults: { instanceName: 'inst-1' } });
  const listed = (prefix) => methods.filter((group) => group.prefix === prefix).flatMap(({ calls }) => Object.keys(calls));
  for (const { on, prefix } of methods.filter(({ on }) => on)) {
    const shared = prefix.endsWith('.please().') ? listed('ApiKey.please().') : prefix.includes('#') ? listed('ApiKey#') : [];
    const known = [...listed(prefix), ...shared];
    const besides = Object.keys(Syncano).filter((name) => name.endsWith('Error'));
    const missing = namesOf(on(connection, Syncano)).filter((name) => !known.includes(name) && !besides.includes(name));
    assert.deepEqual(missing, [], prefix);
  }
});

test('every method of the original is listed, or left out for a reason', () => {
  const Original = createRequire(path.join(companions(), 'package.json'))('syncano-original');
  const connection = Original({ defaults: { instanceName: 'inst-1' } });
  const left = new Set(omitted.flatMap(({ names }) => names));
  const listed = (prefix) => methods.filter((group) => group.prefix === prefix).flatMap(({ calls }) => Object.keys(calls));
  const models = methods.flatMap(({ prefix }) => (prefix.endsWith('#') ? [prefix.slice(0, -1)] : []));
  for (const { on, prefix } of methods.filter(({ on }) => on)) {
    const shared = prefix.endsWith('.please().') ? listed('ApiKey.please().') : prefix.includes('#') ? listed('ApiKey#') : [];
    const known = [...listed(prefix), ...shared, ...models, 'Account'];
    const missing = namesOf(on(connection, Original)).filter((name) => !known.includes(name) && !left.has(name) && !(name === 'create' && prefix === 'ApiKey.'));
    assert.deepEqual(missing, [], prefix);
  }
});

/** Methods of an object and of its classes. */
function namesOf(thing) {
  const names = [];
  const ends = [Object.prototype, Function.prototype];
  for (let level = thing; level && !ends.includes(level); level = Object.getPrototypeOf(level)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value === 'function' && !['constructor', 'prototype'].includes(name) && !name.startsWith('_')) names.push(name);
    }
  }
  return names;
}

test('every listed method has a test, and every named test is there', () => {
  const titles = new Set(scenarios.map(({ title }) => title));
  for (const { id, tests } of coverage()) {
    assert.ok(tests.length > 0, `${id} has no test`);
    for (const [file, title] of tests) {
      const isThere = file === 'parity.test.mjs' ? titles.has(title) : isNamedIn(file, title);
      assert.ok(isThere, `${file} has no test "${title}"`);
    }
  }
});

/** A test by its title; those of the differences have their titles from the list. */
function isNamedIn(file, title) {
  const [id] = title.split(' ');
  if (byId.has(id)) return sources[file].includes(`mended('${id}', {`) || sources[file].includes(`kept('${id}', {`);
  return sources[file].includes(`test('${title.replaceAll("'", "\\'")}'`);
}

test('every scenario names methods that are listed', () => {
  const known = new Set([...coverage().map(({ id }) => id), ...NAMED_BESIDES]);
  const common = methods.find(({ title }) => title === 'models of every kind').calls;
  for (const { title, covers } of scenarios) {
    for (const id of covers) {
      const [, name] = id.split('#');
      assert.ok(known.has(id) || name in common || /\.please\(\)\.first$/.test(id), `${title}: ${id}`);
    }
  }
});

test('titles of scenarios are different', () => {
  const seen = new Set();
  for (const { title } of scenarios) {
    assert.ok(!seen.has(title), title);
    seen.add(title);
  }
});

test('every difference has exactly one test, and every defect of the original is listed', () => {
  const text = Object.entries(sources).filter(([file]) => file.startsWith('differences-')).map(([, source]) => source).join('\n');
  for (const id of byId.keys()) {
    assert.equal([...text.matchAll(new RegExp(`^(mended|kept)\\('${id}', `, 'gm'))].length, 1, id);
  }
  for (let number = 1; number <= 53; number++) assert.ok(byId.has(`D${number}`), `D${number}`);
  for (const { differs } of scenarios) for (const id of differs?.by ?? []) assert.ok(byId.has(id), id);
});

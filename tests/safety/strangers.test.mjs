// Keys go to the base URL's origin and nowhere else, in every runtime.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure } from './support/figures.mjs';
import { startHome, strayed } from './support/home.mjs';
import { original } from './support/packages.mjs';
import { RUNTIMES, missing, node, pageFiles } from './support/runtimes.mjs';
import { holding, startStranger } from './support/servers.mjs';

/** Runs the attacks in one runtime, between a home and a stranger of their own. */
async function attacked(run) {
  const stranger = await startStranger();
  const home = await startHome(stranger, pageFiles());
  try {
    const result = await run(home, stranger);
    return {
      result,
      requests: stranger.seen.length,
      connections: stranger.connections(),
      keys: holding(stranger.seen),
      strayed: strayed(home.seen).map(({ method, url }) => `${method} ${url}`),
      atHome: home.seen.length,
    };
  } finally {
    await home.close();
    await stranger.close();
  }
}

/** Nothing reached the stranger, nothing strayed at home, and the home was really asked. */
function assertNothingEscaped({ requests, connections, keys, strayed, atHome }) {
  assert.deepEqual({ requests, connections, keys, strayed }, { requests: 0, connections: 0, keys: 0, strayed: [] });
  assert.ok(atHome > 300, `the home server got ${atHome} requests`);
}

const refused = ({ answered, hung, untyped }) => ({ answered, hung, untyped });
const ALL_REFUSED = { answered: [], hung: [], untyped: [] };
const done = [];

for (const [name, run] of Object.entries(RUNTIMES)) {
  test(`no key reaches a stranger: ${name}`, { skip: missing(name) }, async (t) => {
    const seen = await attacked(run);
    const { links, escapes, redirects, baseUrls, paths, own, unhandled } = seen.result;
    await t.test('the stranger gets no connection, no request and no key', () => assertNothingEscaped(seen));
    await t.test('every hostile link is refused with a typed error', () => {
      assert.ok(links.cases >= 40);
      assert.deepEqual(refused(links), ALL_REFUSED);
    });
    await t.test('every link out of the base URL’s path is refused with a typed error', () => {
      assert.deepEqual(refused(escapes), ALL_REFUSED);
    });
    await t.test('every redirect is an error with its status, whatever the options say', () => {
      assert.deepEqual(refused(redirects), ALL_REFUSED);
      assert.deepEqual(redirects.wrong, []);
    });
    await t.test('base URLs that are no place for keys are refused, and right ones are not', () => {
      assert.ok(baseUrls.cases >= 12);
      assert.deepEqual(refused(baseUrls), ALL_REFUSED);
      assert.deepEqual(baseUrls.changed, []);
    });
    await t.test('a value of a path is one segment of it, or refused', () => {
      assert.ok(paths.cases >= 30);
      assert.deepEqual(paths.hung, []);
      assert.deepEqual(paths.untyped, []);
    });
    await t.test('headers that carry keys, or could break a request, cannot be set', () => {
      assert.deepEqual(refused(own), ALL_REFUSED);
    });
    await t.test('no rejection goes unhandled', () => assert.equal(unhandled, 0));
    done.push({ name, ...seen });
    if (done.length === Object.keys(RUNTIMES).length) note();
  });
}

function note() {
  const { result } = done[0];
  const sum = (of) => done.reduce((total, seen) => total + of(seen), 0);
  const nothing = `${sum((seen) => seen.requests)} requests, ${sum((seen) => seen.keys)} keys at the stranger`;
  const strays = `${sum((seen) => seen.strayed.length)} requests astray`;
  const where = `in ${done.length} runtimes`;
  figure('links', `${result.links.cases} links, ${result.links.count} calls ${where}: ${nothing}`);
  figure('escapes', `${result.escapes.cases} links, ${result.escapes.count} calls ${where}: ${strays}`);
  figure('redirects', `5 codes, same and other origin, ${result.redirects.count} calls ${where}: ${nothing}`);
  figure('base-urls', `${result.baseUrls.cases} base URLs ${where}: ${nothing}`);
  figure('paths', `${result.paths.cases} values in 4 places ${where}: ${strays}`);
  figure('headers', `${result.own.cases} tricks with headers ${where}: ${nothing}`);
}

test('control: the original client sends keys to the stranger and strays at home', async () => {
  const seen = await attacked((home, stranger) => node(home, stranger, original, 'control'));
  assert.throws(() => assertNothingEscaped(seen), assert.AssertionError);
  assert.ok(seen.keys > 0);
  assert.ok(seen.strayed.length > 0);
  figure('links-control', `${seen.keys} keys at the stranger, ${seen.strayed.length} requests astray`);
});

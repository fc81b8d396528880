// Secrets show up nowhere: every method, against every kind of failing server.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { FAILING } from './support/failing.mjs';
import { figure } from './support/figures.mjs';
import { entries, original } from './support/packages.mjs';
import { found } from './support/secrets.mjs';

const program = fileURLToPath(new URL('support/canary.mjs', import.meta.url));

/** Runs the calls in a process of its own; gives its report, and what it printed. */
async function run(file, ...rest) {
  const child = fork(program, [file, ...rest], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  let report;
  child.on('message', (message) => {
    report = message;
  });
  const [code] = await once(child, 'close');
  return { code, report, printed: Buffer.concat(printed).toString() };
}

function assertNothingShown({ report, printed }) {
  assert.deepEqual(report.hits.slice(0, 20), []);
  assert.deepEqual(found(printed), []);
}

test('every method against every failing server', async (t) => {
  const { code, report, printed } = await run(entries.require);
  await t.test('the process ends as it should', () => assert.equal(code, 0, printed.slice(-2000)));
  await t.test('every method of the package is among the calls, and every server was asked', () => {
    assert.ok(report.methods > 100, `${report.methods} calls`);
    assert.equal(report.servers, Object.keys(FAILING).length);
    assert.ok(report.servers >= 20);
  });
  await t.test('no secret is shown, printed, logged or kept by anything', () => assertNothingShown({ report, printed }));
  await t.test('every call settles', () => assert.deepEqual(report.hung, []));
  await t.test('every failure has a class of the package', () => assert.deepEqual(report.untyped.slice(0, 20), []));
  await t.test('every failure has the status of its answer', () => assert.deepEqual(report.wrongStatus.slice(0, 20), []));
  await t.test('the module never traps', () => assert.deepEqual(report.traps, []));
  await t.test('nothing goes unhandled, and the process warns of nothing', () => {
    assert.deepEqual([report.unhandled, report.warnings], [0, 0]);
  });
  await t.test('no prototype is changed by an answer', () => assert.equal(report.polluted, false));
  const size = `${report.methods} methods × ${report.servers} servers, ${report.shown} inspections`;
  figure('canary', `${size}: ${report.hits.length} hits`);
  figure('answers', `${report.calls} calls: ${report.hung.length} hung, ${report.traps.length} traps`);
});

test('control: the original client shows keys and passwords, hangs, and has no common class of errors', async () => {
  const { report, printed } = await run(original, 'control');
  assert.throws(() => assertNothingShown({ report, printed }), assert.AssertionError);
  assert.deepEqual(found(report.hits.join()), []);
  for (const name of ['accountKey', 'password']) assert.ok(report.hits.some((hit) => hit.includes(name)), name);
  assert.ok(found(printed).includes('accountKey'));
  assert.ok(report.hung.length > 0);
  assert.ok(report.untyped.length > 0);
  figure('canary-control', `${report.hits.length} hits, ${report.hung.length} of ${report.calls} calls hung`);
});

// Next: a server component, a route handler and a client component of one
// project, built and started.

import assert from 'node:assert/strict';

import { answersInBrowsers } from '../pages.mjs';
import { run, serve } from '../process.mjs';
import { copyOfExample, environment, modernNode, newActor, program, versionOf } from '../workshop.mjs';

const next = (...args) => [modernNode, program('next/dist/bin/next'), ...args];

const built = (bundler) => async () => {
  const actor = await newActor();
  const cwd = copyOfExample('next', actor);
  const env = { ...environment(actor), NODE_ENV: 'production' };
  await run(next('build', bundler), { cwd, env, limit: 600_000 });
  const { match, stop } = await serve(next('start', '--port=0', '--hostname=127.0.0.1'), /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ready/, { cwd, env });
  try {
    const made = await fetch(`${match[1]}/keys`, { method: 'POST' });
    assert.deepEqual([made.status, (await made.json()).description], [201, 'for the shop']);
    return await answersInBrowsers(match[1], async (text) => {
      assert.equal(await text('#server'), actor.instanceName);
      assert.equal(await text('#answer'), actor.instanceName);
    });
  } finally {
    await stop();
  }
};

const row = (bundler, how, slow) => ({
  tool: 'Next',
  version: versionOf('next'),
  how: `${how}: server component, route handler, client component`,
  program: modernNode,
  browsers: true,
  slow,
  run: built(bundler),
});

export default [row('--turbopack', 'Turbopack', false), row('--webpack', 'webpack', true)];

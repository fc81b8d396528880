// Cloudflare's workerd, by its own tool, which builds the worker first.

import assert from 'node:assert/strict';

import { serve } from '../process.mjs';
import { copyOfExample, environment, modernNode, newActor, program, versionOf } from '../workshop.mjs';

const WRANGLER = ['--port=0', '--inspector-port=0', '--ip=127.0.0.1'];
const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

async function workerRuns() {
  const actor = await newActor();
  const { SYNCANO_BASE_URL, SYNCANO_API_KEY } = environment(actor);
  const vars = Object.entries({ SYNCANO_BASE_URL, SYNCANO_API_KEY }).map(([name, value]) => `--var=${name}:${value}`);
  const cwd = copyOfExample('cloudflare-workers', actor);
  const { match, stop } = await serve(
    [modernNode, program('wrangler/bin/wrangler.js'), 'dev', ...WRANGLER, ...vars],
    /Ready on (http:\S+)/,
    { cwd, env: { ...QUIET, XDG_CONFIG_HOME: cwd, HOME: cwd } },
  );
  try {
    assert.deepEqual(await (await fetch(match[1])).json(), [actor.instanceName]);
  } finally {
    await stop();
  }
}

export default [
  { tool: 'Cloudflare workerd (wrangler)', version: versionOf('wrangler'), how: '`import`, no configuration', program: modernNode, run: workerRuns },
];

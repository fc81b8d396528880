// Deno and Bun.

import assert from 'node:assert/strict';

import { run, serve } from '../process.mjs';
import { copyOfExample, emptyFolder, environment, newActor, program, versionOf } from '../workshop.mjs';

const deno = program('@deno/linux-x64-glibc/deno', '@deno/linux-arm64-glibc/deno', '@deno/darwin-arm64/deno', '@deno/darwin-x64/deno');
const bun = program('@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-aarch64/bin/bun', '@oven/bun-darwin-aarch64/bin/bun', '@oven/bun-darwin-x64/bin/bun');

const BOTH = `
import { createRequire } from 'node:module';
import Syncano from 'syncano';
console.log(createRequire(import.meta.url)('syncano') === Syncano);
`;
const REQUIRE = `
const Syncano = require('syncano');
Syncano({ apiKey: process.env.SYNCANO_API_KEY }).Instance.please().list().then(([{ name }]) => console.log(name));
`;

async function denoRuns() {
  const actor = await newActor();
  const command = [deno, 'run', '--no-prompt', '--allow-net', '--allow-env=SYNCANO_API_KEY,SYNCANO_BASE_URL', 'instances.mjs'];
  const { stdout } = await run(command, { cwd: copyOfExample('deno', actor), env: environment(actor) });
  assert.equal(stdout, `${actor.instanceName}\n403 an account is not for API keys\n`);
}

async function denoRequires() {
  const actor = await newActor();
  const cwd = emptyFolder('deno', { 'main.cjs': REQUIRE });
  const { stdout } = await run([deno, 'run', '--no-prompt', '--allow-net', '--allow-env', '--allow-read', 'main.cjs'], { cwd, env: environment(actor) });
  assert.equal(stdout, `${actor.instanceName}\n`);
}

async function bunServes() {
  const actor = await newActor();
  const { match, stop } = await serve([bun, 'instances.mjs'], /listening on (\S+)/, {
    cwd: copyOfExample('bun', actor),
    env: environment(actor),
  });
  try {
    assert.deepEqual(await (await fetch(match[1])).json(), [actor.instanceName]);
  } finally {
    await stop();
  }
}

async function bunRequires() {
  const actor = await newActor();
  const { stdout } = await run([bun, 'main.cjs'], { cwd: emptyFolder('bun', { 'main.cjs': REQUIRE }), env: environment(actor) });
  assert.equal(stdout, `${actor.instanceName}\n`);
}

async function givesOneFunction(command) {
  const { stdout } = await run(command.concat('both.mjs'), { cwd: emptyFolder('both', { 'both.mjs': BOTH }) });
  assert.equal(stdout, 'true\n');
}

const row = (tool, name, program, run) => ({
  tool,
  version: versionOf(name),
  how: '`require`, `import`, and both in one process: the same function',
  program,
  run,
});

export default [
  row('Deno', 'deno', deno, async () => {
    await denoRuns();
    await denoRequires();
    await givesOneFunction([deno, 'run', '--no-prompt', '--allow-read']);
  }),
  row('Bun', 'bun', bun, async () => {
    await bunServes();
    await bunRequires();
    await givesOneFunction([bun]);
  }),
];

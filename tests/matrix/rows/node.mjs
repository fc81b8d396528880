// Node, every supported line.

import assert from 'node:assert/strict';

import { run } from '../process.mjs';
import { copyOfExample, emptyFolder, environment, newActor, program, versionOf } from '../workshop.mjs';

const LINES = ['node18', 'node20', 'node22', 'node24'];

const nodeOf = (line) => program(`${line}/bin/node`);

async function printsKeys(node, file) {
  const actor = await newActor();
  const { stdout, stderr } = await run([node, file], { cwd: copyOfExample('node', actor), env: environment(actor) });
  assert.match(stdout, /^\* for the shop$/m);
  assert.equal(stderr, '', 'a user sees no warning');
}

const BOTH = `
import { createRequire } from 'node:module';
import Syncano, { RequestError } from 'syncano';
import { RequestError as ofErrors } from 'syncano/lib/errors';
const required = createRequire(import.meta.url)('syncano');
const errors = createRequire(import.meta.url)('syncano/lib/errors');
console.log(required === Syncano, required.RequestError === RequestError, errors.RequestError === RequestError, ofErrors === RequestError);
`;

async function givesOneFunction(node) {
  const { stdout } = await run([node, 'both.mjs'], { cwd: emptyFolder('both', { 'both.mjs': BOTH }) });
  assert.equal(stdout, 'true true true true\n');
}

async function slimRuns(node) {
  const actor = await newActor();
  const { stdout } = await run([node, 'instances.mjs'], { cwd: copyOfExample('slim', actor), env: environment(actor) });
  assert.equal(stdout, `${actor.instanceName}\n`);
}

export default LINES.flatMap((line) => {
  const node = nodeOf(line);
  const row = (how, run) => ({ tool: 'Node', version: versionOf(line), how, program: node, run });
  return [
    row('`require`, `import`, and both in one process: the same function', async () => {
      await printsKeys(node, 'keys.cjs');
      await printsKeys(node, 'keys.mjs');
      await givesOneFunction(node);
    }),
    row('`syncano/slim` with the bytes', () => slimRuns(node)),
  ];
});

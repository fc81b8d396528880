// Test runners: with Node's globals and with jsdom's, and a stubbed `fetch`.

import assert from 'node:assert/strict';

import { run } from '../process.mjs';
import { copyOfExample, modernNode, newActor, program, versionOf } from '../workshop.mjs';

const passes = (example, command) => async () => {
  const { stdout, stderr } = await run(command, { cwd: copyOfExample(example, await newActor()) });
  assert.match(stdout + stderr, /1 passed/);
};

const jest = (...args) => [modernNode, program('jest/bin/jest.js'), '--rootDir=.', '--no-watchman', '--no-cache', ...args];
const vitest = (...args) => [modernNode, program('vitest/vitest.mjs'), 'run', '--root=.', ...args];

const row = (tool, name, how, run) => ({ tool, version: versionOf(name), how, program: modernNode, run });

export default [
  row('Jest', 'jest', 'node environment', passes('jest', jest())),
  row('Jest', 'jest', 'jsdom environment', passes('jest', jest('--env=jsdom'))),
  row('Vitest', 'vitest', 'node environment', passes('vitest', vitest())),
  row('Vitest', 'vitest', 'jsdom environment', passes('vitest', vitest('--environment=jsdom'))),
];

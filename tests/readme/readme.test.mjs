// Every block of the README that says it can be run is run, each with an
// account of its own.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { newActor } from './actor.mjs';
import { matches, runnableBlocks } from './blocks.mjs';
import { isKnown, run } from './program.mjs';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = runnableBlocks(readme);
const hasPython = spawnSync('python3', ['--version']).status === 0;

test('the README shows runnable JavaScript, curl and Python', () => {
  const languages = new Set(blocks.map(({ language }) => language));
  assert.deepEqual([...languages].sort(), ['js', 'python', 'sh']);
});

blocks.forEach(({ language, source, heading, output }, at) => {
  const skip = language === 'python' && !hasPython && !process.env.CI ? 'there is no python3' : false;
  test(`README: block ${at + 1}, ${language}, under "${heading}" runs`, { skip }, async () => {
    assert.ok(isKnown(language), `a block in ${language} can't be run`);
    const printed = await run(source, language, await newActor());
    if (output !== undefined) {
      assert.ok(matches(output, printed), `printed\n${printed}\nwhere the README shows\n${output}`);
    }
  });
});

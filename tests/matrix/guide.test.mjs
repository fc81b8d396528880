// Every block of the guide, and of the package's own readme, that says it can
// be run is run, each with an account of its own; those in TypeScript are
// checked by the compiler first.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { repository } from './installed.mjs';
import { run as start } from './process.mjs';
import { emptyFolder, hasServer, newActor } from './workshop.mjs';

const { matches, runnableBlocks } = await import('../readme/blocks.mjs');
const { run } = await import('../readme/program.mjs');

const folder = path.join(repository, 'docs/guide');
const documents = readdirSync(folder)
  .sort()
  .map((file) => path.join(folder, file))
  .concat(path.join(repository, 'pkg/README.md'));
const tsc = path.join(repository, 'tests/matrix/node_modules/typescript/bin/tsc');
const skip = !hasServer && !process.env.CI ? 'SYNCANO_BASE_URL names no server' : false;

const SETTINGS = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable', 'dom'],
    types: [],
  },
};

/** What the compiler makes of a block, which must not complain. */
async function javascriptOf(source, language) {
  const file = `snippet.${language === 'ts' ? 'mts' : language}`;
  const cwd = emptyFolder('typescript', { [file]: source, 'tsconfig.json': JSON.stringify(SETTINGS) });
  await start([process.execPath, tsc], { cwd });
  return readFileSync(path.join(cwd, file.replace('ts', 'js')), 'utf8');
}

async function printedBy({ language, source }, actor) {
  const isTyped = language === 'ts' || language === 'cts';
  return isTyped ? run(await javascriptOf(source, language), 'js', actor) : run(source, language, actor);
}

for (const document of documents) {
  const file = path.basename(document);
  const blocks = runnableBlocks(readFileSync(document, 'utf8'));

  test(`${file}: it shows code that can be run`, () => assert.ok(blocks.length > 0));

  blocks.forEach((block, at) => {
    const { language, heading, output } = block;
    test(`${file}: block ${at + 1}, ${language}, under "${heading}" runs`, { skip }, async () => {
      const printed = await printedBy(block, await newActor());
      assert.ok(output === undefined || matches(output, printed), `printed\n${printed}\nwhere the guide shows\n${output}`);
    });
  });
}

test('a block with a wrong type is refused', async () => {
  await assert.rejects(javascriptOf("import Syncano from 'syncano';\nnew Syncano({ timeout: 'long' });\n", 'ts'), /TS2322|TS2769/);
});

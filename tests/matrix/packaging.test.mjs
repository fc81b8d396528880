// What is in the tarball, and what its installation does.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { npm, packageFolder, tarball, temporary } from './installed.mjs';
import { run } from './process.mjs';

// Growth of this list is a decision.
const FILES = [
  'LICENSE',
  'README.md',
  'dist/errors.cjs',
  'dist/errors.mjs',
  'dist/index.cjs',
  'dist/index.mjs',
  'dist/integrity.json',
  'dist/node.mjs',
  'dist/slim.mjs',
  'dist/syncano.global.js',
  'dist/syncano_bg.wasm',
  'dist/workerd.mjs',
  'package.json',
  'types/connection.d.cts',
  'types/errors.d.cts',
  'types/errors.d.mts',
  'types/events.d.cts',
  'types/index.d.cts',
  'types/index.d.mts',
  'types/model.d.cts',
  'types/models.d.cts',
  'types/options.d.cts',
  'types/queries.d.cts',
  'types/slim.d.mts',
];

const read = (file) => readFileSync(path.join(packageFolder, file));
const json = (file) => JSON.parse(read(file));

test('the tarball holds exactly the listed files', () => {
  const [{ files }] = JSON.parse(npm(['pack', '--dry-run', '--json', tarball], temporary()));
  assert.deepEqual(files.map((file) => file.path).sort(), FILES);
});

test('a fresh installation adds one package', () => {
  const project = temporary();
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }\n');
  const { added } = JSON.parse(npm(['install', '--offline', '--json', tarball], project));
  assert.equal(added, 1);
  const names = readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(names, ['syncano']);
});

test('nothing runs when the package is installed, and it needs no other', () => {
  const { scripts, dependencies, optionalDependencies, peerDependencies, bundleDependencies, bin } = json('package.json');
  assert.deepEqual([scripts, dependencies, optionalDependencies, peerDependencies, bundleDependencies, bin], Array(6).fill(undefined));
});

test('the package says what a reader of the registry looks for', () => {
  const { license, repository, keywords, engines, sideEffects, description, homepage, bugs } = json('package.json');
  assert.deepEqual([license, engines, sideEffects], ['MIT', { node: '>=18' }, false]);
  assert.ok(repository.url && keywords.length > 3 && description && homepage && bugs);
  assert.match(read('LICENSE').toString(), /^MIT License/);
  assert.match(read('README.md').toString(), /npm install syncano/);
});

test('every file that an entry names is in the tarball', () => {
  const { exports, main, module, types, unpkg, jsdelivr } = json('package.json');
  const leaves = (node) => (typeof node === 'string' ? [node] : Object.values(node).flatMap(leaves));
  for (const file of [...leaves(exports), main, module, types, unpkg, jsdelivr]) {
    assert.ok(FILES.includes(path.posix.normalize(file)), file);
    assert.ok(existsSync(path.join(packageFolder, file)), file);
  }
});

test('the hashes for pages are those of the files', () => {
  const integrity = json('dist/integrity.json');
  assert.deepEqual(Object.keys(integrity).sort(), ['index.mjs', 'slim.mjs', 'syncano.global.js', 'syncano_bg.wasm']);
  for (const [file, hash] of Object.entries(integrity)) {
    assert.equal(hash, `sha384-${createHash('sha384').update(read(`dist/${file}`)).digest('base64')}`, file);
  }
});

test('publint has nothing to say', async () => {
  const bytes = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const problems = messages.map((message) => formatMessage(message, pkg, { color: false }));
  assert.deepEqual(problems, []);
});

test('TypeScript finds the declarations of every entry from CommonJS and from modules', async () => {
  const attw = [process.execPath, new URL('node_modules/@arethetypeswrong/cli/dist/index.js', import.meta.url).pathname, tarball];
  await run([...attw, '--profile=node16', '--exclude-entrypoints', 'slim', 'global', 'syncano_bg.wasm']);
  // Those who bring the module themselves await it, so there is no such entry for `require`.
  await run([...attw, '--profile=esm-only', '--entrypoints', 'slim']);
});

// The declarations: strict, complete, without holes, and true.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Syncano, companions, installed, packageFolder } from './support/environment.mjs';
import { exportedNames, membersOf } from './support/declarations.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(companions(), 'package.json'));
const project = mkdtempSync(path.join(installed, 'types-'));
after(() => rmSync(project, { recursive: true, force: true }));

const STRICT = {
  strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true, noImplicitOverride: true, noUnusedLocals: true, isolatedModules: true,
  target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'], types: [],
};

/** Compiles sources, by name, in a project of their own; gives what the compiler says. */
function compile(sources, options, compiler = 'typescript') {
  const folder = mkdtempSync(path.join(project, 'case-'));
  for (const [name, text] of Object.entries(sources)) writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files: Object.keys(sources) }));
  const program = path.join(path.dirname(require.resolve(`${compiler}/package.json`)), 'bin/tsc');
  try {
    return execFileSync(process.execPath, [program, '-p', '.', '--pretty', 'false'], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    return error.stdout || error.message;
  }
}

const source = (name) => readFileSync(path.join(here, 'types', name), 'utf8');
const usage = Object.fromEntries(['usage.mts', 'usage.cts', 'slim.mts'].map((name) => [name, source(name)]));

describe('an application compiles without a word', () => {
  for (const compiler of ['typescript', 'typescript-next', 'typescript-oldest']) {
    const { version } = JSON.parse(readFileSync(require.resolve(`${compiler}/package.json`)));
    test(`with TypeScript ${version}, modules and require as Node resolves them`, () => {
      assert.equal(compile(usage, { module: 'node16', moduleResolution: 'node16' }, compiler), '');
    });
    test(`with TypeScript ${version}, as a bundler resolves them`, () => {
      const modules = { 'usage.ts': usage['usage.mts'], 'slim.ts': usage['slim.mts'] };
      assert.equal(compile(modules, { module: 'esnext', moduleResolution: 'bundler' }, compiler), '');
    });
  }
  test('with verbatim modules', () => {
    assert.equal(compile({ 'usage.mts': usage['usage.mts'] }, { module: 'nodenext', moduleResolution: 'nodenext', verbatimModuleSyntax: true }), '');
  });
  test('with nothing but the language and the types of Node', () => {
    const options = { module: 'node16', moduleResolution: 'node16', lib: ['es2022'], types: ['node'], typeRoots: [path.join(here, 'node_modules/@types')] };
    assert.equal(compile(usage, options), '');
  });
});

test('the compiler sees what is wrong in an application', () => {
  const wrong = "import Syncano from 'syncano';\nconst n: number = await Syncano().ApiKey.please().get({ id: 1 });\nconsole.log(n);\n";
  assert.match(compile({ 'wrong.mts': wrong }, { module: 'node16', moduleResolution: 'node16' }), /^wrong.mts\(2,7\): error TS2322/m);
});

test('every public name is used in the tests of the declarations', () => {
  const unused = exportedNames(path.join(packageFolder, 'types/index.d.mts')).filter((name) => {
    const uses = [...usage['usage.mts'].matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length;
    return name !== 'default' && uses < 2;
  });
  assert.deepEqual(unused, []);
});

test('require and import have the same names', () => {
  const modules = exportedNames(path.join(packageFolder, 'types/index.d.mts')).filter((name) => name !== 'default');
  const namespace = exportedNames(path.join(packageFolder, 'types/index.d.cts'));
  assert.deepEqual(namespace.filter((name) => !modules.includes(name)), ['prototype', 'create', 'keyKind', 'file'].filter((name) => namespace.includes(name)));
  assert.deepEqual(modules.filter((name) => !namespace.includes(name)), []);
});

test('nothing is declared as any', () => {
  for (const file of readdirSync(path.join(packageFolder, 'types'))) {
    const code = readFileSync(path.join(packageFolder, 'types', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(code, /\bany\b/, file);
  }
});

test('what is declared is there, and what is there is declared', () => {
  const members = membersOf(path.join(packageFolder, 'types/index.d.mts'));
  const connection = Syncano({ defaults: { instanceName: 'inst-1' } });
  const things = {
    Connection: [connection],
    Account: [connection.Account],
    Monitor: [connection.Monitor],
    BatchManager: [connection.BatchManager()],
    Factory: [connection.ApiKey, ...Object.getOwnPropertyNames(Function.prototype), 'prototype', 'length', 'name'],
    Pages: [connection.ApiKey.please().all({}, {}, false)],
    ...Object.fromEntries(['ApiKey', 'Instance', 'Admin', 'InstanceInvitation', 'Invitation', 'User', 'Group'].flatMap((name) => [
      [`${name}Draft`, [connection[name]({})]],
      [`${name}Query`, [connection[name].please()]],
    ])),
  };
  for (const [name, [thing, ...leftOut]] of Object.entries(things)) {
    const declared = members(name);
    // A draft has the data that it was given.
    const expected = name.endsWith('Draft') ? declared.methods : [...declared.methods, ...declared.data];
    const missing = expected.filter((member) => !(member in thing));
    assert.deepEqual(missing, [], `${name}: declared, but not there`);
    const hidden = publicNames(thing).filter((member) => ![...declared.methods, ...declared.data, ...leftOut].includes(member));
    assert.deepEqual(hidden, [], `${name}: there, but not declared`);
  }
});

/** Names of an object and of its classes, without those of every object. */
function publicNames(thing) {
  const names = new Set();
  for (let level = thing; level && level !== Object.prototype && level !== Function.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}

// The start of the WebAssembly module: not at the import but at the first use,
// and again after a failure.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { packageFolder } from './installed.mjs';
import { run } from './process.mjs';
import { emptyFolder, program } from './workshop.mjs';

const NODES = { 'this Node': process.execPath, 'Node 18': program('node18/bin/node') };

const WATCHED = `
const made = [];
for (const name of ['Module', 'Instance']) {
  const original = WebAssembly[name];
  WebAssembly[name] = function (...args) { made.push(name); return new original(...args); };
}
const before = Reflect.ownKeys(globalThis).length;
`;

const PROGRAMS = {
  'an import starts nothing, leaves no global and nothing to wait for': `${WATCHED}
    const { default: Syncano } = await import('syncano');
    assert.deepEqual(made, []);
    assert.equal(Reflect.ownKeys(globalThis).length, before);
    assert.deepEqual(process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Immediate/.test(name)), []);
    Syncano({ baseUrl: 'http://127.0.0.1:1' });
    Syncano({ baseUrl: 'http://127.0.0.1:1' });
    assert.deepEqual(made, ['Module', 'Instance']);
  `,
  'a start that fails is an error of the call with its cause, and the next call tries again': `
    const { default: Syncano, SyncanoError } = await import('syncano');
    const { Module, Instance } = WebAssembly;
    for (const name of ['Module', 'Instance']) {
      const cause = new RangeError('out of memory');
      WebAssembly[name] = class { constructor() { throw cause; } };
      const refused = (error) => error instanceof SyncanoError && error.cause === cause && /out of memory/.test(error.message);
      assert.throws(() => new Syncano(), refused);
      assert.throws(() => Syncano.keyKind(''), refused);
      Object.assign(WebAssembly, { Module, Instance });
    }
    assert.equal(Syncano.keyKind('a'.repeat(39) + '1'), 'api');
  `,
  'a runtime that forbids WebAssembly is told from one that has none': `
    const { default: Syncano, SyncanoError } = await import('syncano');
    const { Module } = WebAssembly;
    WebAssembly.Module = class { constructor() { throw new Error('Wasm code generation disallowed by embedder'); } };
    assert.throws(() => Syncano(), /wasm-unsafe-eval/);
    WebAssembly.Module = Module;
    const all = globalThis.WebAssembly;
    delete globalThis.WebAssembly;
    assert.throws(() => Syncano(), (error) => error instanceof SyncanoError && !/wasm-unsafe-eval/.test(error.message));
    globalThis.WebAssembly = all;
    Syncano();
  `,
  'the slim entry takes bytes, a buffer, a module, a response, a URL, and promises of them': `
    const bytes = readFileSync(${JSON.stringify(`${packageFolder}/dist/syncano_bg.wasm`)});
    const given = {
      bytes,
      buffer: () => new Uint8Array(bytes).buffer,
      module: () => new WebAssembly.Module(bytes),
      promise: () => Promise.resolve(bytes),
      response: () => new Response(bytes),
      url: () => new URL('data:application/wasm;base64,' + bytes.toString('base64')),
      text: () => 'data:application/wasm;base64,' + bytes.toString('base64'),
    };
    for (const [what, make] of Object.entries(given)) {
      const { default: Syncano, init } = await import('./slim.mjs?' + what);
      await init(typeof make === 'function' ? make() : make);
      assert.equal(Syncano.keyKind('a'.repeat(39) + '1'), 'api', what);
    }
  `,
  'the slim entry says what is missing, and can be given another module after a failure': `
    const bytes = readFileSync(${JSON.stringify(`${packageFolder}/dist/syncano_bg.wasm`)});
    const { default: Syncano, SyncanoError, init } = await import('syncano/slim');
    assert.throws(() => Syncano(), (error) => error instanceof SyncanoError && /await init/.test(error.message));
    await assert.rejects(init(new Uint8Array(8)), WebAssembly.CompileError);
    await assert.rejects(init(new Response('gone', { status: 404 })), /404/);
    await assert.rejects(init(Promise.reject(new Error('offline'))), /offline/);
    await init(bytes);
    Syncano();
  `,
};

for (const [name, node] of Object.entries(NODES)) {
  describe(name, { skip: node ? false : 'it has no program for this machine' }, () => {
    for (const [sentence, source] of Object.entries(PROGRAMS)) {
      test(sentence, async () => {
        const text = `import assert from 'node:assert/strict';\nimport { readFileSync } from 'node:fs';\n${source}`;
        const cwd = emptyFolder('start', { 'main.mjs': text.replace('./slim.mjs', `${packageFolder}/dist/slim.mjs`) });
        await run([node, 'main.mjs'], { cwd });
      });
    }
  });
}

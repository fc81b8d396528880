// Makes pkg/dist from the hand-written pkg/lib, the generated glue and the optimised module.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { shortened } from './names.mjs';

// What runs the module, which has reference types, runs this as well.
const TARGET = ['chrome96', 'firefox90', 'safari15', 'node18'];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const lib = path.join(root, 'pkg/lib');
const dist = path.join(root, 'pkg/dist');
const made = path.join(root, 'pkg/wasm');
const { wasm, glue } = shortened(
  readFileSync(path.join(made, 'syncano_bg.wasm')),
  readFileSync(path.join(made, 'syncano_bg.js'), 'utf8'),
);

// One glue per instance, with all that it keeps: nothing of a lost instance reaches its successor.
const whole = await build({
  stdin: { contents: glue, resolveDir: made },
  bundle: true,
  write: false,
  format: 'esm',
  target: TARGET,
});
const [, code, names] = /^(.*)\bexport {(.*)};\s*$/s.exec(whole.outputFiles[0].text);
const glueModule = `import { TextDecoder, TextEncoder } from ${JSON.stringify(path.join(lib, 'text.mjs'))};
export default function createGlue() {
  ${code}
  return {${names.replace(/(\w+) as (\w+)/g, '$2: $1')}};
}`;

// Two digits a byte: what compresses the file for the network finds the module's patterns in them,
// which base64 hides. That is a fifth less to download than base64, and a fifth more than the bytes.
const bytesModule = `const text =
"${Buffer.from(wasm).toString('hex')}";
const digit = (at) => {
  const code = text.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
};
export default function bytes() {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = digit(2 * i) * 16 + digit(2 * i + 1);
  return bytes;
}`;

const virtual = {
  name: 'virtual',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:/ }, ({ path: id }) => ({ path: id, namespace: 'virtual', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path: id }) => ({
      contents: id === 'virtual:glue' ? glueModule : bytesModule,
      resolveDir: lib,
    }));
  },
};

async function bundle(entry, outfile, options) {
  const result = await build({
    entryPoints: [path.join(lib, 'entry', entry)],
    bundle: true,
    write: false,
    minify: true,
    legalComments: 'none',
    target: TARGET,
    charset: 'utf8',
    plugins: [virtual],
    ...options,
  });
  const [{ text }] = result.outputFiles;
  writeFileSync(path.join(dist, outfile), options.minifyWhitespace === false ? text : await smaller(text, options.format));
}

/** What a second minifier still finds: a thirtieth. */
async function smaller(text, format) {
  const compress = { passes: 3, toplevel: format === 'esm' };
  const { code } = await minify(text, { ecma: 2020, module: format === 'esm', compress, mangle: true });
  return code;
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
writeFileSync(path.join(dist, 'syncano_bg.wasm'), wasm);

// Node quotes the line of an uncaught error; with its lines kept, that is one line and not the whole file.
const readable = { minify: false, minifySyntax: true, minifyIdentifiers: true, minifyWhitespace: false };
await bundle('inline.mjs', 'index.mjs', { format: 'esm' });
await bundle('common.mjs', 'index.cjs', { format: 'cjs', ...readable, footer: { js: 'module.exports=module.exports.default;' } });
await bundle('inline.mjs', 'syncano.global.js', {
  format: 'iife',
  globalName: 'Syncano',
  footer: { js: 'Syncano=Syncano.default;' },
});
await bundle('workerd.mjs', 'workerd.mjs', { format: 'esm', external: ['./syncano_bg.wasm'] });
await bundle('slim.mjs', 'slim.mjs', { format: 'esm' });

const NAMES = [...readFileSync(path.join(lib, 'errors.mjs'), 'utf8').matchAll(/^export class (\w+)/gm)].map((m) => m[1]);
const list = NAMES.join(', ');
writeFileSync(
  path.join(dist, 'node.mjs'),
  `import Syncano from './index.cjs';\nexport default Syncano;\nexport const { ${list} } = Syncano;\n`,
);
writeFileSync(path.join(dist, 'errors.cjs'), `const { ${list} } = require('./index.cjs');\nmodule.exports = { ${list} };\n`);
writeFileSync(path.join(dist, 'errors.mjs'), `import Syncano from 'syncano';\nexport const { ${list} } = Syncano;\n`);

const integrity = {};
for (const file of ['index.mjs', 'slim.mjs', 'syncano.global.js', 'syncano_bg.wasm']) {
  const hash = createHash('sha384').update(readFileSync(path.join(dist, file))).digest('base64');
  integrity[file] = `sha384-${hash}`;
}
writeFileSync(path.join(dist, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);

// What a browser downloads: raw, and as servers compress it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { packageFolder } from '../installed.mjs';

const dist = (file) => path.join(packageFolder, 'dist', file);
const original = (alias) => new URL(`../node_modules/${alias}/dist/syncano.min.js`, import.meta.url);

const DOWNLOADS = {
  module: { what: 'one file, module inlined: `index.mjs`', files: [dist('index.mjs')] },
  global: { what: 'one file, module inlined: `syncano.global.js`', files: [dist('syncano.global.js')] },
  slim: { what: 'two files: `slim.mjs` and `syncano_bg.wasm`', files: [dist('slim.mjs'), dist('syncano_bg.wasm')] },
  'syncano-1': { what: 'syncano 1.0.30, `syncano.min.js`', files: [original('syncano-1')] },
  'syncano-2': { what: 'syncano 2.0.4, `syncano.min.js`', files: [original('syncano-2')] },
};

function sizeOf(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

const add = (a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli });

/** Bytes of each way to load a client: `{name, what, raw, gzip, brotli}`. */
export const sizes = () =>
  Object.entries(DOWNLOADS).map(([name, { what, files }]) => ({
    name,
    what,
    ...files.map((file) => sizeOf(readFileSync(file))).reduce(add),
  }));

// What a browser downloads, against what was decided: a file that grew fails, so that growth is
// a decision. Shows where the bytes are. `--write` records today's numbers.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const record = path.join(here, 'size.json');
const dist = (file) => readFileSync(path.join(root, 'pkg/dist', file));

/** Brotli bytes that each way to load the package may cost: a quarter and a third of the original's. */
const WAYS = {
  'slim.mjs and syncano_bg.wasm': { files: ['slim.mjs', 'syncano_bg.wasm'], budget: 26_000 },
  'index.mjs': { files: ['index.mjs'], budget: 34_000 },
  'syncano.global.js': { files: ['syncano.global.js'], budget: 34_000 },
};
/** Compressors differ by a few bytes from version to version. */
const TOLERANCE = 1.005;
const SHOWN = 25;

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
const sum = (files, of) => files.reduce((total, file) => total + of(dist(file)), 0);
const number = (value) => value.toLocaleString('en-US').padStart(9);

const measured = Object.fromEntries(
  Object.entries(WAYS).map(([way, { files }]) => [
    way,
    { raw: sum(files, (bytes) => bytes.length), gzip: sum(files, (bytes) => gzipSync(bytes, { level: 9 }).length), brotli: sum(files, brotli) },
  ]),
);
if (process.argv.includes('--write')) writeFileSync(record, `${JSON.stringify(measured, null, 2)}\n`);
const recorded = JSON.parse(readFileSync(record, 'utf8'));

/** Bytes of each function of the module, as the optimiser counts them. */
function functions(module) {
  const optimiser = path.join(here, 'node_modules/binaryen/bin/wasm-opt');
  const features = ['bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue'];
  const args = [optimiser, '-g', '-Oz', '--func-metrics', ...features.map((name) => `--enable-${name}`), module, '-o', '-'];
  const text = execFileSync(process.execPath, args, { maxBuffer: 2 ** 28, encoding: 'latin1' });
  return [...text.matchAll(/^func: (.*)\n \[binary-bytes\] : (\d+)/gm)].map(([, name, bytes]) => [readable(name), Number(bytes)]);
}

/** The name without the digests of its crates. */
const readable = (name) => name.replace(/\\5b[0-9a-f]+\\5d|\[[0-9a-f]+\]/g, '').replace(/\\(\w\w)/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

function show(title, rows) {
  const total = rows.reduce((all, [, bytes]) => all + bytes, 0);
  console.log(`\n${title}: ${total.toLocaleString('en-US')} bytes`);
  for (const [name, bytes] of rows.sort((a, b) => b[1] - a[1]).slice(0, SHOWN)) {
    console.log(`${number(bytes)}  ${((100 * bytes) / total).toFixed(1).padStart(4)} %  ${name.slice(0, 100)}`);
  }
}

show('functions of the module', functions(path.join(root, 'pkg/wasm/syncano_named.wasm')));
const sources = ['pkg/lib', 'src/js'].flatMap((folder) =>
  readdirSync(path.join(root, folder)).filter((file) => /\.m?js$/.test(file)).map((file) => [`${folder}/${file}`, folder]),
);
show('JavaScript, as it is written', sources.map(([file]) => [file, readFileSync(path.join(root, file)).length]));

console.log('\nwhat a browser downloads              raw      gzip    brotli  recorded    budget');
let passed = 0;
let failed = 0;
for (const [way, { budget }] of Object.entries(WAYS)) {
  const { raw, gzip, brotli } = measured[way];
  const most = Math.min(budget, Math.floor((recorded[way]?.brotli ?? 0) * TOLERANCE));
  const fits = brotli <= most;
  if (fits) passed += 1;
  else failed += 1;
  const verdict = fits ? '' : brotli > budget ? '  over the budget' : '  grew: make it smaller, or decide for it by `cargo xtask size --write`';
  console.log(`${way.padEnd(30)}${number(raw)} ${number(gzip)} ${number(brotli)} ${number(recorded[way]?.brotli ?? 0)} ${number(budget)}${verdict}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

// What the client costs beside the original: bytes, the cold start, and its own
// work. Prints the README's tables, or JSON with `--json`; `--sizes` measures
// bytes alone. With SYNCANO_WRITE_DOCS=1 the README takes what was measured.

import { readFileSync, writeFileSync } from 'node:fs';

import { medians } from './measure/rounds.mjs';
import { sizes } from './measure/sizes.mjs';
import { fillMarks } from './table.mjs';

const README = new URL('../../README.md', import.meta.url);
const ROUNDS = { coldStart: 15, ownWork: 7 };

async function measure() {
  return {
    node: process.versions.node,
    sizes: sizes(),
    coldStart: await medians('cold-start.cjs', ['syncano', 'syncano-1'], ROUNDS.coldStart),
    ownWork: await medians('own-cpu.cjs', ['fetch', 'syncano', 'syncano-1'], ROUNDS.ownWork),
  };
}

const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
const whole = (number) => Math.round(number).toLocaleString('en');
const digits = (number) => Number(number.toPrecision(2)).toString();
const ratio = (own, other) => `1 / ${digits(other / own)}`;

function sizeTable(rows) {
  const original = rows.at(-1).brotli;
  return table(
    ['a browser downloads', 'raw', 'gzip', 'brotli', 'brotli ÷ 2.0.4'],
    rows.map(({ what, raw, gzip, brotli }) => [what, whole(raw), whole(gzip), whole(brotli), digits(brotli / original)]),
  );
}

const START = {
  load: '`require`, ms',
  start: '`require` and a first connection, ms',
  cpu: 'CPU of both, ms',
  rss: 'memory added by both (RSS), MB',
  heap: 'heap added by both, MB',
};

const startTable = ({ syncano, 'syncano-1': original }) =>
  table(
    ['cold start', 'this package', 'syncano 1.0.30', 'ratio'],
    Object.entries(START).map(([name, what]) => [what, digits(syncano[name]), digits(original[name]), ratio(syncano[name], original[name])]),
  );

const workTable = ({ fetch, syncano, 'syncano-1': original }) =>
  table(
    ['own CPU of a call, transport stubbed out', '÷ bare `fetch` code', '÷ syncano 1.0.30'],
    Object.entries({ create: 'making a key', list: 'a list of 100 keys' }).map(([name, what]) => [
      what,
      digits(syncano[name] / fetch[name]),
      digits(syncano[name] / original[name]),
    ]),
  );

function tables({ node, sizes, coldStart, ownWork }) {
  return `${sizeTable(sizes)}\nMedians of fresh processes of Node ${node}, one client after the other in each round; times differ from machine to machine, ratios hardly.\n\n${startTable(coldStart)}\n${workTable(ownWork)}`;
}

if (process.argv.includes('--sizes')) {
  console.log(process.argv.includes('--json') ? JSON.stringify({ sizes: sizes() }) : sizeTable(sizes()));
} else {
  const measured = await measure();
  console.log(process.argv.includes('--json') ? JSON.stringify(measured, null, 2) : tables(measured));
  if (process.env.SYNCANO_WRITE_DOCS === '1') {
    writeFileSync(README, fillMarks(readFileSync(README, 'utf8'), 'costs', `\n${tables(measured)}\n`));
  }
}

// What the tests counted. With SAFETY_FIGURES=write a run notes it for the
// table in the documents; any other run leaves the table alone.

import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('figures.json', import.meta.url);

export const figures = () => JSON.parse(readFileSync(file, 'utf8'));

/** Notes what the row `id` of the table shows. */
export function figure(id, text) {
  if (process.env.SAFETY_FIGURES !== 'write') return;
  const all = { ...figures(), [id]: text };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}

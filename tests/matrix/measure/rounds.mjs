// Fresh processes, one subject after the other in each round, so that what the
// machine does meanwhile meets all alike.

import { fileURLToPath } from 'node:url';

import { installed } from '../installed.mjs';
import { run } from '../process.mjs';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs a script of this folder for each subject and gives the medians of the figures that it prints. */
export async function medians(script, subjects, rounds, ...args) {
  const seen = new Map(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) {
      const command = [process.execPath, '--expose-gc', fileURLToPath(new URL(script, import.meta.url)), subject, ...args];
      const { stdout } = await run(command, { env: { SYNCANO_INSTALLED: installed } });
      seen.get(subject).push(JSON.parse(stdout));
    }
  }
  return Object.fromEntries(
    [...seen].map(([subject, figures]) => [
      subject,
      Object.fromEntries(Object.keys(figures[0]).map((name) => [name, median(figures.map((figure) => figure[name]))])),
    ]),
  );
}

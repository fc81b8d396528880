// Every scenario that both clients play, by topic.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../scenarios');

export const scenariosByTopic = {};
for (const file of readdirSync(folder).sort()) {
  const { scenarios } = await import(pathToFileURL(path.join(folder, file)));
  scenariosByTopic[path.basename(file, '.mjs')] = scenarios;
}

export const scenarios = Object.values(scenariosByTopic).flat();

// Writes the pages that are made of what the tests know.

import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { pages } from './docs.mjs';
import { root } from './root.mjs';

for (const [file, make] of Object.entries(pages)) writeFileSync(path.join(root, 'docs', file), make());

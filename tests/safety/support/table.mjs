// Writes docs/client-safety.md from the threats and from what the tests counted.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { figures } from './figures.mjs';
import { THREATS } from './threats.mjs';

export const file = fileURLToPath(new URL('../../../docs/client-safety.md', import.meta.url));

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What a row shows; controls are those of the original client. */
const shown = (ids, counted) =>
  ids.map((id) => (id.endsWith('-control') ? `original 1.0.30: ${counted[id]}` : counted[id])).join('<br>');

export function document(counted = figures()) {
  const rows = THREATS.map(({ threat, done, test: [name, title], figures: ids }) => {
    const test = `\`${name.includes('/') ? name : `tests/safety/${name}`}\`: ${title}`;
    return `| ${[threat, done, test, shown(ids, counted)].map(cell).join(' | ')} |`;
  });
  return `# Safety of the client

What can happen to keys and to the programs that use them, what the package does
about it, and the test that shows it. The figures are those of a test run
(\`npm run figures\` in \`tests/safety\` takes new ones); five runtimes are Node, Deno, Bun, Chromium and Firefox.

| Threat | What is done | Test | Figure |
| --- | --- | --- | --- |
${rows.join('\n')}

## What is not done

- **JavaScript strings cannot be wiped.** A key comes in as one, and is one again in each
  request's headers and for who calls \`getAccountKey()\`. The engine's garbage collector decides when its memory
  is used again. \`dispose()\` wipes what the module holds, which is all that lives as long as the connection.
- **A \`fetch\` of your own is given the key.** It has to be, to send it. It is asked not to follow redirects;
  one that does so all the same, or sends the request elsewhere, cannot be stopped.
- **What an answer contains is yours.** \`api_key\` and \`account_key\` in an answer that you asked for are
  plain fields of it, and print like any other.
- **A page's key is its visitors' key.** The warning says so; nothing in a browser can hide it from them.
- **A secret that a server writes back encoded by hand** (in base64, for one) is not recognised in its refusal.
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, document());

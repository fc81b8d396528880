// The pages that are made of what the tests know.

import { coverage } from './coverage.mjs';
import { differences } from './differences.mjs';
import { omitted } from './methods.mjs';

const MADE = '<!-- Made by `node tests/npm/support/write-docs.mjs` of the lists that the tests run by. Changes belong there. -->';
const cell = (text) => text.replaceAll('|', '\\|');

const VERDICTS = {
  mended: 'mended',
  partly: 'mended in part',
  kept: 'kept',
  changed: 'changed',
};

/** `docs/compatibility.md`. */
export function compatibilityPage() {
  const sections = Object.entries(differences).map(([topic, list]) => {
    const rows = list.map(({ id, verdict, what, now }) => `| ${id} | ${cell(what)} | ${VERDICTS[verdict]} | ${cell(now)} |`);
    return [`## ${topic}`, '', '| | In 1.0.30 | | Here |', '|---|---|---|---|', ...rows].join('\n');
  });
  return `${MADE}

# Compatibility with \`syncano\` 1.0.x

An application that used \`syncano\` 1.0.x for accounts, keys and who may do what changes its package and nothing else: the same calls send the same method, path, headers and body, and give the same value. This page has every deliberate difference. Each has a test of its id in \`tests/npm\` that runs the same code on this package and on 1.0.30, and holds for the one and not for the other; what is kept holds for both. [Methods](methods.md) lists every call.

${sections.join('\n\n')}
`;
}

/** `docs/methods.md`. */
export function methodsPage() {
  const groups = new Map();
  for (const method of coverage()) groups.set(method.group, [...(groups.get(method.group) ?? []), method]);
  const sections = [...groups].map(([group, list]) => {
    const rows = list.map(({ name, isNew, differences: ids, tests }) => {
      const state = isNew ? 'new' : ids.length > 0 ? `as documented, but ${ids.join(', ')}` : 'as documented';
      const [[file, title], ...more] = tests;
      return `| \`${name}\` | ${state} | \`${file}\`: ${cell(title)}${more.length > 0 ? `, and ${more.length} more` : ''} |`;
    });
    return [`## ${group.title[0].toUpperCase()}${group.title.slice(1)}`, '', '| Method | | Tested by |', '|---|---|---|', ...rows].join('\n');
  });
  const reasons = omitted.map(({ names, why }) => `| ${names.map((name) => `\`${name}\``).join(', ')} | ${cell(why)} |`);
  return `${MADE}

# Methods

Every method of the documented client, and every new one. Those that send a request also take a signal, a time limit and headers of their own: \`call-options.test.mjs\` aborts each of them and sends a header with each of them. Numbers such as D14 are those of the page about [compatibility](compatibility.md).

${sections.join('\n\n')}

## Not here

| What | Why |
|---|---|
${reasons.join('\n')}
`;
}

export const pages = { 'compatibility.md': compatibilityPage, 'methods.md': methodsPage };

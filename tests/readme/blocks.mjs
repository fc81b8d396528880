// The runnable blocks of a Markdown text: fenced, with the word `run` after
// the language. A block right after it with the word `output` is what it must
// print, where `…` stands for anything.

import { marked } from 'marked';

const words = (token) => (token.lang ?? '').split(/\s+/);

export function runnableBlocks(markdown) {
  const tokens = flat(marked.lexer(markdown)).filter(({ type }) => type !== 'space');
  const blocks = [];
  let heading = '';
  tokens.forEach((token, at) => {
    if (token.type === 'heading') heading = token.text;
    if (token.type !== 'code' || !words(token).includes('run')) return;
    const next = tokens[at + 1];
    const output = next?.type === 'code' && words(next).includes('output') ? next.text : undefined;
    blocks.push({ language: words(token)[0], source: `${token.text}\n`, heading, output });
  });
  return blocks;
}

const flat = (tokens) => tokens.flatMap((token) => [token, ...flat(token.items ?? (token.type === 'paragraph' ? [] : token.tokens ?? []))]);

/** Whether what was printed is what the text shows. */
export function matches(shown, printed) {
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = shown.trim().split('…').map(escape).join('[\\s\\S]*?');
  return new RegExp(`^${pattern}$`).test(printed.trim());
}

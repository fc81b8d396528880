// A key on the page: masked until it is asked for, and not in the document before.

import { button, el } from './dom.mjs';

const MASK = '•'.repeat(24);

/** `read()` gives the key; `what` names it for screen readers. */
export function secret({ what, read, announce }) {
  const text = el('code', { class: 'key', 'data-masked': 'true' }, MASK);
  const toggle = button('Reveal', 'plain small', () => show(text.dataset.masked === 'true'), {
    'aria-label': `Reveal ${what}`,
    'aria-pressed': 'false',
  });
  const take = button('Copy', 'plain small', copy, { 'aria-label': `Copy ${what}` });

  function show(open) {
    text.textContent = open ? read() : MASK;
    text.dataset.masked = String(!open);
    toggle.textContent = open ? 'Hide' : 'Reveal';
    toggle.setAttribute('aria-label', `${open ? 'Hide' : 'Reveal'} ${what}`);
    toggle.setAttribute('aria-pressed', String(open));
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(read());
      announce('Copied.');
    } catch {
      // Plain http on another machine, or a browser that was told no.
      show(true);
      getSelection().selectAllChildren(text);
      announce('The browser does not let this page copy. The key is selected: copy it with the keyboard.');
    }
  }

  return { element: el('div', { class: 'secret' }, text, toggle, take), hide: () => show(false) };
}

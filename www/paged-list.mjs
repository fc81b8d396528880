// A list of the server's, a page at a time.

import { button, el } from './dom.mjs';
import { explain, problem } from './errors.mjs';

export const PAGE_SIZE = 20;

/**
 * `first()` asks for the first page, `item(object)` makes the element of
 * one object, `empty` is what an empty list says.
 */
export function pagedList({ label, first, item, empty, context }) {
  const { signal, announce, session } = context;
  const list = el('ul', { class: 'cards', 'aria-label': label });
  const failure = problem();
  const previous = button('Previous', 'plain', () => turn('prev'));
  const next = button('Next', 'plain', () => turn('next'));
  const pages = el('nav', { class: 'pages', 'aria-label': `Pages of ${label}`, hidden: true }, previous, next);
  const element = el('section', {}, list, failure.element, pages);
  let page;
  let items = new Map();

  async function load(ask, kept) {
    element.setAttribute('aria-busy', 'true');
    failure.clear();
    try {
      const got = await ask();
      if (signal.aborted) return;
      if (got.length === 0 && kept) end(kept);
      else show(got);
    } catch (error) {
      if (signal.aborted) return;
      const again = button('Try again', 'plain small', () => load(ask, kept));
      failure.show(explain(error, session.baseUrl).text, again);
    } finally {
      element.removeAttribute('aria-busy');
    }
  }

  function show(got) {
    page = got;
    items = new Map(got.map((object) => [object, item(object)]));
    list.replaceChildren(...items.values());
    if (got.length === 0) list.replaceChildren(el('li', { class: 'empty' }, empty));
    previous.disabled = !got.hasPrev();
    next.disabled = !got.hasNext();
    pages.hidden = previous.disabled && next.disabled;
  }

  /** A full last page links to an empty one. */
  function end(side) {
    (side === 'next' ? next : previous).disabled = true;
    announce('There is nothing more.');
  }

  async function turn(side) {
    await load(() => page[side]({ signal }), side);
    list.scrollIntoView({ block: 'nearest' });
  }

  /** Puts a changed object where it was before; gives its element. */
  function replace(before, after) {
    const made = item(after);
    items.get(before)?.replaceWith(made);
    items.delete(before);
    items.set(after, made);
    return made;
  }

  return { element, replace, reload: () => load(first) };
}

// Elements from data. Text is only ever text: nothing here parses markup.

/**
 * Makes an element. `attributes`: `on` holds listeners, `false`, `null` and
 * `undefined` leave an attribute out, `true` gives an empty one.
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  const { on = {}, ...rest } = attributes;
  for (const [name, value] of Object.entries(rest)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? '' : value);
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

let last = 0;

/** An id that nothing else in the page has. */
export function freshId() {
  last += 1;
  return `e${last}`;
}

/** A button that does nothing but its click. */
export function button(text, kind, click, attributes = {}) {
  return el('button', { type: 'button', class: kind, ...attributes, on: { click } }, text);
}

/** A date in the reader's own words, to the second on demand. */
export function day(date) {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) return 'unknown';
  const short = date.toLocaleDateString(undefined, { dateStyle: 'medium' });
  const full = date.toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'medium' });
  return el('time', { datetime: date.toISOString(), title: full }, short);
}

const SVG = 'http://www.w3.org/2000/svg';

/** A drawing of strokes that screen readers pass over. */
export function icon(...paths) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', 'icon');
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    drawing.append(path);
  }
  return drawing;
}

// Forms: labelled fields, one action, and its failure beside what caused it.

import { button, el, freshId } from './dom.mjs';
import { explain, problem } from './errors.mjs';

/** A labelled line of text. `attributes` are those of the input. */
export function field(name, label, { hint, value = '', ...attributes } = {}) {
  const id = freshId();
  const note = el('p', { class: 'hint', id: `${id}-hint` }, hint);
  const error = el('p', { class: 'error', id: `${id}-error` });
  const input = el('input', {
    id,
    name,
    type: 'text',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': `${id}-hint ${id}-error`,
    ...attributes,
  });
  input.value = value;
  return {
    name,
    input,
    element: el('div', { class: 'field' }, el('label', { for: id }, label), input, hint && note, error),
    read: () => input.value,
    tell: (text = '') => tell(input, error, text),
  };
}

/** A box to tick, with a line on what it means. */
export function tick(name, label, { hint, checked = false } = {}) {
  const id = freshId();
  const error = el('p', { class: 'error', id: `${id}-error` });
  const input = el('input', { id, name, type: 'checkbox', 'aria-describedby': `${id}-hint ${id}-error` });
  input.checked = checked;
  const text = el('div', {}, el('label', { for: id }, label), el('p', { class: 'hint', id: `${id}-hint` }, hint), error);
  return {
    name,
    input,
    element: el('div', { class: 'tick' }, input, text),
    read: () => input.checked,
    tell: (said = '') => tell(input, error, said),
  };
}

function tell(input, error, text) {
  error.textContent = text;
  if (text) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/**
 * A form. `parts` are fields, ticks or elements; `submit(values)` does the
 * work, and what it throws is shown. `cancel` adds a second button.
 */
export function form({ parts, action, kind = 'primary', submit, cancel, baseUrl = () => '' }) {
  const fields = parts.flatMap((part) => part.fields ?? part).filter((part) => part.read);
  const failure = problem();
  const send = el('button', { type: 'submit', class: kind }, action);
  const element = el(
    'form',
    { novalidate: true, autocomplete: 'on' },
    parts.map((part) => part.element ?? part),
    failure.element,
    el('div', { class: 'actions' }, cancel && button('Cancel', 'plain', cancel), send),
  );
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    // Disabling the button would take the focus away from it.
    if (element.getAttribute('aria-busy') === 'true') return;
    element.setAttribute('aria-busy', 'true');
    failure.clear();
    for (const part of fields) part.tell();
    try {
      await submit(Object.fromEntries(fields.map((part) => [part.name, part.read()])));
    } catch (error) {
      report(explain(error, baseUrl()), fields, failure);
    } finally {
      element.removeAttribute('aria-busy');
    }
  });
  return element;
}

/** Failures go to the fields they name, the rest below the form. */
function report({ text, fields: told }, fields, failure) {
  const rest = [];
  let first;
  for (const [name, said] of Object.entries(told)) {
    const part = fields.find((known) => known.name === name);
    if (part) part.tell(said);
    else rest.push(`${name}: ${said}`);
    first ??= part;
  }
  if (text) rest.unshift(text);
  failure.show(...rest);
  first?.input.focus();
}

// Dialogs: the browser's own, so that the keyboard and Escape work as they do elsewhere.

import { el, freshId } from './dom.mjs';
import { field, form } from './form.mjs';

/** Opens a dialog. `content(close)` gives what is in it. */
export function openDialog(title, content, { role } = {}) {
  const id = freshId();
  const dialog = el('dialog', { 'aria-labelledby': id, role });
  dialog.append(el('h2', { id }, title), ...content(() => dialog.close()));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks before something that cannot be undone. `act()` does it, and the dialog
 * stays open with what went wrong. `name` has to be typed when it is given.
 */
export function confirmed({ title, text, action, name, act }) {
  openDialog(
    title,
    (close) => {
      const typed = name === undefined ? [] : [typing(name)];
      const asked = form({
        parts: [...typed],
        action,
        kind: 'danger',
        cancel: close,
        async submit() {
          if (!typed.every((part) => part.matches())) return;
          await act();
          close();
        },
      });
      // The harmless button comes first, and an Enter pressed in haste hits it.
      if (!typed.length) asked.querySelector('.plain').autofocus = true;
      return [el('p', {}, text), asked];
    },
    { role: 'alertdialog' },
  );
}

function typing(name) {
  const part = field('typed', `Type “${name}” to confirm`, { autocomplete: 'off' });
  part.matches = () => {
    const same = part.read().trim() === name;
    part.tell(same ? '' : 'This is not the name.');
    return same;
  };
  return part;
}

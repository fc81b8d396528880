// The instances that the account has a role in.

import { confirmed, openDialog } from '../dialog.mjs';
import { button, day, el } from '../dom.mjs';
import { field, form } from '../form.mjs';
import { PAGE_SIZE, pagedList } from '../paged-list.mjs';

export const placeOf = (name) => `#/instances/${encodeURIComponent(name)}/api-keys`;

export function instances(context) {
  const { session, signal } = context;
  const { Instance } = session.connection;
  const list = pagedList({
    label: 'instances',
    first: () => Instance.please().list().pageSize(PAGE_SIZE).ordering('desc').withOptions({ signal }),
    item: (instance) => card(context, instance, list),
    empty: 'No instance yet. An instance holds the data, users and API keys of one application.',
    context,
  });
  list.reload();
  const add = button('Add instance', 'primary', () => addInstance(context));
  const head = el('div', { class: 'head' }, el('h1', { tabindex: '-1' }, 'Instances'), add);
  return { title: 'Instances', content: [head, list.element] };
}

function addInstance({ session, signal, announce, go }) {
  openDialog('Add instance', (close) => [
    form({
      parts: [
        field('name', 'Name', {
          autocomplete: 'off',
          autofocus: true,
          hint: '5 to 64 letters, digits and hyphens, starting with a letter. It is part of addresses, and no two instances of a server share one.',
        }),
        field('description', 'Description', { autocomplete: 'off' }),
      ],
      action: 'Confirm',
      cancel: close,
      baseUrl: () => session.baseUrl,
      async submit({ name, description }) {
        const options = { signal };
        const made = await session.connection.Instance.please().withOptions(options).create({ name, description });
        close();
        announce(`Instance ${made.name} was created.`);
        go(placeOf(made.name));
      },
    }),
  ]);
}

function card(context, instance, list) {
  const { name, description, role, created_at, owner } = instance;
  // Only the owner may delete it.
  const own = owner?.id === context.session.account.id;
  const remove = button('Delete', 'danger-plain small', () => deleteInstance(context, instance, list), {
    'aria-label': `Delete ${name}`,
  });
  return el(
    'li',
    { class: 'card instance' },
    el(
      'div',
      { class: 'what' },
      el('h2', {}, el('a', { href: placeOf(name) }, name)),
      description ? el('p', {}, description) : null,
      el('p', { class: 'facts' }, own ? 'Yours' : `Shared with you, ${role}`, ' · created ', day(created_at)),
    ),
    el('div', { class: 'actions' }, el('a', { class: 'button plain small', href: placeOf(name) }, 'API Keys'), own && remove),
  );
}

function deleteInstance({ signal, announce }, instance, list) {
  const { name } = instance;
  confirmed({
    title: `Delete ${name}?`,
    text: 'Its data, users and API keys are deleted with it, and its keys stop working at once. This cannot be undone.',
    action: 'Delete instance',
    name,
    async act() {
      await instance.delete({ signal });
      announce(`Instance ${name} was deleted.`);
      await list.reload();
      document.querySelector('h1')?.focus();
    },
  });
}

// The API keys of an instance.

import { confirmed, openDialog } from '../dialog.mjs';
import { button, day, el } from '../dom.mjs';
import { field, form, tick } from '../form.mjs';
import { PAGE_SIZE, pagedList } from '../paged-list.mjs';
import { secret } from '../secret.mjs';
import { usage } from './usage.mjs';

/** What each flag allows beyond what every API key may do. */
const FLAGS = {
  ignore_acl: 'Ignores permissions: reads every class, reads and writes all data, manages all users.',
  allow_user_create: 'May create users.',
  allow_group_create: 'May create groups.',
  allow_anonymous_read: 'Reads data without a user, where class and object let others read.',
};

export function apiKeys(context, instanceName) {
  const { session, signal } = context;
  const { ApiKey } = session.connection;
  const list = pagedList({
    label: 'API keys',
    first: () => ApiKey.please().list({ instanceName }).pageSize(PAGE_SIZE).ordering('desc').withOptions({ signal }),
    item: (key) => card(context, key, list),
    empty: 'No API key yet. Add one for each application, so that each can be replaced on its own.',
    context,
  });
  list.reload();
  const add = button('Add API Key', 'primary', () => addKey(context, instanceName, list));
  return {
    title: `API Keys of ${instanceName}`,
    content: [
      el(
        'nav',
        { class: 'trail', 'aria-label': 'Where you are' },
        el('a', { href: '#/instances' }, 'Instances'),
        el('span', { 'aria-hidden': 'true' }, '/'),
        el('span', {}, instanceName),
      ),
      el('div', { class: 'head' }, el('h1', { tabindex: '-1' }, 'API Keys'), add),
      list.element,
      usage(session.baseUrl, instanceName),
    ],
  };
}

function addKey({ session, signal, announce }, instanceName, list) {
  openDialog('Add API Key', (close) => [
    keyForm({}, close, session, async (values) => {
      await session.connection.ApiKey.please({ instanceName }).withOptions({ signal }).create(values);
      close();
      announce('The API key was created.');
      await list.reload();
      list.element.querySelector('.secret button')?.focus();
    }),
  ]);
}

function editKey({ session, signal, announce }, key, list) {
  const { instanceName, id } = key;
  openDialog('Edit API Key', (close) => [
    keyForm(key, close, session, async (values) => {
      const { ApiKey } = session.connection;
      const changed = await ApiKey.please().update({ instanceName, id }, values).withOptions({ signal });
      close();
      announce('The API key was changed.');
      list.replace(key, changed).querySelector('.edit')?.focus();
    }),
  ]);
}

function keyForm(key, close, session, submit) {
  const flags = Object.entries(FLAGS).map(([name, hint]) => tick(name, name, { hint, checked: key[name] === true }));
  return form({
    parts: [
      field('description', 'Description', { value: key.description ?? '', autocomplete: 'off', autofocus: true }),
      el('p', { class: 'legend' }, 'Flags'),
      ...flags,
    ],
    action: 'Confirm',
    cancel: close,
    baseUrl: () => session.baseUrl,
    submit,
  });
}

function card(context, key, list) {
  const { announce } = context;
  const title = key.description || 'No description';
  const what = `API key ${key.id}`;
  const shown = secret({ what, read: () => key.api_key, announce });
  const act = (text, kind, run) => button(text, kind, run, { 'aria-label': `${text} ${what}` });
  const flags = Object.keys(FLAGS).filter((name) => key[name] === true);
  return el(
    'li',
    { class: 'card api-key' },
    el(
      'div',
      { class: 'what' },
      el('h2', { class: key.description ? undefined : 'unnamed' }, title),
      el('p', { class: 'facts' }, `#${key.id} · created `, day(key.created_at)),
    ),
    shown.element,
    flags.length > 0 &&
      el('ul', { class: 'flags', 'aria-label': `Flags of ${what}` }, flags.map((name) => el('li', { class: name, title: FLAGS[name] }, name))),
    el(
      'div',
      { class: 'actions' },
      act('Edit', 'plain small edit', () => editKey(context, key, list)),
      act('Reset', 'plain small', () => resetKey(context, key, shown)),
      act('Delete', 'danger-plain small', () => deleteKey(context, key, list)),
    ),
  );
}

function resetKey({ signal, announce }, key, shown) {
  confirmed({
    title: 'Reset this API key?',
    text: `“${key.description || `#${key.id}`}” gets a new value. The old one stops working at once, in every application that uses it.`,
    action: 'Reset key',
    async act() {
      await key.reset({ signal });
      shown.hide();
      announce('The API key was reset. The old value no longer works.');
    },
  });
}

function deleteKey({ signal, announce }, key, list) {
  confirmed({
    title: 'Delete this API key?',
    text: `“${key.description || `#${key.id}`}” stops working at once, in every application that uses it. This cannot be undone.`,
    action: 'Delete key',
    async act() {
      await key.delete({ signal });
      announce('The API key was deleted.');
      await list.reload();
      document.querySelector('h1')?.focus();
    },
  });
}

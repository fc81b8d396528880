// "Account": who you are, and under "Authentication" the account key.

import { confirmed } from '../dialog.mjs';
import { button, el } from '../dom.mjs';
import { secret } from '../secret.mjs';

const TABS = { profile: 'Profile', authentication: 'Authentication' };

export function account(context, tab) {
  const link = ([name, title]) =>
    el('li', {}, el('a', { href: `#/account/${name}`, 'aria-current': name === tab ? 'page' : undefined }, title));
  const tabs = el('nav', { class: 'tabs', 'aria-label': 'Account' }, el('ul', {}, Object.entries(TABS).map(link)));
  const body = tab === 'profile' ? profile(context.session.account) : authentication(context);
  const title = el('h1', { tabindex: '-1' }, 'Account');
  return { title: TABS[tab], content: [title, tabs, body] };
}

function profile({ id, email, first_name, last_name }) {
  const name = [first_name, last_name].filter(Boolean).join(' ');
  const row = (term, value) => el('div', {}, el('dt', {}, term), el('dd', {}, value));
  return el(
    'section',
    { class: 'card', 'aria-label': 'Profile' },
    el('dl', {}, row('Name', name || '–'), row('E-mail', String(email)), row('Account', `#${id}`)),
  );
}

function authentication({ session, signal, announce }) {
  const key = secret({ what: 'account key', read: () => session.connection.accountKey, announce });
  const reset = button('Reset key', 'danger-plain', () =>
    confirmed({
      title: 'Reset the account key?',
      text: 'You get a new account key. The old one stops working at once, wherever it is used.',
      action: 'Reset key',
      async act() {
        await session.resetKey(signal);
        key.hide();
        announce('The account key was reset. The old one no longer works.');
      },
    }),
  );
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'account-key' },
    el('h2', { id: 'account-key' }, 'Account key'),
    el(
      'p',
      { class: 'hint' },
      'It acts as you: it can change your account and delete every instance you own. In an application, use an API key of an instance.',
    ),
    key.element,
    el('div', { class: 'actions' }, reset),
  );
}

// The way in: sign in, register, or bring an account key.

import { el } from '../dom.mjs';
import { field, form, tick } from '../form.mjs';

const DOORS = {
  '#/sign-in': { tab: 'Sign in', title: 'Sign in to Syncano', parts: signInParts, action: 'Sign in', act: 'signIn' },
  '#/register': { tab: 'Register', title: 'Create an account', parts: registerParts, action: 'Create account', act: 'register' },
  '#/account-key': { tab: 'Account key', title: 'Sign in with a key', parts: keyParts, action: 'Use this key', act: 'useKey' },
};

export function isEntrance(hash) {
  return hash === '' || Object.hasOwn(DOORS, hash);
}

/** The door that the address names, else the first. */
export function entrance(context, hash) {
  const here = Object.hasOwn(DOORS, hash) ? hash : '#/sign-in';
  const { title, parts, action, act } = DOORS[here];
  const { session, signal, enter } = context;
  const server = serverParts(session.server);
  const asked = form({
    parts: [...parts(), server],
    action,
    baseUrl: () => session.server.baseUrl,
    async submit({ baseUrl, allowInsecureHttp, ...details }) {
      session.server = { baseUrl: baseUrl.trim(), allowInsecureHttp };
      await session[act](act === 'useKey' ? details.key : details, signal);
      enter();
    },
  });
  asked.querySelector('input').dataset.start = '';
  const card = el('section', { class: 'card door' }, el('h1', { tabindex: '-1' }, title), doors(here), asked);
  return { title, content: [card] };
}

function doors(here) {
  const link = ([hash, { tab }]) =>
    el('li', {}, el('a', { href: hash, 'aria-current': hash === here ? 'page' : undefined }, tab));
  return el('nav', { class: 'tabs', 'aria-label': 'Ways to sign in' }, el('ul', {}, Object.entries(DOORS).map(link)));
}

function signInParts() {
  return [
    field('email', 'E-mail', { type: 'email', autocomplete: 'username' }),
    field('password', 'Password', { type: 'password', autocomplete: 'current-password' }),
  ];
}

function registerParts() {
  return [
    field('email', 'E-mail', { type: 'email', autocomplete: 'username' }),
    field('password', 'Password', { type: 'password', autocomplete: 'new-password' }),
  ];
}

function keyParts() {
  const hint = 'It stays in the memory of this page and is gone when you reload or leave it.';
  return [field('key', 'Account key', { type: 'password', autocomplete: 'off', hint })];
}

/** Which server; out of the way when one is known. */
function serverParts({ baseUrl, allowInsecureHttp }) {
  const address = field('baseUrl', 'Base URL', {
    type: 'url',
    value: baseUrl,
    autocomplete: 'url',
    placeholder: 'https://api.example.com',
  });
  const insecure = tick('allowInsecureHttp', 'Allow plain http (allowInsecureHttp)', {
    checked: allowInsecureHttp,
    hint: 'Everybody on the way to the server could read your password and keys. For networks you trust.',
  });
  const shown = el('span', { class: 'at' }, baseUrl || 'not chosen');
  address.input.addEventListener('input', () => {
    shown.textContent = address.read() || 'not chosen';
  });
  const element = el(
    'details',
    { class: 'server', open: !baseUrl },
    el('summary', {}, 'Server ', shown),
    address.element,
    insecure.element,
  );
  // A failure in a folded field would not be seen.
  const tell = address.tell;
  address.tell = (text) => {
    if (text) element.open = true;
    tell(text);
  };
  return { element, fields: [address, insecure] };
}

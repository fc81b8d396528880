// Puts the parts together: which view belongs to the address, and what a change of it means.

import { el } from './dom.mjs';
import { watchPolicy } from './errors.mjs';
import { Session } from './session.mjs';
import { account } from './views/account.mjs';
import { apiKeys } from './views/api-keys.mjs';
import { bar } from './views/bar.mjs';
import { instances } from './views/instances.mjs';
import { entrance, isEntrance } from './views/entrance.mjs';

const HOME = '#/instances';
const STATUS_MS = 6000;

/** Addresses hold names of places, never a key. */
const PLACES = [
  [/^#\/instances$/, instances],
  [/^#\/instances\/([^/]+)\/api-keys$/, apiKeys],
  [/^#\/account\/(profile|authentication)$/, account],
];

/** Starts the dashboard in the page that has loaded it. */
export function start() {
  const main = document.getElementById('main');
  const head = document.getElementById('bar');
  const status = document.getElementById('status');
  const session = new Session(defaultBaseUrl());
  let leave;
  let fading;

  const context = {
    session,
    go,
    /** Tells what has been done, to eyes and to screen readers. */
    announce(text) {
      status.textContent = text;
      clearTimeout(fading);
      fading = setTimeout(() => status.replaceChildren(), STATUS_MS);
    },
    /** Follows a sign-in: on to the place that was asked for. */
    enter: () => (isEntrance(location.hash) ? go(HOME) : show()),
    signOut() {
      end();
      context.announce('Signed out.');
    },
  };

  function go(hash) {
    if (location.hash === hash) show();
    else location.hash = hash;
  }

  function show() {
    leave?.abort();
    for (const dialog of document.querySelectorAll('dialog')) dialog.close();
    leave = new AbortController();
    const here = { ...context, signal: leave.signal };
    head.replaceChildren(...bar(here));
    const { title, content } = session.signedIn ? view(here) : entrance(here, location.hash);
    document.title = `${title} · Syncano`;
    main.replaceChildren(...content);
    (main.querySelector('[data-start]') ?? main.querySelector('h1'))?.focus();
  }

  /** Forgets the key and everything that was shown with it. */
  function end() {
    session.end();
    show();
  }

  watchPolicy();
  document.querySelector('.skip').addEventListener('click', (event) => {
    // The address names the view, so it is not free to name a part of the page.
    event.preventDefault();
    main.focus();
  });
  window.addEventListener('hashchange', show);
  // A page that the browser keeps for its back button keeps no key.
  window.addEventListener('pagehide', end);
  show();
}

function view(context) {
  for (const [pattern, make] of PLACES) {
    const match = pattern.exec(location.hash || HOME);
    if (match) return make(context, ...match.slice(1).map(decode));
  }
  return {
    title: 'Not found',
    content: [
      el('h1', { tabindex: '-1' }, 'There is nothing here'),
      el('p', {}, el('a', { href: HOME }, 'Go to your instances')),
    ],
  };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function defaultBaseUrl() {
  const given = document.querySelector('meta[name="syncano-base-url"]')?.content;
  return given || (location.protocol.startsWith('http') ? location.origin : '');
}

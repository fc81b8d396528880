// The bar on top: the name, the way home, and the account.

import { button, el, icon } from '../dom.mjs';

/** What the bar holds for whoever is signed in, or not. */
export function bar({ session, signOut }) {
  const brand = el('a', { class: 'brand', href: '#/instances' }, mark(), el('span', {}, 'Syncano'));
  if (!session.signedIn) return [brand];
  const here = location.hash.startsWith('#/account') ? undefined : 'page';
  return [
    brand,
    el('nav', { 'aria-label': 'Main' }, el('a', { href: '#/instances', 'aria-current': here }, 'Instances')),
    el('div', { class: 'account' }, ...accountMenu(session.account, signOut)),
  ];
}

function accountMenu({ email, first_name, last_name }, signOut) {
  const name = [first_name, last_name].filter(Boolean).join(' ') || email;
  const menu = el(
    'div',
    { class: 'menu', id: 'account-menu', popover: 'auto' },
    el('a', { href: '#/account/profile' }, el('strong', {}, name), name === email ? null : el('span', {}, email)),
    button('Sign out', 'plain', signOut),
  );
  const opener = el('button', { type: 'button', class: 'plain', popovertarget: 'account-menu' }, person(), 'Account');
  return [opener, menu];
}

function mark() {
  const drawing = icon('M12.5 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z', 'M12.5 12h8M17 12v3.3M20.5 12v2.3');
  drawing.classList.add('mark');
  return drawing;
}

function person() {
  return icon('M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4.5 20c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5');
}

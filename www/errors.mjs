// What went wrong, in words for the person at the page.

import { el } from './dom.mjs';
import { NetworkError, RequestError, ValidationError } from './pkg/index.mjs';

const WHOLE = ['detail', 'non_field_errors', '__all__', 'error'];
const blocked = new Set();

/** Remembers the servers that the host of this page forbids it to talk to. */
export function watchPolicy() {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === 'connect-src' && URL.canParse(blockedURI)) blocked.add(new URL(blockedURI).origin);
  });
}

/** The failure as one text, and as texts of the fields that it names. */
export function explain(error, baseUrl = '') {
  if (error instanceof RequestError || error instanceof ValidationError) return refusal(error);
  if (error instanceof NetworkError) return { text: unreachable(baseUrl), fields: {} };
  return { text: error?.message || 'Something went wrong.', fields: {} };
}

function refusal(error) {
  const fields = {};
  const whole = [];
  for (const [name, value] of Object.entries(error.errors ?? {})) {
    const text = [value].flat().filter((part) => typeof part === 'string').join(' ');
    if (WHOLE.includes(name)) whole.push(text);
    else if (text) fields[name] = text;
  }
  if (error.status === 403 && error.errors?.detail === 'No such API Key.') {
    whole.push('The key you signed in with is no longer valid: sign out, and sign in again.');
  }
  const text = whole.filter(Boolean).join(' ');
  return { text: text || (Object.keys(fields).length ? '' : error.message), fields };
}

function unreachable(baseUrl) {
  const origin = URL.canParse(baseUrl) ? new URL(baseUrl).origin : '';
  if (blocked.has(origin)) {
    return `The host of this page does not let it talk to ${origin} (Content-Security-Policy, connect-src).`;
  }
  return `The server ${origin} could not be reached.`;
}

/** A place for failures, read out when one appears. */
export function problem() {
  const element = el('div', { class: 'problem', role: 'alert' });
  return {
    element,
    clear: () => element.replaceChildren(),
    /** `lines` are texts or buttons. */
    show: (...lines) => element.replaceChildren(...lines.map((line) => (line instanceof Node ? line : el('p', {}, line)))),
  };
}

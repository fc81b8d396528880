// Unmistakable credentials, and what they may look like when somebody prints them.

/** Each key ends with the digit of its kind; the password has what texts escape. */
export const SECRETS = {
  accountKey: 'aa11bb22cc33dd44ee55ff6600771188229933a0',
  apiKey: 'bb22cc33dd44ee55ff6600771188229933aa11b1',
  userKey: 'cc33dd44ee55ff6600771188229933aa11bb22c2',
  socialToken: 'canary-social-token-5f2e',
  password: 'canary-"pass\\word"-<81c3>&é',
};

const quoted = (text) => JSON.stringify(text).slice(1, -1);

const ascii = (text) => text.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]);

const base64 = (text) => btoa(unescape(encodeURIComponent(text))).replace(/=+$/, '');

/** The ways in which a secret is written: as it is, and as JSON, addresses, forms, pages and base64 have it. */
export function forms(secret) {
  const once = quoted(secret);
  const all = [secret, once, quoted(once), quoted(quoted(once)), ascii(once), ascii(quoted(once))];
  all.push(encodeURIComponent(secret), new URLSearchParams({ a: secret }).toString().slice(2));
  all.push(escaped(secret), escaped(once), escaped(quoted(once)), base64(secret));
  return [...new Set(all)];
}

const ALL = Object.entries(SECRETS).flatMap(([name, secret]) => forms(secret).map((form) => [name, form.toLowerCase()]));

/** The names of the secrets that a text holds, in whatever way they are written. */
export function found(text) {
  const folded = text.toLowerCase();
  return [...new Set(ALL.filter(([, form]) => folded.includes(form)).map(([name]) => name))];
}

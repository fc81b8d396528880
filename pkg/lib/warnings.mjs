// Advice on the console, each at most once.

const said = new Set();

function warn(id, text) {
  if (said.has(id)) return;
  said.add(id);
  globalThis.console?.warn?.(text);
}

/** An account key in a public web page is anyone's account key. */
export function warnOfPage() {
  const { document, location } = globalThis;
  if (!document || !location || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost|)$/.test(location.hostname)) return;
  warn(
    'page',
    'syncano: an account key is used in a web page. Everybody who opens the page can read it and act as the administrator. Use an API key here, or set silenceBrowserWarning if the page is yours alone.',
  );
}

/** The last digit tells an account key from an API key; user keys look like account keys. */
export function warnOfKind(name, kind) {
  const expected = { accountKey: 'account', userKey: 'account', apiKey: 'api' }[name];
  if (!expected || !kind || kind === expected) return;
  const looks = kind === 'api' ? 'an API key' : 'an account key or user key';
  warn(
    `kind ${name}`,
    `syncano: the key given as ${name} is ${looks} by its last digit. It is sent all the same; set silenceKeyWarning to stop this warning.`,
  );
}

// What a page did while nobody looked: its console, its errors, its requests, its policy's complaints.

/** Starts to collect; call it before the page goes anywhere. */
export async function collect(page) {
  const evidence = { complaints: [], requests: [], dialogs: [] };
  // Browsers write every unsuccessful answer to the console themselves.
  const isAnswer = (text) => /^Failed to load resource: the server responded/.test(text);
  page.on('console', (message) => {
    if (['error', 'warn', 'warning'].includes(message.type()) && !isAnswer(message.text())) {
      evidence.complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => evidence.complaints.push(error.message));
  page.on('request', (request) => evidence.requests.push(request.url()));
  page.on('dialog', (dialog) => {
    evidence.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return evidence;
}

/** What the page's policy has stopped since it was loaded. */
export function violations(page) {
  return page.evaluate(() => window.violations);
}

/** Everything that outlives the page in its browser. */
export function stored(page) {
  return page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    cookies: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    history: JSON.stringify(history.state),
    name: window.name,
  }));
}

export const NOTHING_STORED = {
  local: [],
  session: [],
  cookies: '',
  databases: [],
  caches: [],
  history: 'null',
  name: '',
};

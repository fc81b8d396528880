// The host's half of the boundary: what only JavaScript can do. It sends and
// reads; what is sent, and what follows from an answer, the core decides.
// Nothing that a caller, a server or a stubbed `fetch` gives is trusted here.

const TIMEOUT_MS = 15_000;
/** Browsers and Node keep timers in 32 bits. */
const TIMER_MAX_MS = 2 ** 31 - 1;
/** A longer answer is not read: nothing that the API has is near it. */
const ANSWER_BYTES_MAX = 10 * 1024 * 1024;
/** Levels of objects and lists in an answer. */
const DEPTH_MAX = 64;

const isObject = (value) => typeof value === 'object' && value !== null;
const isFunction = (value) => typeof value === 'function';

/** A property, or `undefined` when it cannot be read. */
function get(object, name) {
  if (object === undefined || object === null) return undefined;
  try {
    return object[name];
  } catch {}
}

/** JavaScript's own text of a value; empty where there is none. */
function textOf(value) {
  try {
    return String(value);
  } catch {
    return '';
  }
}

/** A failure on its way to the caller; it never holds the request. */
const failure = (kind, message, field) => ({ kind, message, field });

const misused = (field, message) => failure('usage', message, field);

/** A text of the core, or the failure that it tells of. */
function told(text) {
  if (text[0] !== '!') return text;
  const [field, message] = text.slice(1).split('\n');
  throw misused(field, message);
}

// Options

function option(options, name, fits, what) {
  const value = get(options, name) ?? undefined;
  if (value !== undefined && !fits(value)) throw misused(name, `"${name}" must be ${what}.`);
  return value;
}

const amount = (options, name) =>
  option(options, name, (value) => typeof value === 'number' && value >= 0 && value < Infinity, 'a number that is not negative');
const flag = (options, name) => option(options, name, (value) => typeof value === 'boolean', 'true or false') ?? false;
const callback = (options, name) => option(options, name, isFunction, 'a function');

/** The options of a connection, checked. Credentials are set on their own. */
export const settings = (options) => ({
  allowInsecureHttp: flag(options, 'allowInsecureHttp'),
  timeout: amount(options, 'timeout'),
  maxRetries: amount(options, 'maxRetries'),
  retryAfterMax: amount(options, 'retryAfterMax'),
  fetch: callback(options, 'fetch'),
  logger: callback(options, 'logger'),
  headers: headersOf(options),
});

/** Names that only the connection's credentials, or the host, may set. */
const RESERVED = /^(x-(api|user)-key|(proxy-)?authorization|cookie|host|content-(length|type))$/i;

/** A caller's headers, without any that could carry a credential elsewhere or break the request. */
function headersOf(options) {
  const given = get(options, 'headers');
  const headers = {};
  for (const [name, value] of isObject(given) ? Object.entries(given) : []) {
    const text = textOf(value);
    if (!/^[\w.!~*'+-]+$/.test(name) || RESERVED.test(name)) {
      throw misused('headers', '"headers" has a name that cannot be set.');
    }
    if (!/^[\t -~]*$/.test(text)) throw misused('headers', '"headers" has a value that no header can carry.');
    headers[name] = text;
  }
  return headers;
}

/** Sets the base URL of a connection's handle. */
export function setBaseUrl(handle, { allowInsecureHttp }, given) {
  // What is no text is no URL.
  const text = given === null || given === undefined ? '' : typeof given === 'string' ? given : ':';
  told(handle.setBaseUrl(text, partsOf(text), allowInsecureHttp));
}

/** The path of a route, with values of `properties` for its placeholders. */
export const pathOf = (core, { index, properties: names }, properties) => told(core.path(index, segments(properties, names)));

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

/**
 * A call that can be sent, but for its credentials: `own` are the connection's settings. It goes
 * to a `route`, or to a `link`, which has to stay under the base URL.
 */
export function draft(handle, core, own, { route, link, method: given, properties, query, payload, options }) {
  const path = route ? handle.join(pathOf(core, route, properties)) : followed(handle, link);
  const method = given.toUpperCase();
  if (!METHODS.includes(method)) throw misused('method', `Invalid request method: "${given}".`);
  const fetch = own.fetch ?? get(globalThis, 'fetch');
  if (!isFunction(fetch)) throw misused('fetch', 'This runtime has no fetch. Pass one as option "fetch".');
  const hasBody = method[0] === 'P';
  const isForm = hasBody && isFunction(get(payload, 'getAll')) && isFunction(get(globalThis, 'FormData'));
  return {
    fetch,
    method,
    url: query ? withQuery(path, query) : path,
    template: route ? route.path : '(link)',
    route: route ? route.index : -1,
    // Doing it twice is doing it once (RFC 9110, section 9.2.2), or the route says so.
    isHarmless: (method !== 'POST' && method !== 'PATCH') || Boolean(route?.isSafe),
    payload,
    logger: own.logger,
    retryAfterMax: own.retryAfterMax,
    headers: {
      Accept: 'application/json',
      ...(hasBody && !isForm && { 'Content-Type': 'application/json' }),
      ...own.headers,
      ...(options && headersOf(options)),
    },
    body: hasBody ? (isForm ? payload : json(payload)) : undefined,
    timeout: amount(options, 'timeout') ?? own.timeout ?? TIMEOUT_MS,
    maxRetries: amount(options, 'maxRetries') ?? own.maxRetries,
    anonymous: flag(options, 'anonymous'),
    expect: get(options, 'expect'),
    signal: signalOf(options),
    // What a refusal must not quote.
    secrets: [],
  };
}

/** The address that a link leads to. */
function followed(handle, link) {
  const text = handle.candidate(link);
  if (!handle.contains(partsOf(text))) throw failure('pagination', 'The link leads away from the base URL.');
  return new URL(text).href;
}

function json(payload = {}) {
  if (typeof payload === 'string') return payload;
  try {
    const text = JSON.stringify(payload);
    if (text) return text;
  } catch {}
  throw misused('payload', 'The data cannot be written as JSON.');
}

function signalOf(options) {
  const signal = get(options, 'signal') ?? undefined;
  if (signal !== undefined && typeof get(signal, 'aborted') !== 'boolean') throw noSignal();
  return signal;
}

const noSignal = () => misused('signal', '"signal" must be an AbortSignal.');

/** An address with the query of a plain object in front of its own: lists repeat their name, `undefined` is left out. */
function withQuery(url, object) {
  const pairs = [];
  for (const [name, value] of isObject(object) ? Object.entries(object) : []) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) pairs.push(`${encoded(name)}=${encoded(item === null ? '' : queryText(item))}`);
    }
  }
  if (pairs.length === 0) return url;
  const [bare, own] = url.split(/\?(.*)/s);
  if (own) pairs.push(own);
  return `${bare}?${pairs.join('&')}`;
}

function queryText(value) {
  if (!isObject(value)) return textOf(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** Everything but the unreserved characters of RFC 3986 is encoded. */
function encoded(text) {
  // An unpaired surrogate has no encoding.
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
  return encodeURIComponent(whole).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// Values, as the core reads them: a letter for the kind, then the text.

/** Values for the placeholders of a path, a line each. */
const segments = (properties, names) =>
  names
    .map((name) => {
      const value = get(properties, name) ?? undefined;
      if (value === undefined) return '';
      const isText = typeof value === 'string' && !value.includes('\n');
      return isText || Number.isSafeInteger(value) ? `s${value}` : 'x';
    })
    .join('\n');

/** Fields of a model, for the rules; `paths` are lists of names, each of which leads into the value before. */
const facts = (attributes, paths) => paths.map((path) => fact(path.reduce(get, attributes))).join('\0');

function fact(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return `s${/\S/.test(value) ? value.length : 0},${framed(value)}`;
  if (typeof value === 'number') return `n${value}`;
  if (typeof value === 'boolean') return `b${value}`;
  try {
    if (Array.isArray(value)) return `l${value.length},${framed(value.map(textOf).join())}`;
    if (isObject(value) && !(value instanceof Date) && Object.keys(value).length === 0) return 'e';
  } catch {}
  return 'o';
}

/** NUL sets the facts apart, so that none may hold one. */
const framed = (text) => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);

/** What is wrong with a model's attributes: an object of lists, or nothing. `paths` are its fields that have rules. */
export function faults(core, model, paths, attributes, isStored) {
  const found = core.validate(model, facts(attributes, paths), isStored);
  if (!found) return undefined;
  const errors = {};
  const parts = found.split('\0');
  for (let i = 0; i < parts.length; i += 2) (errors[parts[i]] ??= []).push(parts[i + 1]);
  return errors;
}

/** The parts of a URL, a line each; nothing for what is none. */
function partsOf(text) {
  try {
    const { protocol, username, password, hostname, origin, pathname } = new URL(text);
    return [protocol, username, password, hostname, origin, pathname].join('\n');
  } catch {
    return '';
  }
}

// Credentials, by the numbers that the core has for them

export const CREDENTIALS = ['accountKey', 'apiKey', 'userKey', 'socialToken'];

/** Sets a credential; `null` clears it. Gives the kind that its last digit tells. */
export function setCredential(handle, name, value) {
  if (value !== null && typeof value !== 'string') throw misused(name, `"${name}" must be a string.`);
  const kind = handle.setCredential(CREDENTIALS.indexOf(name), value ?? '');
  if (kind < 0) throw misused(name, `"${name}" has characters that no key has, or is too long.`);
  return KINDS[kind];
}

/** A credential, read where it stands: the module keeps the only copy. */
export function credential(handle, memory, slot) {
  const length = handle.credentialLength(slot);
  if (length === 0) return null;
  return String.fromCharCode.apply(null, new Uint8Array(memory.buffer, handle.credentialAt(slot), length));
}

const KINDS = [undefined, 'account', 'api'];

/** The kind that a key's last digit tells, or nothing for what is no key. */
export const keyKind = (core, value) => (typeof value === 'string' ? KINDS[core.keyKind(value)] : undefined);

/** Headers with the credentials that are set at this moment: an API key goes before an account key. */
function signed(call, handle, memory) {
  const headers = { ...call.headers };
  if (call.anonymous) return headers;
  const secret = (slot) => {
    const text = credential(handle, memory, slot);
    if (text) call.secrets.push(text);
    return text;
  };
  const key = secret(1) ?? secret(0);
  const user = secret(2);
  const social = secret(3);
  if (key) headers['X-API-KEY'] = key;
  if (user) headers['X-USER-KEY'] = user;
  if (social) headers.Authorization = `Token ${social}`;
  return headers;
}

// A call

/**
 * Makes attempts until one succeeds, or the core allows no further one.
 * Rejects with the record of the failure.
 *
 * `ask(run)` runs a function with the handle of the call's connection, the core and its memory.
 */
export async function drive(call, ask) {
  const { method, isHarmless, maxRetries, retryAfterMax } = call;
  for (let count = 0; ; count++) {
    const headers = ask((handle, _core, memory) => signed(call, handle, memory));
    const { outcome, value, record, retryAfter = '' } = await attempt(call, headers);
    if (outcome === DONE) return value;
    if (outcome === FINAL) throw record;
    const status = Math.max(outcome, 0);
    const wait = ask((handle, core) => {
      let asked;
      if (outcome >= 0) {
        asked = core.retryAfterMs(retryAfter, Date.parse(retryAfter), Date.now());
        if (asked >= 0) record.retryAfter = asked / 1000;
        record.phrase = core.phrase(status);
        if (status === 403) record.hint = handle.hint(call.route, method === 'GET' || method === 'HEAD');
      }
      return core.waitMs(isHarmless, count, maxRetries, retryAfterMax, status, asked, Math.random());
    });
    if (!(wait >= 0)) throw record;
    if (!(await pause(call, wait))) throw aborted(call.signal).record;
  }
}

// One attempt

/** What came of an attempt: a status when the server refused, else one of these. */
const DONE = -1;
const UNANSWERED = -2;
const FINAL = -3;

/**
 * Sends a request and reads its answer to the end. Resolves with what came of
 * it, `{outcome, value}` or `{outcome, record}`, and never rejects.
 */
function attempt(call, headers) {
  const { fetch, method, url, body, signal, timeout } = call;
  const began = Date.now();
  return new Promise((resolve) => {
    let timer;
    let isOver = false;
    const controller = abortController();
    const end = (answer) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      unlisten(signal, quit);
      // A record of misuse was never sent.
      if (answer.record?.kind !== 'usage') log(call, answer, Date.now() - began);
      resolve(answer);
    };
    const giveUp = (answer) => {
      end(answer);
      controller?.abort();
    };
    const quit = () => giveUp(aborted(signal));
    if (signal) {
      if (get(signal, 'aborted')) return resolve(aborted(signal));
      if (!listen(signal, quit)) return end({ outcome: FINAL, record: noSignal() });
    }
    if (timeout > 0) {
      const late = () => giveUp({ outcome: UNANSWERED, record: { ...failure('timeout', 'The server did not answer completely in time.'), timeout } });
      timer = setTimeout(late, Math.min(timeout, TIMER_MAX_MS));
    }
    const init = { method, headers, redirect: 'manual' };
    // Only where there are cookies: runtimes that know none refuse the option.
    if (get(globalThis, 'location')) init.credentials = 'omit';
    if (body !== undefined) init.body = body;
    if (controller) init.signal = controller.signal;
    // A value that a stubbed `fetch` gave may throw wherever it is looked at.
    const broken = () => end({ outcome: FINAL, record: failure('decode', 'The answer could not be read.') });
    exchange(call, () => fetch(url, init)).then(end, broken);
  });
}

function abortController() {
  try {
    return new AbortController();
  } catch {}
}

const aborted = (signal) => ({
  outcome: FINAL,
  record: { ...failure('aborted', 'The call was aborted.'), cause: get(signal, 'reason') },
});

function listen(signal, handler) {
  try {
    signal.addEventListener('abort', handler);
    return true;
  } catch {}
}

function unlisten(signal, handler) {
  try {
    signal?.removeEventListener('abort', handler);
  } catch {
    // A signal that cannot be unlistened to keeps a function that does nothing.
  }
}

/** A pause; `false` when the caller gave up meanwhile. */
function pause({ signal }, ms) {
  return new Promise((resolve) => {
    const end = (goesOn) => {
      clearTimeout(timer);
      unlisten(signal, quit);
      resolve(goesOn);
    };
    const quit = () => end(false);
    const timer = setTimeout(() => end(true), ms);
    if (signal && get(signal, 'aborted')) quit();
    else if (signal) listen(signal, quit);
  });
}

/** A promise of our own: `Promise.resolve` asks a given one for its constructor, which may throw. */
const settled = (value) => new Promise((resolve) => resolve(value));

async function exchange(call, send) {
  let response;
  try {
    response = await settled(send());
  } catch (error) {
    return { outcome: UNANSWERED, record: { ...failure('network', 'The server could not be reached.'), ...codeOf(error) } };
  }
  const status = get(response, 'status');
  if (!isObject(response) || !(status >= 0 && status < 1000) || typeof status !== 'number') {
    return { outcome: UNANSWERED, record: failure('decode', 'fetch gave something that is not a response.') };
  }
  // What a redirect leads to is nobody's business.
  if (get(response, 'type') === 'opaqueredirect') return refused(call, { status: 300, body: NOTHING });
  const type = header(response, 'content-type') ?? '';
  const id = header(response, 'x-request-id');
  const answer = {
    status: Math.trunc(status),
    requestId: id && withoutSecrets(id, call),
    retryAfter: header(response, 'retry-after'),
    type,
    isJson: /^\s*(application\/json|[^;]*\+json)\s*(;|$)/i.test(type),
    body: await bodyOf(response),
  };
  return status >= 200 && status < 300 ? understood(call, answer) : refused(call, answer);
}

/** The platform's text may quote the request; its code and its cause's code do not. */
function codeOf(error) {
  for (const one of [error, get(error, 'cause')]) {
    const code = get(one, 'code');
    if (typeof code === 'string') return /^[A-Z0-9_]*$/.test(code) ? { code } : undefined;
  }
}

function header(response, name) {
  try {
    const value = response.headers.get(name);
    if (typeof value === 'string') return value;
  } catch {}
}

const NOTHING = { text: '' };
const UNREADABLE = { why: 'could not be read' };
const CUT = { why: 'could not be read to its end' };

/** The body of an answer: `{text}`, `{value}` of a stubbed `fetch` that has no text, or `{why}` there is neither. */
async function bodyOf(response) {
  const stream = get(response, 'body');
  if (stream === null) return NOTHING;
  try {
    if (isFunction(get(stream, 'getReader'))) {
      const decoder = utf8();
      if (decoder) return await streamed(stream.getReader(), decoder);
    }
    if (isFunction(get(response, 'text'))) {
      const text = await settled(response.text());
      return typeof text === 'string' ? { text } : UNREADABLE;
    }
  } catch {
    return UNREADABLE;
  }
  if (!isFunction(get(response, 'json'))) return NOTHING;
  try {
    return { value: await settled(response.json()) };
  } catch {
    return { why: 'is not valid JSON' };
  }
}

/** Some test environments have no decoder; there, the response's own text has to do. */
function utf8() {
  try {
    return new TextDecoder('utf-8', { fatal: true });
  } catch {}
}

async function streamed(reader, decoder) {
  let text = '';
  let bytes = 0;
  for (;;) {
    let chunk;
    try {
      const step = await settled(reader.read());
      if (step.done) break;
      chunk = step.value;
      bytes += chunk.byteLength;
    } catch {
      return CUT;
    }
    if (!(bytes >= 0)) return CUT;
    if (bytes > ANSWER_BYTES_MAX) {
      // What becomes of the rest is of no interest.
      if (isFunction(get(reader, 'cancel'))) settled(reader.cancel()).catch(() => {});
      return { why: 'is too large' };
    }
    try {
      text += decoder.decode(chunk, { stream: true });
    } catch {
      return { why: 'is not UTF-8' };
    }
  }
  try {
    return { text: text + decoder.decode() };
  } catch {
    return { why: 'is not UTF-8' };
  }
}

/** The value of a success, in the shape that was asked for. */
function understood({ expect }, answer) {
  const { status, type, isJson } = answer;
  const { text, why } = answer.body;
  const done = (value) => Object.assign(answer, { outcome: DONE, value });
  const unclear = (what) => {
    const record = { ...failure('decode', `The answer ${what}.`), status, requestId: answer.requestId };
    return Object.assign(answer, { outcome: FINAL, record });
  };
  if (expect === 'status') return done(status);
  if (why) return unclear(why);
  let { value } = answer.body;
  if (text !== undefined) {
    if (expect === 'text') return done(text);
    if (text === '') return [202, 204, 205].includes(status) || !expect ? done({}) : unclear('is empty');
    const [, charset] = /charset=\s*"?([^;"]*)/i.exec(type) ?? [];
    if (charset && !/^(utf-?8|(us-)?ascii)\s*$/i.test(charset)) return unclear('has an unknown charset');
    value = parsed(text);
    if (value === undefined || !(isJson || isObject(value))) return unclear(isJson ? 'is not valid JSON' : 'is not JSON');
  }
  if (isDeeperThan(value, DEPTH_MAX)) return unclear('is nested too deep');
  const isRecord = isObject(value) && !Array.isArray(value);
  if (expect === 'object' && !isRecord) return unclear('is not an object');
  if (expect === 'list') {
    if (!isRecord) return unclear('is not a page of a list');
    const objects = get(value, 'objects');
    if (objects !== undefined && !Array.isArray(objects)) return unclear('has no list of objects');
  }
  return done(value);
}

/** What is told of a refusal; it may quote the request, so that its secrets are taken out first. */
function refused(call, answer) {
  const { status, isJson, requestId, body } = answer;
  const text = withoutSecrets(body.text ?? stringified(body.value) ?? '', call);
  let errors = parsed(text);
  // The documented client gives an empty text for an empty JSON body, and an empty object for other types.
  if (errors === undefined || !(isJson || isObject(errors))) errors = text === '' && isJson ? '' : {};
  if (isDeeperThan(errors, DEPTH_MAX)) errors = {};
  const isRedirect = status >= 300 && status < 400;
  const message = isRedirect ? 'The server answered with a redirect, which is never followed.' : undefined;
  const record = { ...failure('request', message), status: status || undefined, requestId, errors, text };
  return Object.assign(answer, { outcome: status, record });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {}
}

function stringified(value) {
  try {
    return JSON.stringify(value);
  } catch {}
}

function isDeeperThan(value, levels) {
  if (!isObject(value)) return false;
  if (levels === 0) return true;
  for (const name in value) if (isDeeperThan(value[name], levels - 1)) return true;
  return false;
}

const SECRET_NAMES = /^((new_|current_)?password|(access_)?token|invitation_key|(user|api|account)_key)$/;
// Shorter texts are ordinary words; replacing them would only garble the answer.
const SECRET_CHARS_MIN = 4;

function secretsIn(payload, levels) {
  const found = [];
  try {
    const isForm = isFunction(payload.getAll);
    const data = typeof payload === 'string' ? JSON.parse(payload) : payload;
    for (const [name, value] of isForm ? payload.entries() : Object.entries(data)) {
      if (typeof value === 'string') SECRET_NAMES.test(name) && found.push(value);
      else if (value && levels) found.push(...secretsIn(value, levels - 1));
    }
  } catch {}
  return found;
}

const escaped = (text) => JSON.stringify(text).slice(1, -1);

/** A text without the secrets of its request, however often they were escaped. */
function withoutSecrets(given, { secrets, payload }) {
  let text = given;
  for (const secret of [...secrets, ...secretsIn(payload, 6)]) {
    const forms = [secret, secret.toLowerCase(), secret.toUpperCase()];
    for (let i = 0, form = secret; i < 3; i++) forms.push((form = escaped(form)));
    try {
      forms.push(encodeURIComponent(secret));
    } catch {}
    for (const form of forms.reverse()) {
      if (form.length >= SECRET_CHARS_MIN) text = text.split(form).join('[redacted]');
    }
  }
  return text;
}

function log({ logger, method, template }, { status, requestId }, ms) {
  if (!logger) return;
  const level = status >= 200 && status < 300 ? 'debug' : status >= 300 && status < 500 ? 'warn' : 'error';
  try {
    logger({ level, method, path: template, status, ms, requestId });
  } catch {
    // A logger that fails is no reason for a call to fail.
  }
}

// Stand-ins for `fetch` that answer from a script.

/** Method and signal of a request, however `fetch` was called. */
export function requestOf([first, init]) {
  const request = typeof first === 'object' && first !== null && 'url' in first ? first : { url: first, ...init };
  return { url: String(request.url), method: request.method, headers: request.headers, signal: request.signal ?? init?.signal };
}

export const answer = (status, body = '{}', headers = {}) =>
  new Response([204, 205, 304].includes(status) ? null : body, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** A `fetch` that plays `script` (functions of the request, or statuses); the last part stays. */
export function scripted(...script) {
  const seen = [];
  const fetch = async (...args) => {
    const request = requestOf(args);
    seen.push(request);
    const part = script[Math.min(seen.length, script.length) - 1];
    return typeof part === 'function' ? part(request) : answer(part);
  };
  return Object.assign(fetch, { seen });
}

/** Never answers, but heeds the signal as the platform's `fetch` does. */
export const never = ({ signal }) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** The network fails. */
export const broken = () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
};

// A loopback HTTP server that notes every request and answers by a script.

import { createServer } from 'node:http';

/**
 * Starts a server. `answers` is a list of answers, the last of which stays, or
 * a function `(request, count) => answer`.
 *
 * An answer has `status` (200), `headers`, and one of `json`, `text` (with its
 * own type in `headers`), `stall` (no answer at all), `cut` (half an answer).
 */
export async function record(answers) {
  const answerTo = typeof answers === 'function' ? answers : (_, count) => answers[Math.min(count, answers.length - 1)];
  const requests = [];
  const server = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const request = { method: incoming.method, path: incoming.url, headers: incoming.headers, body, at: Date.now() };
      requests.push(request);
      reply(outgoing, answerTo({ ...request, json: parsed(body) }, requests.length - 1));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function reply(outgoing, { status = 200, headers = {}, json, text, stall, cut } = {}) {
  if (stall) return;
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  const all = { ...type, ...headers };
  if (cut) {
    outgoing.writeHead(status, { ...all, 'content-length': Buffer.byteLength(body) + 10 });
    outgoing.write(body, () => outgoing.destroy());
    return;
  }
  outgoing.writeHead(status, all);
  outgoing.end(body);
}

export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const HEADERS_THAT_MATTER = ['accept', 'content-type', 'x-api-key', 'x-user-key', 'authorization'];

/** What of a request decides on what the server does. */
export function essence({ method, path, headers, body }) {
  const kept = {};
  for (const name of HEADERS_THAT_MATTER) if (headers[name] !== undefined) kept[name] = headers[name];
  kept['content-type'] &&= kept['content-type'].split(';')[0];
  const isForm = kept['content-type'] === 'application/x-www-form-urlencoded';
  const data = isForm ? Object.fromEntries(new URLSearchParams(body)) : parsed(body);
  return { method, path, headers: kept, body: body === '' ? null : (data ?? body) };
}

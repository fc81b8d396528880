// Servers that fail, each in its own way; most of them quote what they were sent.

import { gzipSync } from 'node:zlib';

const MEBIBYTE = 1024 * 1024;
const DEEP = 100_000;

/** Everything of a request, as text: headers, address and body. */
const quote = (request) => JSON.stringify({ headers: request.headers, url: request.url, body: request.text });

/** The values of a request's JSON body and its keys, as a server that parsed it may quote them. */
function values(request) {
  const keys = ['x-api-key', 'x-user-key', 'authorization'].map((name) => request.headers[name] ?? '');
  try {
    return [...keys, ...Object.values(JSON.parse(request.text)).map(String)].join(' ');
  } catch {
    return keys.join(' ');
  }
}

const send = (status, body, headers = {}) => (request, response) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'function' ? body(request) : body);
};

const json = (status, of, headers) => send(status, (request) => JSON.stringify(of(request)), headers);

const html = (request) => `<html><body><pre>${escaped(quote(request))} ${escaped(values(request))}</pre></body></html>`;

const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]);

const raw = (text) => (request, response) => {
  response.socket.end(text(request));
};

async function* pieces(count, piece) {
  for (let i = 0; i < count; i++) yield piece;
}

function large(status, headers) {
  return async (request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.write(`{"detail": ${JSON.stringify(quote(request))}, "more": "`);
    response.setMaxListeners(0);
    for await (const piece of pieces(12, 'x'.repeat(MEBIBYTE))) {
      if (response.destroyed) return;
      if (!response.write(piece)) await new Promise((go) => response.once('drain', go).once('close', go));
    }
    response.end('"}');
  };
}

const deep = (open, close, inside) => open.repeat(DEEP) + inside + close.repeat(DEEP);

/**
 * Name → `{answer, status, brief}`: `status` is what an error must tell, if
 * there was one; `brief` servers leave the client waiting, so that its time has to be short.
 */
export const FAILING = {
  'bad request with a quote': { status: 400, answer: json(400, (r) => ({ detail: quote(r), error: values(r) })) },
  'unauthorised with a list': { status: 401, answer: json(401, (r) => ({ detail: [quote(r), values(r)] })) },
  'forbidden, nested': { status: 403, answer: json(403, (r) => ({ a: { b: [quote(r)] }, [values(r)]: ['x'] })) },
  'not found as a page': { status: 404, answer: send(404, html, { 'content-type': 'text/html' }) },
  'conflict as a form': {
    status: 409,
    answer: send(409, (r) => new URLSearchParams({ quote: quote(r), values: values(r) }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    }),
  },
  'JSON that says it is text': {
    status: 422,
    answer: json(422, (r) => ({ detail: quote(r) }), { 'content-type': 'text/plain' }),
  },
  'server error with the body as it came': { status: 500, answer: send(500, (r) => r.text || '{}') },
  'request id with a key': {
    status: 500,
    answer: (request, response) =>
      json(500, () => ({}), { 'x-request-id': request.headers['x-api-key'] ?? 'none' })(request, response),
  },
  'bad gateway without a type': {
    status: 502,
    answer: (request, response) => {
      response.writeHead(502);
      response.end(quote(request));
    },
  },
  'unavailable for long': { status: 503, answer: json(503, (r) => ({ detail: quote(r) }), { 'retry-after': '7200' }) },
  'throttled': { status: 429, answer: json(429, (r) => ({ detail: values(r) })) },
  'throttled until a date': {
    status: 429,
    answer: json(429, (r) => ({ detail: values(r) }), { 'retry-after': 'Wed, 21 Oct 2065 07:28:00 GMT' }),
  },
  'phrase with a key': {
    status: 418,
    answer: (request, response) => {
      response.writeHead(418, request.headers['x-api-key'] ?? 'none', { 'content-type': 'text/plain' });
      response.end();
    },
  },
  'success that is no JSON': { status: 200, answer: send(200, (r) => `{"a": ${quote(r)}`) },
  'success as a page': { status: 200, answer: send(200, html, { 'content-type': 'text/html' }) },
  'success in an unknown charset': {
    status: 200,
    answer: json(200, (r) => ({ detail: quote(r) }), { 'content-type': 'application/json; charset=utf-7' }),
  },
  'success that is not UTF-8': { status: 200, answer: send(200, Buffer.from([0x22, 0xff, 0xfe, 0x22])) },
  'refusal that is not UTF-8': { status: 400, answer: send(400, Buffer.from([0x22, 0xc3, 0x28, 0x22])) },
  'success in broken gzip': {
    answer: send(200, gzipSync('{"objects": []}').subarray(4), { 'content-encoding': 'gzip' }),
  },
  'refusal in broken gzip': { answer: send(400, 'no gzip at all', { 'content-encoding': 'gzip' }) },
  'truncated success': {
    status: 200,
    answer: (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100_000 });
      response.write(quote(request), () => setImmediate(() => response.socket?.destroy()));
    },
  },
  'more than its length': {
    answer: raw((r) => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\n${quote(r)}`),
  },
  'reset at once': { answer: (_request, response) => response.socket.resetAndDestroy() },
  'reset within its headers': { answer: raw(() => 'HTTP/1.1 200 OK\r\ncontent-') },
  'no HTTP at all': { answer: raw((r) => `${values(r)}\r\n\r\n`) },
  'switching protocols': { answer: raw(() => 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n') },
  'hints, then an error': {
    status: 500,
    answer: raw(
      (r) =>
        `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 500 Error\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(quote(r))}\r\nconnection: close\r\n\r\n${quote(r)}`,
    ),
  },
  'no answer': { brief: true, answer: () => {} },
  'a byte now and then': {
    brief: true,
    answer: (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    },
  },
  'huge success': { status: 200, answer: large(200) },
  'huge error': { status: 500, answer: large(500) },
  'deep success': { status: 200, answer: send(200, deep('[', ']', '')) },
  'deep list': { status: 200, answer: send(200, `{"objects": ${deep('[', ']', '')}}`) },
  'deep error': { status: 400, answer: send(400, deep('[', ']', '')) },
  'deep error with a quote': {
    status: 400,
    answer: send(400, (r) => deep('{"a":', '}', JSON.stringify(values(r)))),
  },
  'redirect with a quote': { answer: json(302, (r) => ({ detail: quote(r) }), { location: '/elsewhere/' }), status: 302 },
  'no content': { answer: send(204) },
  'reset content': { answer: send(205) },
  'not modified': { status: 304, answer: send(304) },
  'list for an object': { status: 200, answer: send(200, '[]') },
  'object for a list': { status: 200, answer: send(200, '{"objects": {"0": {}}}') },
  'list of no objects': { answer: send(200, '{"objects": [null, 1, "x", [], true]}') },
  'JSON null': { status: 200, answer: send(200, 'null') },
  'JSON number': { status: 200, answer: send(200, '7') },
  'JSON text with a quote': { status: 200, answer: json(200, (r) => quote(r)) },
  'names of the prototype': {
    answer: send(
      200,
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": 1, "then": 2, "objects": [{"__proto__": {"polluted": true}, "save": 1}]}',
    ),
  },
};

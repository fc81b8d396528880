// Loopback servers that note every connection and every request they get.

import { createServer } from 'node:http';
import { once } from 'node:events';

import { found } from './secrets.mjs';

/** Starts a server on a free port; `answer(request, response)` gets `request.text` too. */
export async function listen(answer) {
  const seen = [];
  const sockets = new Set();
  const server = createServer({ keepAliveTimeout: 500 }, async (request, response) => {
    const chunks = [];
    const entry = { method: request.method, url: request.url, headers: request.headers, body: '' };
    seen.push(entry);
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The client went away in the middle of its request; what came is noted.
    }
    entry.body = Buffer.concat(chunks).toString();
    request.text = entry.body;
    response.on('error', () => {});
    await answer(request, response);
  });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    port,
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    seen,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON. */
export function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A server that keys must never reach. Any page may read its answers, so that a browser hides nothing. */
export function startStranger() {
  return listen((request, response) => {
    const allow = {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': '*',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, allow);
      response.end();
      return;
    }
    json(response, 200, { objects: [], account_key: 'of the stranger' }, allow);
  });
}

/** How many of the requests hold a secret, anywhere. */
export const holding = (requests) => requests.filter((request) => found(JSON.stringify(request)).length > 0).length;

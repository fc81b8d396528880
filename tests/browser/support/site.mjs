// A static host: pages held in memory, and folders of files.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

async function inFolders(pathname, folders) {
  const [prefix, folder] = Object.entries(folders).find(([start]) => pathname.startsWith(start)) ?? [];
  if (!folder) return undefined;
  const file = path.join(folder, path.normalize(`/${pathname.slice(prefix.length)}`));
  return readFile(file).catch(() => undefined);
}

/**
 * Serves on a free port. `pages`: path → text; `folders`: start of a path →
 * folder, the longer ones first; `headers` go with every answer.
 */
export async function openSite({ pages = {}, folders = {}, headers = {} }) {
  const referrers = [];
  const server = createServer(async (request, response) => {
    if (request.headers.referer) referrers.push(request.headers.referer);
    const { pathname } = new URL(request.url, 'http://site');
    const body = pages[pathname] ?? (await inFolders(pathname, folders));
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[path.extname(pathname)] ?? 'application/octet-stream',
      ...headers,
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** The addresses that requests said they came from. */
    referrers,
    close() {
      // Browsers keep connections open that they may need again.
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

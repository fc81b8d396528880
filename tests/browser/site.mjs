// A static host: some pages, and the installed package's files under /dist/.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const dist = path.join(process.env.SYNCANO_INSTALLED, 'node_modules/syncano/dist');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** Serves the pages (path → HTML) on a free port, with these headers on all. */
export async function openSite(pages, headers = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    const body = pages[pathname] ?? (await readFile(path.join(dist, path.basename(pathname))).catch(() => undefined));
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[path.extname(pathname)] ?? 'application/octet-stream',
      ...headers,
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

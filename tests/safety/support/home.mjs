// The server that keys are for, as hostile as a server can be, and pages for browsers.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { PATH_VALUES, escapingLinks, hostileLinks } from './attacks.mjs';
import { json, listen } from './servers.mjs';

/** Starts it; `stranger` is where its links and redirects lead, `files` what pages may load by name. */
export async function startHome(stranger, files = {}) {
  const home = await listen(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://home');
    if (pathname.startsWith('/file/')) return file(response, files[pathname.slice('/file/'.length)]);
    const redirect = /^\/redirect\/(\d+)\/(stranger|landing)\//.exec(pathname);
    if (redirect) {
      const location = redirect[2] === 'stranger' ? `${stranger.url}/landing/` : '/landing/';
      response.writeHead(Number(redirect[1]), { location });
      return response.end();
    }
    if (searchParams.has('hostile')) {
      const nested = pathname.startsWith('/nested/base/');
      const links = nested ? escapingLinks(`${home.url}/nested/base`) : hostileLinks(home.url, stranger.host);
      const link = links[Number(searchParams.get('hostile'))];
      return json(response, 200, { objects: [{ name: 'first-one' }], next: link, prev: link });
    }
    return json(response, 200, {});
  });
  return home;
}

const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript' };

async function file(response, name) {
  if (!name) {
    response.writeHead(404);
    return response.end();
  }
  const body = name.startsWith('<') ? name : await readFile(name);
  const type = name.startsWith('<') ? 'text/html' : (TYPES[path.extname(name)] ?? 'application/octet-stream');
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
  return response.end(body);
}

const PATTERNS = {
  instanceName: /^\/v1\.1\/instances\/([^/?#]+)\/api_keys\/7\/$/,
  id: /^\/v1\.1\/instances\/inst-1\/api_keys\/([^/?#]+)\/$/,
  backend: /^\/v1\.1\/account\/auth\/([^/?#]+)\/$/,
  delete: /^\/v1\.1\/instances\/inst-1\/api_keys\/([^/?#]+)\/$/,
};

/** Requests that went to where no call meant them: outside of the base, to a landing place, or to another route. */
export function strayed(requests) {
  return requests.filter(({ url }) => {
    if (url.startsWith('/file/') || url === '/favicon.ico') return false;
    if (url.startsWith('/redirect/') || url.startsWith('/nested/base/v1.1/instances/?hostile=')) return false;
    if (url.startsWith('/v1.1/instances/?hostile=') || url === '/v1.1/account/') return false;
    return !isMeant(url);
  });
}

function isMeant(url) {
  const [, slot, index, rest] = /^\/path\/(\w+)\/(\d+)(\/.*)$/.exec(url) ?? [];
  const value = PATTERNS[slot]?.exec(rest)?.[1];
  const given = PATH_VALUES[index];
  const isPathable = typeof given === 'string' || Number.isSafeInteger(given);
  return value !== undefined && isPathable && decodeURIComponent(value) === String(given);
}

// The few calls that an example makes, answered as the API answers them. It
// stands in for the server where none was started for the tests.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type, x-api-key, x-user-key, authorization',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
};

const newKey = (digit) => randomBytes(20).toString('hex').slice(0, 39) + digit;
const page = (objects) => [200, { objects, next: null, prev: null }];
const REFUSED = [403, { detail: 'You do not have permission to perform this action.' }];

/** Starts it on a free port and gives its URL. It doesn't keep the process alive. */
export async function startStub() {
  const instances = new Map();
  const keys = [];

  const routes = {
    'POST account/register': ({ body }) => [200, { id: 1, email: body.email, account_key: newKey('a') }],
    'POST instances': ({ body, key }) => {
      instances.set(body.name, key);
      return [201, { name: body.name }];
    },
    'GET instances': ({ key }) => {
      const opened = keys.find(({ api_key }) => api_key === key)?.instance;
      return page([...instances].filter(([name, owner]) => owner === key || name === opened).map(([name]) => ({ name })));
    },
    'POST api_keys': ({ body, instance }) => {
      const made = { id: keys.length + 1, description: body.description ?? '', api_key: newKey('1') };
      keys.push({ ...made, instance });
      return [201, made];
    },
    'GET api_keys': ({ key, instance }) =>
      instances.get(instance) === key ? page(keys.filter((made) => made.instance === instance)) : REFUSED,
    'GET account': ({ key }) => ([...instances.values()].includes(key) ? [200, { id: 1 }] : REFUSED),
  };

  const server = createServer(async (request, response) => {
    const parts = new URL(request.url, 'http://stub').pathname.split('/').filter(Boolean).slice(1);
    const instance = parts[0] === 'instances' ? parts[1] : undefined;
    const name = instance && parts.length > 2 ? parts.slice(2).join('/') : parts.join('/');
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const route = routes[`${request.method} ${name}`];
    const call = { body: text ? JSON.parse(text) : {}, key: request.headers['x-api-key'], instance };
    const preflight = request.method === 'OPTIONS';
    const [status, answer] = preflight ? [204] : (route?.(call) ?? [404, { detail: 'Not found.' }]);
    response.writeHead(status, { ...CORS, 'content-type': 'application/json' });
    response.end(answer && JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

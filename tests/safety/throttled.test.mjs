// What a throttling server gets to bear; the original client as control.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure } from './support/figures.mjs';
import { load, original } from './support/packages.mjs';
import { SECRETS } from './support/secrets.mjs';
import { listen } from './support/servers.mjs';

test('control: the original client repeats a throttled call without end and without a pause', async () => {
  const server = await listen((_request, response) => {
    response.writeHead(server.seen.length > 200 ? 200 : 429, { 'content-type': 'application/json' });
    response.end('{}');
  });
  try {
    // It gave up neither: only the server's mercy ended it.
    await load(original)({ baseUrl: server.url, accountKey: SECRETS.accountKey }).Account.resetKey();
    assert.equal(server.seen.length, 201);
    figure('throttled-control', 'more than 200 requests, without a pause');
  } finally {
    await server.close();
  }
});

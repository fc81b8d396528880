// Files in a payload.

import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { Syncano } from './support/environment.mjs';
import { record } from './support/recorder.mjs';

async function send(t, payload, options) {
  const server = await record([{ json: { ok: true } }]);
  t.after(() => server.close());
  const connection = Syncano({ baseUrl: server.url, accountKey: 'AK', ...options });
  await connection.Account.makeRequest('POST', '/files/', { payload });
  const { headers, body } = server.requests[0];
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData();
  return { form, headers };
}

test('a payload with a file is sent as a form, with its keys in the headers', async (t) => {
  const { form, headers } = await send(t, { name: 'n', count: 5, nested: { a: [1] }, none: undefined, data: Syncano.file('the text') });
  assert.match(headers['content-type'], /^multipart\/form-data; boundary=/);
  assert.equal(headers['x-api-key'], 'AK');
  assert.deepEqual([...form.keys()].sort(), ['count', 'data', 'name', 'nested']);
  assert.deepEqual([form.get('name'), form.get('count'), form.get('nested')], ['n', '5', '{"a":[1]}']);
  assert.equal(await form.get('data').text(), 'the text');
});

test('bytes, buffers, blobs, files and streams are contents', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'syncano-file-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'note.txt'), 'abc');
  const contents = [
    new Uint8Array([97, 98, 99]), Buffer.from('abc'), new Uint8Array([97, 98, 99]).buffer, new Blob(['abc']),
    Readable.from(['a', 'bc']), createReadStream(path.join(folder, 'note.txt')),
  ];
  const names = [];
  for (const content of contents) {
    const { form } = await send(t, { data: Syncano.file(content) });
    assert.equal(await form.get('data').text(), 'abc');
    names.push(form.get('data').name);
  }
  assert.equal(names.at(-1), 'note.txt');
});

test('what is no content is refused, and nothing is sent', async (t) => {
  const server = await record([{ json: {} }]);
  t.after(() => server.close());
  const { Account } = Syncano({ baseUrl: server.url });
  for (const content of [undefined, null, 5, {}, [1], () => {}]) {
    await assert.rejects(Account.makeRequest('POST', '/x/', { payload: { data: Syncano.file(content) } }), { name: 'ValidationError' });
  }
  assert.equal(server.requests.length, 0);
});

test('the end of an upload is told to what can be called', async (t) => {
  const events = [];
  const progressCallback = (event) => events.push(event);
  await send(t, { data: Syncano.file('12345'), name: 'abc' }, { progressCallback });
  assert.deepEqual(events, [{ direction: 'upload', lengthComputable: true, loaded: 8, total: 8 }]);
  await send(t, { data: Syncano.file('1') }, { progressCallback: 'nothing to call' });
});

// The runner of snippets sees what goes wrong in one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { baseUrl, newActor } from './actor.mjs';
import { matches, runnableBlocks } from './blocks.mjs';
import { fillIn, run } from './program.mjs';

const actor = {
  email: 'e@x.io', password: 'pw', accountKey: 'AK', apiKey: 'PK', instanceName: 'inst', newEmail: 'n@x.io', newInstanceName: 'new',
};

test('only fenced blocks with the word run are found, with what they must print', () => {
  const markdown = '# One\n\n```js run\n1\n```\n\n```text output\n1\n```\n\n```sh\nno\n```\n\n- item\n\n  ```sh run\n  true\n  ```\n\n    indented run\n';
  assert.deepEqual(runnableBlocks(markdown), [
    { language: 'js', source: '1\n', heading: 'One', output: '1' },
    { language: 'sh', source: 'true\n', heading: 'One', output: undefined },
  ]);
});

test('an ellipsis in the shown output stands for anything, the rest for itself', () => {
  assert.ok(matches('{ id: …, name: "a.b" }', '{ id: 12, name: "a.b" }\n'));
  assert.ok(!matches('{ id: …, name: "a.b" }', '{ id: 12, name: "axb" }\n'));
  assert.ok(!matches('one', 'one and more'));
});

test('hosts and placeholders are filled in, and in JavaScript bare ones become strings', () => {
  const js = 'f(YOUR_EMAIL, "ACCOUNT_KEY", \'INSTANCE_NAME\'); g("http://127.0.0.1:8080/v1.1/", MY_API_KEY_NAME)';
  assert.equal(fillIn(js, 'js', actor), `f("e@x.io", "AK", "inst"); g("${baseUrl}/v1.1/", MY_API_KEY_NAME)`);
  const sh = 'curl -H "X-API-KEY: <API_KEY>" "https://api.syncano.io/v1.1/instances/instance_name/"';
  assert.ok(fillIn(sh, 'sh', actor).endsWith(`curl -H "X-API-KEY: PK" "${baseUrl}/v1.1/instances/inst/"`));
});

test('a snippet that fails in any language is an error with what it printed', async () => {
  await assert.rejects(run('console.log("why"); Promise.reject(new Error("no"));', 'js', actor), /why[\s\S]*no/);
  await assert.rejects(run('echo why; false; true\n', 'sh', actor), /why/);
  await assert.rejects(run('true\nfalse | cat\ntrue\n', 'sh', actor));
});

test('a refusal by the server fails a curl snippet', async () => {
  const stranger = await newActor();
  const call = `curl -H "X-API-KEY: <API_KEY>" "${baseUrl}/v1.1/account/"\n`;
  await assert.rejects(run(call, 'sh', stranger), /403/);
});

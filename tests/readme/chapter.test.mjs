// The chapter's own snippets, word for word but for the host and the
// placeholders: each does what the chapter says it does.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { newActor } from './actor.mjs';
import { run } from './program.mjs';

const snippet = (name) => readFileSync(new URL(`../../examples/chapter/snippets/${name}`, import.meta.url), 'utf8');

// `callback` is the reader's own function, `connection` what a snippet leaves.
const CALLBACK = 'const callback = (answer) => console.log(JSON.stringify(answer));\n';
const LIST = 'connection.Instance.please().list().then((list) => console.log(JSON.stringify([...list])));\n';
const REQUIRE = "const Syncano = require('syncano');\n";

test('login: curl prints the account with its key', async () => {
  const actor = await newActor();
  const account = JSON.parse(await run(snippet('login.sh'), 'sh', actor));
  assert.equal(account.email, actor.email);
  assert.equal(account.account_key, actor.accountKey);
});

test('login: JavaScript prints the user with the account key', async () => {
  const actor = await newActor();
  const printed = await run(snippet('login.js'), 'js', actor);
  assert.match(printed, /^user /);
  assert.ok(printed.includes(actor.accountKey), printed);
});

test('account key: curl lists all instances', async () => {
  const actor = await newActor();
  const page = JSON.parse(await run(snippet('connect-with-account-key.sh'), 'sh', actor));
  assert.deepEqual(page.objects.map(({ name }) => name), [actor.instanceName]);
});

test('account key: the JavaScript connection lists all instances', async () => {
  const actor = await newActor();
  const printed = await run(snippet('connect-with-account-key.js'), 'js', actor, { before: REQUIRE, after: LIST });
  assert.deepEqual(JSON.parse(printed).map(({ name }) => name), [actor.instanceName]);
});

test('creating an API key: curl prints a new key of the instance', async () => {
  const actor = await newActor();
  const key = JSON.parse(await run(snippet('create-api-key.sh'), 'sh', actor));
  assert.match(key.api_key, /^[0-9a-f]{40}$/);
  assert.notEqual(key.api_key, actor.apiKey);
  assert.ok(key.links.self.includes(`/${actor.instanceName}/`));
});

test('creating an API key: JavaScript hands a new key to the callback', async () => {
  const actor = await newActor();
  const key = JSON.parse(await run(snippet('create-api-key.js'), 'js', actor, { before: CALLBACK }));
  assert.match(key.api_key, /^[0-9a-f]{40}$/);
  assert.notEqual(key.api_key, actor.apiKey);
});

test('API key: curl lists the one instance of the key', async () => {
  const actor = await newActor();
  const page = JSON.parse(await run(snippet('connect-with-api-key.sh'), 'sh', actor));
  assert.deepEqual(page.objects.map(({ name }) => name), [actor.instanceName]);
});

test('API key: the JavaScript connection lists the one instance of the key', async () => {
  const actor = await newActor();
  const printed = await run(snippet('connect-with-api-key.js'), 'js', actor, { after: LIST });
  assert.deepEqual(JSON.parse(printed).map(({ name }) => name), [actor.instanceName]);
});

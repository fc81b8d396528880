// Makes an API key and lists the keys of the instance:
// SYNCANO_ACCOUNT_KEY=… SYNCANO_INSTANCE=… node keys.cjs
'use strict';

const Syncano = require('syncano');

const { ApiKey } = new Syncano({
  accountKey: process.env.SYNCANO_ACCOUNT_KEY,
  defaults: { instanceName: process.env.SYNCANO_INSTANCE },
});

async function main() {
  const made = await ApiKey.please().create({ description: 'for the shop' });
  for await (const { id, description } of ApiKey.please().list()) {
    console.log(id === made.id ? '*' : '-', description || '(no description)');
  }
}

main();

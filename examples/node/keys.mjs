// The same as a module: SYNCANO_ACCOUNT_KEY=… SYNCANO_INSTANCE=… node keys.mjs
import Syncano from 'syncano';

const { ApiKey } = new Syncano({
  accountKey: process.env.SYNCANO_ACCOUNT_KEY,
  defaults: { instanceName: process.env.SYNCANO_INSTANCE },
});

const made = await ApiKey.please().create({ description: 'for the shop' });
for await (const { id, description } of ApiKey.please().list()) {
  console.log(id === made.id ? '*' : '-', description || '(no description)');
}

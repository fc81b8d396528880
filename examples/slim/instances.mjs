// In Node, with the module's bytes: SYNCANO_API_KEY=… node instances.mjs
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import Syncano, { init } from 'syncano/slim';

await init(readFile(createRequire(import.meta.url).resolve('syncano/syncano_bg.wasm')));

const connection = new Syncano({ apiKey: process.env.SYNCANO_API_KEY });
for (const { name } of await connection.Instance.please().list()) console.log(name);

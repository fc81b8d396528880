// `syncano/slim`, as a page with its own way to the module uses it. It is compiled, never run.

import Syncano, { init, RequestError, type ApiKey, type CompiledModule, type ModuleResponse, type ModuleSource } from 'syncano/slim';

const sources: ModuleSource[] = ['/syncano_bg.wasm', new URL('https://a.example/syncano_bg.wasm'), new ArrayBuffer(8), new Uint8Array(8)];
const compiled: CompiledModule = await init('/syncano_bg.wasm').then(() => ({}));
const answer: Promise<ModuleResponse> = fetch('/syncano_bg.wasm');
await init(answer);
for (const source of sources) await init(source);
const key: ApiKey = await Syncano('k').ApiKey.please().get({ id: 1 });
console.log(key.api_key, RequestError, compiled);

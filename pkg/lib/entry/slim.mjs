// For those who bring the module themselves: its bytes, its URL, an answer of `fetch`, or compiled.
import { provide } from '../engine.mjs';

let ready;

provide(() => {
  if (!ready) throw new Error('await init(module) first, with the URL or the bytes of syncano_bg.wasm.');
  return ready;
});

/** Takes a `WebAssembly.Module`, bytes, a `Response`, or the URL of the module; may be called again after a failure. */
export async function init(given) {
  const it = await given;
  if (it instanceof WebAssembly.Module) ready = it;
  else if (it instanceof ArrayBuffer || ArrayBuffer.isView(it)) ready = await WebAssembly.compile(it);
  else ready = await compile(typeof it?.arrayBuffer === 'function' ? it : await fetch(it));
}

async function compile(response) {
  if (!response.ok) throw new Error(`The module could not be fetched: HTTP ${response.status}.`);
  return WebAssembly.compile(await response.arrayBuffer());
}

export * from '../index.mjs';
export { default } from '../index.mjs';

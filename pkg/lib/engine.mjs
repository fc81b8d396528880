// The WebAssembly instance: made at the first use, replaced after a trap.

import createGlue from 'virtual:glue';
import { SyncanoError, raised } from './errors.mjs';

let source;
let module;
let live;

/** Says where the module comes from; the entry of each kind of runtime does. */
export function provide(make) {
  source = make;
}

/** The running instance: `{core, memory, isLost}`. Throws a `SyncanoError` where the runtime forbids it. */
export function engine() {
  if (live) return live;
  const core = createGlue();
  const instance = { core, memory: undefined, isLost: false };
  try {
    module ??= source();
    const { exports } = new WebAssembly.Instance(module, { './syncano_bg.js': core });
    instance.memory = exports.memory;
    core.__wbg_set_wasm(forgiving(exports, instance));
    exports.__wbindgen_start?.();
  } catch (cause) {
    throw new SyncanoError(refusal(cause), { cause });
  }
  live = instance;
  return live;
}

function refusal(cause) {
  const text = String(cause?.message ?? cause);
  if (/unsafe-eval|Content Security Policy|disallowed by embedder|call to WebAssembly/i.test(text)) {
    return "WebAssembly is forbidden here. Allow it by Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval', or use the entry made for this runtime.";
  }
  return `WebAssembly could not be started: ${text}`;
}

/** What the garbage collection calls, where nobody would catch anything, does not call into a lost instance. */
function forgiving(exports, instance) {
  const free = exports.__wbg_connection_free;
  return { ...exports, __wbg_connection_free: (...args) => instance.isLost || free(...args) };
}

/**
 * Runs calls into the module, `call(core, memory)`, with their failures as errors.
 *
 * A trap leaves an instance in an unknown state. It is never used again: the
 * next call gets a new one.
 */
export function direct(call) {
  const instance = engine();
  try {
    return call(instance.core, instance.memory);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      instance.isLost = true;
      if (live === instance) live = undefined;
    }
    throw raised(error);
  }
}

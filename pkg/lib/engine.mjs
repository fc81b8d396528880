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

/** The running instance: `{bindings, pending}`. Throws a `SyncanoError` where the runtime forbids it. */
export function engine() {
  if (live) return live;
  const bindings = createGlue();
  const instance = { bindings, pending: new Set(), depth: 0, isLost: false };
  try {
    module ??= source();
    const { exports } = new WebAssembly.Instance(module, { './syncano_bg.js': bindings });
    bindings.__wbg_set_wasm(guard(exports, instance));
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

// How many calls that do not wait are under way: there, somebody catches what is thrown.
let asked = 0;

/**
 * A trap leaves an instance in an unknown state. It is never used again: what
 * waits for it is rejected, and the next call gets a new one.
 */
function guard(exports, instance) {
  const guarded = {};
  for (const name of Object.keys(exports)) {
    const original = exports[name];
    guarded[name] = typeof original === 'function' ? (...args) => watched(instance, original, args) : original;
  }
  return guarded;
}

function watched(instance, original, args) {
  // A timer, a microtask or the garbage collection calls, and nobody would catch anything.
  const isAlone = asked === 0 && instance.depth === 0;
  if (isAlone && instance.isLost) return [0, 0];
  instance.depth += 1;
  try {
    return original(...args);
  } catch (error) {
    // What was thrown within a lost instance passes through all of its frames.
    if (!(error instanceof WebAssembly.RuntimeError || instance.isLost)) throw error;
    instance.isLost = true;
    if (live === instance) live = undefined;
    for (const reject of instance.pending) reject(raised());
    instance.pending.clear();
    if (isAlone) return [0, 0];
    throw raised();
  } finally {
    instance.depth -= 1;
  }
}

/** A promise of the core, which is rejected when the instance is lost. */
export function settled(instance, promise) {
  return new Promise((resolve, reject) => {
    const { pending, isLost } = instance;
    // It may have been lost while the promise was made.
    if (isLost) reject(raised());
    else pending.add(reject);
    promise.then(
      (value) => {
        pending.delete(reject);
        resolve(value);
      },
      (record) => {
        pending.delete(reject);
        reject(raised(record));
      },
    );
  });
}

/** Runs a call that does not wait, with its failures as errors. */
export function direct(call) {
  asked += 1;
  try {
    return call(engine().bindings);
  } catch (error) {
    throw raised(error);
  } finally {
    asked -= 1;
  }
}

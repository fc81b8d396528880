// The package with its WebAssembly instances in the hands of the test.

import { createRequire } from 'node:module';

import { entries } from './packages.mjs';

const require = createRequire(import.meta.url);

/**
 * Loads the package anew. `around(name, run)` is called for every call into
 * the module; `instances` are their real exports, memory included.
 */
export function loadWatched(around = (_name, run) => run()) {
  const Real = WebAssembly.Instance;
  const instances = [];
  WebAssembly.Instance = function Instance(module, imports) {
    const { exports } = new Real(module, imports);
    instances.push(exports);
    const watched = {};
    for (const [name, one] of Object.entries(exports)) {
      watched[name] = typeof one === 'function' ? (...args) => around(name, () => one(...args)) : one;
    }
    return { exports: watched };
  };
  delete require.cache[entries.require];
  const Syncano = require(entries.require);
  return {
    Syncano,
    instances,
    restore() {
      WebAssembly.Instance = Real;
    },
  };
}

/** How often a text stands in a memory, as UTF-8. */
export function copies(memory, text) {
  const bytes = Buffer.from(memory.buffer);
  let count = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) count += 1;
  return count;
}

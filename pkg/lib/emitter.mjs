// Events: what `all()` and the monitor speak.

import { extend } from './owned.mjs';

const listeners = new WeakMap();

const listenersOf = (emitter, event) => listeners.get(emitter)?.[event] ?? [];

function listen(emitter, event, list) {
  listeners.set(emitter, { __proto__: null, ...listeners.get(emitter), [event]: list });
  return emitter;
}

/** Methods of what speaks of events. */
export const emitting = {
  on(event, listener) {
    return listen(this, event, [...listenersOf(this, event), listener]);
  },

  removeListener(event, listener) {
    return listen(
      this,
      event,
      listenersOf(this, event).filter((other) => other !== listener),
    );
  },

  removeListeners(event) {
    return listen(this, event, []);
  },

  removeAllListeners() {
    listeners.delete(this);
    return this;
  },

  emit(event, ...values) {
    for (const listener of listenersOf(this, event)) listener(...values);
    return this;
  },
};

/** Emits `start`, `page` for each page, then `stop` with every object, or `error` once. */
class Pages {
  #walk;
  #running;

  constructor(walk, pages) {
    this.#walk = walk;
    this.pages = pages;
    this.currentPage = 0;
    this.result = [];
    this.abort = false;
  }

  start() {
    this.#running ??= this.#run();
    return this;
  }

  /** No page is asked for after this one. */
  stop() {
    this.abort = true;
    return this;
  }

  async #run() {
    // Listeners are set after `all()` has returned.
    await null;
    this.emit('start');
    try {
      for await (const page of this.#walk) {
        this.currentPage += 1;
        this.result.push(...page);
        this.emit('page', page);
        if (this.abort || this.currentPage === this.pages) break;
      }
    } catch (error) {
      this.emit('error', error);
      return;
    }
    this.emit('stop', this.result);
  }
}

extend(Pages, emitting);

export function emitter(walk, start, pages) {
  const made = new Pages(walk, pages);
  return start === false ? made : made.start();
}

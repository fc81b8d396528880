// Events: what `all()` and the monitor speak.

import { Owned, stateOf } from './owned.mjs';

/** Its listeners are kept with its state. */
export class Emitter extends Owned {
  constructor(state) {
    super({ ...state, listeners: new Map() });
  }

  on(event, listener) {
    const { listeners } = stateOf(this);
    listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    return this;
  }

  removeListener(event, listener) {
    const { listeners } = stateOf(this);
    listeners.set(
      event,
      (listeners.get(event) ?? []).filter((other) => other !== listener),
    );
    return this;
  }

  removeListeners(event) {
    stateOf(this).listeners.delete(event);
    return this;
  }

  removeAllListeners() {
    stateOf(this).listeners.clear();
    return this;
  }

  emit(event, ...values) {
    for (const listener of stateOf(this).listeners.get(event) ?? []) listener(...values);
    return this;
  }
}

/** Emits `start`, `page` for each page, then `stop` with every object, or `error` once. */
class Pages extends Emitter {
  constructor(connection, walk, pages) {
    super({ connection, walk });
    this.pages = pages;
    this.currentPage = 0;
    this.result = [];
    this.abort = false;
  }

  start() {
    stateOf(this).running ??= this.#run();
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
      for await (const page of stateOf(this).walk) {
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

export function emitter(connection, walk, start, pages) {
  const made = new Pages(connection, walk, pages);
  return start === false ? made : made.start();
}

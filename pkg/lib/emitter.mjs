// Events: what `all()` and the monitor speak.

import { everyPage } from './pages.mjs';

export class Emitter {
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  removeListener(event, listener) {
    this.#listeners.set(
      event,
      (this.#listeners.get(event) ?? []).filter((other) => other !== listener),
    );
    return this;
  }

  removeListeners(event) {
    this.#listeners.delete(event);
    return this;
  }

  removeAllListeners() {
    this.#listeners.clear();
    return this;
  }

  emit(event, ...values) {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
    return this;
  }
}

/** Emits `start`, `page` for each page, then `stop` with every object, or `error` once. */
class Pages extends Emitter {
  #query;
  #running;

  constructor(query, pages) {
    super();
    this.#query = query;
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
      for await (const page of everyPage(this.#query)) {
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

export function emitter(query, start, pages) {
  const walk = new Pages(query, pages);
  return start === false ? walk : walk.start();
}

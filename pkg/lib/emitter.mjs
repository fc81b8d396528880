// Events: what `all()` and the monitor speak.

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
  #walk;
  #running;

  constructor(walk, pages) {
    super();
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

export function emitter(walk, start, pages) {
  const made = new Pages(walk, pages);
  return start === false ? made : made.start();
}

// A clock that runs only as far as it is asked to: timers, `Date.now` and
// chance are in the hands of the test, so that no test waits for real time.

const realImmediate = setImmediate;

/** Lets everything run that waits for no time. */
async function settle() {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => realImmediate(resolve));
}

export class Clock {
  now = Date.UTC(2026, 0, 1);
  /** How long each timer was to run, in milliseconds, in the order of their start. */
  waits = [];
  chance = 0.5;
  #timers = new Map();
  #last = 0;
  #real;

  /** Takes the place of the platform's clock until `restore`. */
  install() {
    const { setTimeout, clearTimeout } = globalThis;
    this.#real = { setTimeout, clearTimeout, now: Date.now, random: Math.random };
    globalThis.setTimeout = (run, ms = 0, ...args) => {
      const id = (this.#last += 1);
      this.waits.push(ms);
      this.#timers.set(id, { at: this.now + Number(ms), run: () => run(...args) });
      return id;
    };
    globalThis.clearTimeout = (id) => void this.#timers.delete(id);
    Date.now = () => this.now;
    Math.random = () => this.chance;
    return this;
  }

  restore() {
    const { setTimeout, clearTimeout, now, random } = this.#real;
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
    Math.random = random;
  }

  /** Timers that are running. */
  get running() {
    return this.#timers.size;
  }

  /** Lets time pass until the promise settles; gives `{value}`, `{error}`, or `{hung}` when nothing is left to wait for. */
  async until(promise) {
    let result;
    promise.then(
      (value) => (result = { value }),
      (error) => (result = { error }),
    );
    while (true) {
      await settle();
      if (result) return result;
      if (!this.#fire()) return { hung: true };
    }
  }

  /** Lets everything run that is due now. */
  async pause() {
    await settle();
  }

  #fire() {
    const [id, timer] = [...this.#timers].sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
    if (!timer) return false;
    this.#timers.delete(id);
    this.now = Math.max(this.now, timer.at);
    timer.run();
    return true;
  }
}

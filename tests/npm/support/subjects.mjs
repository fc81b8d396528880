// The two clients, each in a process of its own: what one does to its process
// does not reach the tests.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { companions, installed } from './environment.mjs';
import { record } from './recorder.mjs';

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'subject.mjs');

/** A client to run probes with. */
export class Subject {
  #folder;
  #name;
  #child;

  constructor(folder, name) {
    this.#folder = folder;
    this.#name = name;
  }

  /**
   * Runs `probe` in the client's process, against a server that answers by
   * `answers`, next to an `other` one that nobody should ask. The probe is
   * sent as source: it sees its argument only. `fresh` takes a new process.
   *
   * Gives `{value | error | never, requests, other, unhandled, printed}`.
   */
  async run(probe, { answers = [{ json: {} }], args, limit = 30_000, fresh = false } = {}) {
    if (fresh) this.stop();
    const other = await record([{ json: {} }]);
    const server = await record(typeof answers === 'function' ? (request, count) => answers(request, count, other.url) : answers);
    const seen = { requests: server.requests, other: other.requests };
    try {
      const child = await this.#start();
      child.send({ source: String(probe), base: server.url, other: other.url, args });
      const message = await answerOf(child, limit);
      if (message) return { ...message, ...seen };
      this.stop();
      return { never: true, unhandled: [], printed: [], ...seen };
    } finally {
      await server.close();
      await other.close();
    }
  }

  async #start() {
    if (this.#child?.connected) return this.#child;
    this.#child = fork(program, [this.#folder(), this.#name], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, SYNCANO_BASE_URL: '' },
    });
    await once(this.#child, 'message');
    return this.#child;
  }

  stop() {
    this.#child?.kill();
    this.#child = undefined;
  }
}

/** The next message of a process, or nothing when it ends or takes too long. */
function answerOf(child, limit) {
  return new Promise((resolve) => {
    const end = (message) => {
      clearTimeout(timer);
      child.off('message', end);
      child.off('exit', none);
      resolve(message);
    };
    const none = () => end(undefined);
    const timer = setTimeout(none, limit);
    child.on('message', end);
    child.on('exit', none);
  });
}

export const ours = new Subject(() => installed, 'syncano');
export const original = new Subject(companions, 'syncano-original');

export function stopSubjects() {
  ours.stop();
  original.stop();
}

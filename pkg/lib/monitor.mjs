// `connection.Monitor`: tells when the server can be reached and when not.

import { emitting } from './emitter.mjs';
import { Owned, extend } from './owned.mjs';

class Monitor extends Owned {
  constructor(connection) {
    super({ connection });
    this.timeout = 5000;
    this.interval = null;
    this.connected = null;
  }

  startMonitoring() {
    this.stopMonitoring();
    this.interval = setInterval(() => this.ping(), this.timeout);
    // Watching is no reason for a process to stay alive.
    this.interval.unref?.();
  }

  stopMonitoring() {
    clearInterval(this.interval);
    this.interval = null;
  }

  /** Asks once; keys stay at home. */
  ping() {
    const options = { anonymous: true, maxRetries: 0, timeout: this.timeout };
    this.makeRequest('GET', '/', options).then(
      () => this.#turn(true),
      (error) => this.#turn(false, error),
    );
  }

  #turn(connected, error) {
    const before = this.connected;
    this.connected = connected;
    if (before === connected) return;
    if (connected) this.emit('connected');
    else this.emit('disconnected', error);
  }
}

extend(Monitor, emitting);

export function monitor(connection) {
  return new Monitor(connection);
}

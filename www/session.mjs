// Who is signed in. The key lives in the connection's own memory and nowhere else.

import Syncano, { AbortError, ValidationError } from './pkg/index.mjs';

export class Session {
  #connection;
  #account;
  #turn = 0;
  /** Where to sign in: `{baseUrl, allowInsecureHttp}`. */
  server;

  constructor(baseUrl) {
    this.server = { baseUrl, allowInsecureHttp: false };
  }

  get signedIn() {
    return this.#connection !== undefined;
  }

  /** The connection to ask for models. */
  get connection() {
    return this.#connection;
  }

  get baseUrl() {
    return this.#connection?.baseUrl ?? this.server.baseUrl;
  }

  /** The account as the server describes it, without its key. */
  get account() {
    return this.#account;
  }

  signIn({ email, password }, signal) {
    return this.#begin((connection) => connection.Account.login({ email, password }, true, { signal }));
  }

  register(details, signal) {
    return this.#begin(async (connection) => {
      const account = await connection.Account.register(details, { signal });
      connection.setAccountKey(account.account_key);
      return account;
    });
  }

  useKey(text, signal) {
    return this.#begin(async (connection) => {
      const key = text.trim();
      const kind = Syncano.keyKind(key);
      if (kind !== 'account') throw new ValidationError({ key: [wrongKey(kind)] });
      connection.setAccountKey(key);
      return connection.Account.getUserDetails({ signal });
    });
  }

  async resetKey(signal) {
    await this.#connection.Account.resetKey({ signal });
  }

  /** Wipes the key. */
  end() {
    this.#turn += 1;
    this.#connection?.dispose();
    this.#connection = undefined;
    this.#account = undefined;
  }

  async #begin(identify) {
    const turn = this.#turn;
    const connection = new Syncano({ ...this.server, silenceBrowserWarning: true });
    try {
      const { id, email, first_name, last_name } = await identify(connection);
      // The page may have been left while the answer was on its way.
      if (turn !== this.#turn) throw new AbortError('The sign-in was given up.');
      this.#connection = connection;
      this.#account = { id, email, first_name, last_name };
    } catch (error) {
      connection.dispose();
      throw error;
    }
  }
}

function wrongKey(kind) {
  return kind === 'api'
    ? 'This is an API key. The dashboard needs the account key.'
    : 'This is not an account key: it has 40 hexadecimal characters.';
}

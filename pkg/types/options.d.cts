// Options of connections and calls.

/** `account`: an administrator's key, or a user's. `api`: a key of one instance. */
export type KeyKind = 'account' | 'api';

/** A key, or nothing: `false`, `null`, `undefined` and `''` mean that it is not set. */
export type Key = string | false | null | undefined;

export interface Options {
  /** Prefix of every path; `https://api.syncano.io`, or `SYNCANO_BASE_URL` of the process. Must be https, or http to this machine. */
  readonly baseUrl?: string | null | undefined;
  /** An administrator's key: sent as `X-API-KEY` unless there is an `apiKey`. */
  readonly accountKey?: Key;
  /** A key of one instance: sent as `X-API-KEY`. */
  readonly apiKey?: Key;
  /** A user's key: sent as `X-USER-KEY`, next to the others. */
  readonly userKey?: Key;
  /** A token of a social service: sent as `Authorization: Token …`, next to the others. */
  readonly socialToken?: Key;
  /** What paths take when a call does not say it, mainly `instanceName`. A copy is kept. */
  readonly defaults?: Defaults | null | undefined;
  /** Told of uploads; the same as `onProgress`. */
  readonly progressCallback?: ((event: ProgressEvent) => void) | null | undefined;
  /** Allows http to other machines: keys then cross the network in clear text. */
  readonly allowInsecureHttp?: boolean | null | undefined;
  /** Milliseconds that an attempt may take, its body included: 15 000; 0 is no limit. */
  readonly timeout?: number | null | undefined;
  /** Repetitions after a failure: 2 for calls that may be repeated without harm. 0 turns off those after a 429, too. */
  readonly maxRetries?: number | null | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds: 60 000. Above it, the call rejects. */
  readonly retryAfterMax?: number | null | undefined;
  /** Takes the place of the platform's `fetch`. */
  readonly fetch?: Fetch | null | undefined;
  /** Told of every attempt, without keys, headers, bodies and names. */
  readonly logger?: ((entry: LogEntry) => void) | null | undefined;
  /** Headers of every call; none that carries a credential. */
  readonly headers?: Headers | null | undefined;
  /** No warning about an account key in a web page. */
  readonly silenceBrowserWarning?: boolean | null | undefined;
  /** No warning about a key that looks like one of another kind. */
  readonly silenceKeyWarning?: boolean | null | undefined;
}

/** What a single call may change. */
export interface CallOptions {
  /** Gives up: the call rejects with an `AbortError`, during a wait as well. */
  readonly signal?: Signal | undefined;
  /** Milliseconds that an attempt may take; 0 is no limit. */
  readonly timeout?: number | undefined;
  /** Repetitions after a failure. */
  readonly maxRetries?: number | undefined;
  /** More headers; none that carries a credential. */
  readonly headers?: Headers | undefined;
  /** Sends the call without any key. */
  readonly anonymous?: boolean | undefined;
}

/** Options of a call to any path. */
export interface RequestOptions extends CallOptions {
  readonly query?: QueryParameters | undefined;
  /** JSON by default: any value, or a text that is sent as it is. */
  readonly payload?: unknown;
  /** `form` sends the payload as `application/x-www-form-urlencoded`. */
  readonly type?: 'json' | 'form' | undefined;
  /** What the promise gives: the parsed body, the text, or the HTTP status. */
  readonly responseAttr?: 'body' | 'text' | 'status' | undefined;
}

/** An `AbortSignal`, of any platform. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Called as the platform's `fetch` is. Redirects are not to be followed. */
export type Fetch = (...given: never[]) => PromiseLike<{ readonly status: number }>;

export type Headers = Readonly<Record<string, string>>;

export interface LogEntry {
  readonly level: 'debug' | 'warn' | 'error';
  readonly method: Method;
  /** The path with its placeholders, such as `/v1.1/instances/{instanceName}/api_keys/`. */
  readonly path: string;
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly requestId: string | undefined;
}

/** Fills placeholders of paths. */
export interface Defaults {
  instanceName?: string | null | undefined;
  [name: string]: unknown;
}

/** Lists repeat their name, `null` is an empty value, `undefined` is left out. */
export type QueryParameters = Readonly<Record<string, unknown>>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

export type FileContent = string | ArrayBuffer | ArrayBufferView | BlobLike | AsyncIterable<string | ArrayBufferView>;

/** A `Blob` or `File` of any platform. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface SyncanoFile {
  readonly content: FileContent;
}

/** Sizes are in bytes. An upload is told of once, at its end. */
export interface ProgressEvent {
  readonly direction: 'upload';
  readonly lengthComputable: true;
  readonly loaded: number;
  readonly total: number;
}

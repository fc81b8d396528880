// The errors of this package. Every failure of a call is one of these.

/** Faults by field: the name of a field, and what is wrong with it. */
export type Faults = Record<string, string[]>;

/** Base of every error of this package. */
export class SyncanoError extends Error {
  constructor(message?: string, options?: { readonly cause?: unknown });
  /** What caused it, such as the reason of an aborted signal or the failure that stopped a rotation. */
  readonly cause?: unknown;
  /** What may be shown and logged: never a request, a header or a key. */
  toJSON(): { name: string; message: string; [field: string]: unknown };
}

/** A model, an argument or an option is not valid. Nothing was sent. */
export class ValidationError extends SyncanoError {
  /** Without a message, it has one line for each field: `"<field>" <faults joined by ", ">`. */
  constructor(errors?: Faults, message?: string);
  /** What is wrong, by field. */
  readonly errors: Faults;
}

/** What `RequestError` keeps of an answer. Keys and passwords that the server sent back are blotted out. */
export interface ErrorResponse {
  /** HTTP status. */
  readonly status: number;
  /** Parsed body; `{}` for what is no JSON, `''` for an empty JSON body. */
  readonly body?: unknown;
  /** The body as text. */
  readonly text?: string;
  /** Of the headers, those that matter to a caller: `retry-after` in seconds, and `x-request-id`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The server answered, and did not do what was asked. Redirects count as such: they are never followed. */
export class RequestError extends SyncanoError {
  constructor(details?: {
    readonly status?: number;
    readonly errors?: unknown;
    readonly message?: string;
    readonly response?: ErrorResponse;
    readonly retryAfter?: number;
    readonly requestId?: string;
  });
  /** HTTP status, such as 403. */
  readonly status: number;
  /** Parsed body of the answer, such as `{ detail: 'Not found.' }` or faults by field. */
  readonly errors: unknown;
  /** The answer. */
  readonly response: ErrorResponse;
  /** What the server asked for before another attempt, in seconds. */
  readonly retryAfter?: number;
  /** The server's own name of the call, for its logs. */
  readonly requestId?: string;
  /** The same failure as a plain error with `status` and `response`. */
  readonly originalError: Error & { readonly status: number; readonly response: ErrorResponse };
}

/** There is no such page, or its link leads away from the base URL. Nothing was sent. */
export class PaginationError extends SyncanoError {}

/** The server answered with success, and with something that cannot be understood. */
export class DecodeError extends SyncanoError {
  /** HTTP status. */
  readonly status?: number;
  /** The server's own name of the call, for its logs. */
  readonly requestId?: string;
}

/** The server could not be reached. */
export class NetworkError extends SyncanoError {
  /** The platform's code, such as `ECONNREFUSED`, where it gives one. */
  readonly code?: string;
}

/** No complete answer came in time. */
export class TimeoutError extends SyncanoError {
  /** Milliseconds that were waited. */
  readonly timeout: number;
  readonly code: 'ECONNABORTED';
}

/** The caller's signal was aborted; `cause` is its reason. */
export class AbortError extends SyncanoError {}

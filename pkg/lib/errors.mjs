// The errors that callers meet. Names are set by hand, so that they survive minifiers.

/** Base of every error of this package. */
export class SyncanoError extends Error {
  constructor(message = '', options) {
    super(message, options);
  }

  /** What may be shown: never a request, a header or a key. */
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}

/** A model or an argument is not valid; nothing was sent. */
export class ValidationError extends SyncanoError {
  constructor(errors = {}, message = lines(errors)) {
    super(message);
    this.errors = errors;
  }
}

/** The server answered, and did not do what was asked. */
export class RequestError extends SyncanoError {
  constructor({ status, errors, message = '', response, retryAfter, requestId } = {}) {
    super(message);
    this.status = status;
    this.errors = errors === undefined ? (response?.body ?? {}) : errors;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
    if (requestId !== undefined) this.requestId = requestId;
    hide(this, 'response', response);
  }

  /** The failure below this one, as the documented client has it. */
  get originalError() {
    const { message, status, response } = this;
    return Object.assign(new Error(message), { status, response });
  }
}

/** There is no such page, or its link leads away from the base URL. */
export class PaginationError extends SyncanoError {}

/** The answer cannot be understood. */
export class DecodeError extends SyncanoError {}

/** The server could not be reached. */
export class NetworkError extends SyncanoError {}

/** No complete answer came in time. */
export class TimeoutError extends SyncanoError {}

/** The caller's signal was aborted. */
export class AbortError extends SyncanoError {}

const classes = {
  SyncanoError,
  ValidationError,
  RequestError,
  PaginationError,
  DecodeError,
  NetworkError,
  TimeoutError,
  AbortError,
};
for (const name in classes) {
  named(classes[name], name);
  hide(classes[name].prototype, 'name', name);
}

export { classes };

/** Gives a class the name that inspections show, whatever a minifier made of it. */
export function named(made, name) {
  Object.defineProperty(made, 'name', { value: name, configurable: true });
  return made;
}

export function hide(object, name, value) {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

function lines(errors) {
  return Object.keys(errors)
    .map((field) => `"${field}" ${textOf(errors[field])}`)
    .join('\n');
}

const textOf = (value) => [].concat(value).map((item) => (typeof item === 'object' && item ? JSON.stringify(item) : item)).join(', ');

/** Fields of an answer that speak for themselves, in the order of their weight (source: the documented client). */
const DETAILS = ['detail', 'error', '__all__', 'non_field_errors'];

/** What a refusal says: its details one behind the other, else a line for each field, else the phrase of its status. */
function said(errors, phrase) {
  if (typeof errors !== 'object' || !errors) return phrase;
  const details = DETAILS.filter((name) => Object.prototype.hasOwnProperty.call(errors, name)).map((name) => textOf(errors[name]));
  return details.join('') || lines(errors) || phrase;
}

/** Makes an error of the record of a failure. */
export function raised(record) {
  if (record instanceof SyncanoError) return record;
  const { kind, message, field, status, cause, code, timeout, text, hint, requestId } = record ?? {};
  switch (kind) {
    case 'usage':
      return new ValidationError(field ? { [field]: [message] } : {}, message);
    case 'pagination':
      return new PaginationError(message);
    case 'request': {
      const { errors, retryAfter, phrase } = record;
      const headers = {};
      if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
      if (requestId !== undefined) headers['x-request-id'] = requestId;
      const response = { status, body: errors, text, headers };
      const words = message ?? said(errors, phrase);
      const full = hint ? `${words} ${hint}` : words;
      return new RequestError({ status, errors, message: full, response, retryAfter, requestId });
    }
    case 'decode':
      return Object.assign(new DecodeError(message), { status }, requestId && { requestId });
    case 'network':
      return Object.assign(new NetworkError(message), code && { code });
    case 'timeout':
      return Object.assign(new TimeoutError(message), { timeout, code: 'ECONNABORTED' });
    case 'aborted': {
      const error = new AbortError(message);
      if (cause !== undefined) hide(error, 'cause', cause);
      return error;
    }
    default:
      return new SyncanoError('The WebAssembly module failed. The call may not have been made.');
  }
}

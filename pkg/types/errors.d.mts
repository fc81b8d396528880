// The errors of this package, as a module.

export {
  AbortError,
  DecodeError,
  NetworkError,
  PaginationError,
  RequestError,
  SyncanoError,
  TimeoutError,
  ValidationError,
} from './errors.cjs';
export type { ErrorResponse, Faults } from './errors.cjs';

export { Syncano as default } from './connection.mjs';
export {
  AbortError,
  DecodeError,
  NetworkError,
  PaginationError,
  RequestError,
  SyncanoError,
  TimeoutError,
  ValidationError,
} from './errors.mjs';

// What everything on a connection, and every model, can do.

import type { Connection } from './connection.cjs';
import type { Faults } from './errors.cjs';
import type { CallOptions, Defaults, Method, RequestOptions } from './options.cjs';

/** What everything that hangs on a connection can do. */
export interface Common {
  /**
   * Sends a call to any path under the base URL, and gives the parsed answer.
   *
   * Rejects with a `ValidationError` for a wrong method or path, with a `PaginationError` for a URL elsewhere.
   */
  makeRequest(method: Method | Lowercase<Method>, path: string, options: RequestOptions & { readonly responseAttr: 'text' }): Promise<string>;
  makeRequest(method: Method | Lowercase<Method>, path: string, options: RequestOptions & { readonly responseAttr: 'status' }): Promise<number>;
  makeRequest(method: Method | Lowercase<Method>, path: string, options?: RequestOptions): Promise<unknown>;
  /** The path behind the base URL. */
  buildUrl(path: string): string;
  getConfig(): Connection;
  getDefaultProperties(): Defaults;
  /** Prints nothing. */
  log(...values: unknown[]): void;
}

/** An account as the server gives it. Dates are texts. */
export interface RawAccount {
  id: number;
  email: string;
  first_name: string;
  last_name: string;
  is_active: boolean;
  has_password: boolean;
  metadata?: Record<string, unknown>;
}

/** An account with its key, as only a few calls give it. */
export interface RawAccountWithKey extends RawAccount {
  account_key: string;
}

/** What every call without an answer gives. */
export type Nothing = Record<string, never>;

/** `connection.ApiKey` and its siblings; callable with and without `new`. */
export interface Factory<Saved, Draft, Query, Attributes> {
  new (attributes?: Attributes | null): Draft;
  (attributes?: Attributes | null): Draft;
  readonly prototype: Draft;
  /** A query; without anything more, a list. */
  please(properties?: Properties): Query;
  /** A model of raw data: path properties of `properties`, then the fields, with dates as `Date`. */
  fromJSON(raw: unknown, properties?: Properties): Saved;
  getMeta(): Meta;
  getConfig(): Connection;
  /** The factory of another connection. */
  setConfig(connection: Connection): Factory<Saved, Draft, Query, Attributes>;
  getDefaultProperties(): Defaults;
}

/** Values for placeholders of paths: texts or whole numbers. */
export type Properties = Readonly<Record<string, unknown>>;

export interface Endpoint {
  readonly methods: readonly Lowercase<Method>[];
  /** With `{placeholders}`. */
  readonly path: string;
  readonly properties: readonly string[];
}

export interface Meta {
  readonly name: string;
  readonly pluralName: string;
  /** Every placeholder of every path. */
  readonly properties: readonly string[];
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** @throws {ValidationError} for missing properties, `SyncanoError` for an unknown endpoint. */
  resolveEndpointPath(endpoint: string, properties: Properties): string;
  /** The first of the methods that the endpoint takes. @throws {SyncanoError} when it takes none. */
  findAllowedMethod(endpoint: string, ...methods: string[]): Lowercase<Method>;
}

/** An entry of a batch. */
export interface BatchObject {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body: Record<string, unknown>;
}

export type BatchAction = 'create' | 'update' | 'delete';

/** What every model can do. */
export interface Model<Saved> extends Common {
  /** True until the server has answered with its links. */
  isNew(): boolean;
  /** What is wrong, by field, or `undefined`. */
  validate(): Faults | undefined;
  /**
   * Creates a new object, or writes a stored one; gives a new model, and leaves this one as it is.
   *
   * Rejects with a `ValidationError` for what is wrong with it.
   */
  save(options?: CallOptions): Promise<Saved>;
  /** Writes the object, whether or not it came from the server. */
  update(options?: CallOptions): Promise<Saved>;
  /** Deletes the object; gives the raw answer. */
  delete(options?: CallOptions): Promise<Nothing>;
  /** The data, without links and the dates of the server. */
  toJSON(): Record<string, unknown>;
  /** @throws {TypeError} for an unknown action, `ValidationError` for missing path properties. */
  toBatchObject(action: BatchAction): BatchObject;
  /** A model of raw data, with this one's path properties. */
  serialize(raw: unknown): Saved;
  getMeta(): Meta;
}

/** What a call gave of a deleted object: the properties that it was asked for. */
export type Gone<Draft> = Draft;

export type Links = Record<string, string>;
export type Id = number | string;
export type Role = 'full' | 'write' | 'read';
export type Permission = 'none' | 'read' | 'write' | 'full';

/** Fields as the server sends them: dates are texts, and paths are not part of them. */
export type Raw<Fields> = { [Name in Exclude<keyof Fields, 'instanceName'>]: Fields[Name] extends Date ? string : Fields[Name] };

/** Something of an instance, which a default instance may name. */
export interface InInstance {
  instanceName?: string | undefined;
}

/// <reference lib="esnext.disposable" />

// A connection, and the account behind it.

import type * as errors from './errors.cjs';
import type {
  AbortError, DecodeError, NetworkError, PaginationError, RequestError, SyncanoError, TimeoutError, ValidationError,
} from './errors.cjs';
import type { BatchManager, BatchManagerFactory, Monitor } from './events.cjs';
import type { Common, Factory, Nothing, RawAccount, RawAccountWithKey } from './model.cjs';
import type {
  Admin, AdminAttributes, AdminDraft, ApiKey, ApiKeyAttributes, ApiKeyDraft, Group, GroupAttributes, GroupDraft,
  Instance, InstanceAttributes, InstanceDraft, InstanceInvitation, InstanceInvitationAttributes,
  InstanceInvitationDraft, Invitation, InvitationAttributes, InvitationDraft, User, UserAttributes, UserDraft,
} from './models.cjs';
import type { CallOptions, Defaults, FileContent, Key, KeyKind, Options, ProgressEvent, SyncanoFile } from './options.cjs';
import type {
  AdminQuery, ApiKeyQuery, GroupQuery, InstanceInvitationQuery, InstanceQuery, InvitationQuery, UserQuery,
} from './queries.cjs';

/** `Syncano(options)` and `new Syncano(options)` are the same. */
export interface Constructor {
  /**
   * Makes a connection. Nothing is sent and nothing has to be awaited.
   *
   * @param options Options, or one bare key: its last digit tells whether it is an account key or an API key.
   * @throws {ValidationError} for an option with a wrong value, or a text that is no key. The text is not quoted.
   */
  new (options?: Options | string | null): Connection;
  (options?: Options | string | null): Connection;
  readonly prototype: Connection;
  /** The same as calling it. */
  create(options?: Options | string | null): Connection;
  /** Tells the kind of a key offline, by its last digit; `undefined` for what is no key. User keys look like account keys. */
  keyKind(key: unknown): KeyKind | undefined;
  /** Wraps content, so that a payload with it is sent as a form. */
  file(content: FileContent): SyncanoFile;
  readonly SyncanoError: typeof errors.SyncanoError;
  readonly ValidationError: typeof errors.ValidationError;
  readonly RequestError: typeof errors.RequestError;
  readonly PaginationError: typeof errors.PaginationError;
  readonly DecodeError: typeof errors.DecodeError;
  readonly NetworkError: typeof errors.NetworkError;
  readonly TimeoutError: typeof errors.TimeoutError;
  readonly AbortError: typeof errors.AbortError;
}

export interface Connection {
  /** What paths take when a call does not say it. */
  defaults: Defaults;
  /** The base URL, without a last slash. @throws {ValidationError} when a wrong one is set. */
  get baseUrl(): string;
  set baseUrl(value: string);
  /** Keys are read when a call is sent. @throws {ValidationError} when one is set that no header can carry. */
  get accountKey(): string | null;
  set accountKey(value: Key);
  get apiKey(): string | null;
  set apiKey(value: Key);
  get userKey(): string | null;
  set userKey(value: Key);
  get socialToken(): string | null;
  set socialToken(value: Key);
  progressCallback: ((event: ProgressEvent) => void) | null;

  setAccountKey(value: Key): this;
  getAccountKey(): string | null;
  setApiKey(value: Key): this;
  getApiKey(): string | null;
  setUserKey(value: Key): this;
  getUserKey(): string | null;
  setSocialToken(value: Key): this;
  getSocialToken(): string | null;
  /** @throws {ValidationError} for what is no base URL; nothing is changed then. */
  setBaseUrl(value: string): this;
  getBaseUrl(): string;
  /** Sets or, with nothing, clears the default instance. @throws {ValidationError} for what is no text. */
  setInstanceName(value?: string | null): this;
  getInstanceName(): string | null | undefined;
  onProgress(callback: ((event: ProgressEvent) => void) | null): this;
  file(content: FileContent): SyncanoFile;
  /** Wipes the keys from memory, and stops the monitor. Later calls reject with a `ValidationError`. */
  dispose(): void;
  [Symbol.dispose](): void;
  /** Base URL and defaults; never a key. */
  toJSON(): { baseUrl: string; defaults: Defaults };

  readonly Account: Account;
  readonly Monitor: Monitor;
  readonly BatchManager: BatchManagerFactory;
  readonly Instance: Factory<Instance, InstanceDraft, InstanceQuery, InstanceAttributes>;
  readonly ApiKey: Factory<ApiKey, ApiKeyDraft, ApiKeyQuery, ApiKeyAttributes>;
  readonly Admin: Factory<Admin, AdminDraft, AdminQuery, AdminAttributes>;
  readonly InstanceInvitation: Factory<InstanceInvitation, InstanceInvitationDraft, InstanceInvitationQuery, InstanceInvitationAttributes>;
  readonly Invitation: Factory<Invitation, InvitationDraft, InvitationQuery, InvitationAttributes>;
  readonly User: Factory<User, UserDraft, UserQuery, UserAttributes>;
  readonly Group: Factory<Group, GroupDraft, GroupQuery, GroupAttributes>;
}

export interface Account extends Common {
  /** Makes an account. The connection keeps its key: the answer has the new one. */
  register(
    payload?: { email: string; password: string; first_name?: string; last_name?: string; invitation_key?: string },
    options?: CallOptions,
  ): Promise<RawAccountWithKey>;
  /** Signs in, and sets the account key unless the second argument is anything but `true`. An API key keeps its precedence. */
  login(payload?: { email: string; password: string }, setAccountKey?: boolean, options?: CallOptions): Promise<RawAccountWithKey>;
  /** Signs in by a token of another service. Sets no key. */
  socialLogin(backend: string, access_token: string, options?: CallOptions): Promise<RawAccountWithKey & { created?: boolean }>;
  getUserDetails(options?: CallOptions): Promise<RawAccount>;
  /** Writes the account; the server asks for `email`. */
  update(payload?: { email?: string; first_name?: string; last_name?: string; metadata?: Record<string, unknown> }, options?: CallOptions): Promise<RawAccount>;
  activate(payload?: { uid: string; token: string }, options?: CallOptions): Promise<RawAccountWithKey>;
  resendEmail(email: string, options?: CallOptions): Promise<Nothing>;
  changePassword(payload?: { current_password: string; new_password: string }, options?: CallOptions): Promise<Nothing>;
  setPassword(password: string, options?: CallOptions): Promise<Nothing>;
  resetPassword(email: string, options?: CallOptions): Promise<Nothing>;
  confirmPasswordReset(payload?: { uid: string; token: string; new_password: string }, options?: CallOptions): Promise<RawAccountWithKey>;
  /** Gives the account a new key, which the connection then has. The old one is dead at once. */
  resetKey(options?: CallOptions): Promise<RawAccountWithKey>;
}

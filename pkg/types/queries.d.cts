// Queries and pages.

import type { Pages } from './events.cjs';
import type { Common, Gone, Id, InInstance, Links, Nothing, Properties, Role } from './model.cjs';
import type {
  Admin, AdminDraft, ApiKey, ApiKeyAttributes, ApiKeyChanges, ApiKeyDraft, Config, Group, GroupAttributes,
  GroupChanges, GroupDraft, Instance, InstanceAttributes, InstanceChanges, InstanceDraft, InstanceInvitation,
  InstanceInvitationAttributes, InstanceInvitationDraft, Invitation, InvitationAttributes, InvitationDraft, RawAdmin,
  RawApiKey, RawGroup, RawInstance, RawInstanceInvitation, RawInvitation, RawUser, User, UserAttributes, UserChanges,
  UserDraft,
} from './models.cjs';
import type { CallOptions, Headers, QueryParameters } from './options.cjs';

/** A page of a list: a true array. What `map`, `filter` and `slice` give are plain arrays. */
export interface ResultSet<Item> extends Array<Item> {
  hasNext(): boolean;
  hasPrev(): boolean;
  /** Rejects with a `PaginationError` when there is no such page, or when its link leads elsewhere. */
  next(options?: CallOptions): Promise<ResultSet<Item>>;
  prev(options?: CallOptions): Promise<ResultSet<Item>>;
}

/** A page as the server sends it; links are paths. */
export interface RawPage<Item> {
  next: string | null;
  prev: string | null;
  objects: Item[];
}

/** Whether a query gives a page, one object, or what is left of a deleted one. */
export type Shape = 'page' | 'one' | 'gone';
/** Whether a query gives models, raw answers, or a text. */
export type Form = 'model' | 'raw' | 'text';

/** The raw answer of a query. */
export type RawOf<RawItem, S extends Shape> = S extends 'page' ? RawPage<RawItem> : S extends 'one' ? RawItem : Nothing;
/** What a query gives when it is awaited. */
export type ValueOf<Item, Draft, RawItem, S extends Shape, F extends Form> = F extends 'text'
  ? string
  : F extends 'raw'
    ? RawOf<RawItem, S>
    : S extends 'page'
      ? ResultSet<Item>
      : S extends 'one'
        ? Item
        : Gone<Draft>;

/**
 * What `please()` returns: it is sent when it is awaited.
 *
 * Every method of a query changes it and returns it. A query that reads is sent again for each `await`; one that
 * changes something is sent once, and gives the same outcome again until the query is changed.
 */
export interface Query<Item, Draft, RawItem, S extends Shape, F extends Form> extends Common {
  then<A = ValueOf<Item, Draft, RawItem, S, F>, B = never>(
    onValue?: ((value: ValueOf<Item, Draft, RawItem, S, F>, raw: RawOf<RawItem, S>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<ValueOf<Item, Draft, RawItem, S, F> | B>;
  finally(onEnd?: (() => void) | null): Promise<ValueOf<Item, Draft, RawItem, S, F>>;
  /** Sends; gives the value and the raw answer. `path` takes the place of the query's own. */
  request(
    path?: string | null,
    options?: { readonly headers?: Headers; readonly query?: QueryParameters; readonly payload?: unknown },
  ): Promise<[ValueOf<Item, Draft, RawItem, S, F>, RawOf<RawItem, S>]>;
  /** Every object of every page, in constant memory. Rejects with a `ValidationError` for what is no list. */
  [Symbol.asyncIterator](): AsyncGenerator<F extends 'raw' ? RawItem : Item, void, undefined>;
  /** Options of the calls of this query. */
  withOptions(options?: CallOptions): this;
  /** Objects of a page, 100 at most. */
  pageSize(size: number): this;
  /** @throws {ValidationError} for anything but `asc` and `desc`, in any letter case. */
  ordering(order?: 'asc' | 'desc' | 'ASC' | 'DESC'): this;
  /** Only these fields. @throws {ValidationError} for what is no list. */
  fields(names?: readonly string[]): this;
  /** All but these fields. @throws {ValidationError} for what is no list. */
  excludedFields(names?: readonly string[]): this;
  /** The first object, or `undefined`. */
  first(properties?: Properties, query?: QueryParameters): Promise<F extends 'model' ? Item | undefined : undefined>;
  /** Every page as events; see also `for await`. `pages` 0 is all of them. */
  all(properties?: Properties, query?: QueryParameters, start?: boolean, pages?: number): Pages<F extends 'raw' ? RawItem : Item>;
}

export interface ApiKeyQuery<S extends Shape = 'page', F extends Form = 'model'> extends Query<ApiKey, ApiKeyDraft, RawApiKey, S, F> {
  raw(): ApiKeyQuery<S, 'raw'>;
  templateResponse(name: string): ApiKeyQuery<S, 'text'>;
  list(properties?: InInstance, query?: QueryParameters): ApiKeyQuery<'page', F>;
  get(properties?: InInstance & { id?: Id }): ApiKeyQuery<'one', F>;
  /** Changes what is given; the server checks it. */
  update(properties?: InInstance & { id?: Id }, changes?: ApiKeyChanges): ApiKeyQuery<'one', F>;
  delete(properties?: InInstance & { id?: Id }): ApiKeyQuery<'gone', F>;
  /** Gives the key a new value; the old one is dead at once. See also `rotate`. */
  reset(properties?: InInstance & { id?: Id }): ApiKeyQuery<'one', F>;
  create(attributes?: ApiKeyAttributes): Promise<ApiKey>;
  /** Saves one after the other, and stops at the first failure. */
  bulkCreate(models: readonly ApiKeyDraft[]): Promise<ApiKey[]>;
  /**
   * Replaces a key without locking out the application that uses it: makes one with the same flags, hands it to
   * `deploy`, proves that it works, and only then deletes the old one. Gives the new key.
   *
   * Until then, any failure (of `deploy`, too) rejects with the old key alive and the new one deleted. If the old
   * one cannot be deleted at the end, both live, and the `SyncanoError` says so.
   */
  rotate(properties: InInstance & { id?: Id }, deploy: (key: ApiKey) => unknown, options?: CallOptions): Promise<ApiKey>;
}

export interface InstanceQuery<S extends Shape = 'page', F extends Form = 'model'> extends Query<Instance, InstanceDraft, RawInstance, S, F> {
  raw(): InstanceQuery<S, 'raw'>;
  templateResponse(name: string): InstanceQuery<S, 'text'>;
  cacheKey(key: string): this;
  list(properties?: Properties, query?: QueryParameters): InstanceQuery<'page', F>;
  get(properties?: { name?: string }): InstanceQuery<'one', F>;
  update(properties?: { name?: string }, changes?: InstanceChanges): InstanceQuery<'one', F>;
  /** Takes no default name. */
  delete(properties?: { name?: string }): InstanceQuery<'gone', F>;
  create(attributes?: InstanceAttributes): Promise<Instance>;
  bulkCreate(models: readonly InstanceDraft[]): Promise<Instance[]>;
  /** Gives what is there, or creates it after a 404. */
  getOrCreate(properties?: { name?: string }, attributes?: InstanceAttributes): Promise<Instance>;
  updateOrCreate(properties?: { name?: string }, changes?: InstanceChanges, attributes?: InstanceAttributes): Promise<Instance>;
  /** Takes no default name. */
  rename(properties: { name?: string }, payload: { new_name: string }): InstanceQuery<'one', F>;
  /** Gives a model with `config`. */
  setGlobalConfig(properties?: { name?: string | undefined }, config?: Config): InstanceQuery<'one', F>;
  getGlobalConfig(properties?: { name?: string | undefined }): InstanceQuery<'one', F>;
}

export interface AdminQuery<S extends Shape = 'page', F extends Form = 'model'> extends Query<Admin, AdminDraft, RawAdmin, S, F> {
  raw(): AdminQuery<S, 'raw'>;
  templateResponse(name: string): AdminQuery<S, 'text'>;
  list(properties?: InInstance, query?: QueryParameters): AdminQuery<'page', F>;
  get(properties?: InInstance & { id?: Id }): AdminQuery<'one', F>;
  update(properties?: InInstance & { id?: Id }, changes?: { role?: Role }): AdminQuery<'one', F>;
  delete(properties?: InInstance & { id?: Id }): AdminQuery<'gone', F>;
}

export interface InstanceInvitationQuery<S extends Shape = 'page', F extends Form = 'model'>
  extends Query<InstanceInvitation, InstanceInvitationDraft, RawInstanceInvitation, S, F> {
  raw(): InstanceInvitationQuery<S, 'raw'>;
  templateResponse(name: string): InstanceInvitationQuery<S, 'text'>;
  list(properties?: InInstance, query?: QueryParameters): InstanceInvitationQuery<'page', F>;
  get(properties?: InInstance & { id?: Id }): InstanceInvitationQuery<'one', F>;
  delete(properties?: InInstance & { id?: Id }): InstanceInvitationQuery<'gone', F>;
  /** Sends the mail again. */
  resend(properties?: InInstance & { id?: Id }): InstanceInvitationQuery<'one', F>;
  create(attributes?: InstanceInvitationAttributes): Promise<InstanceInvitation>;
  bulkCreate(models: readonly InstanceInvitationDraft[]): Promise<InstanceInvitation[]>;
  /** With `id: null`, or without one, there is nothing to look up: it creates. */
  getOrCreate(properties?: InInstance & { id?: Id | null }, attributes?: InstanceInvitationAttributes): Promise<InstanceInvitation>;
}

export interface InvitationQuery<S extends Shape = 'page', F extends Form = 'model'> extends Query<Invitation, InvitationDraft, RawInvitation, S, F> {
  raw(): InvitationQuery<S, 'raw'>;
  templateResponse(name: string): InvitationQuery<S, 'text'>;
  list(properties?: Properties, query?: QueryParameters): InvitationQuery<'page', F>;
  get(properties?: { id?: Id }): InvitationQuery<'one', F>;
  /** Declines. */
  delete(properties?: { id?: Id }): InvitationQuery<'gone', F>;
  /** Sends to the list, as it always did; the API takes invitations only from an instance. */
  create(attributes?: InvitationAttributes): Promise<Invitation>;
  bulkCreate(models: readonly InvitationDraft[]): Promise<Invitation[]>;
  getOrCreate(properties?: { id?: Id | null }, attributes?: InvitationAttributes): Promise<Invitation>;
  /** Gives the raw answer. */
  accept(key: string): Promise<unknown>;
}

/** Gives users, or groups after a call that leads to them. */
export interface UserQuery<S extends Shape = 'page', F extends Form = 'model', Item = User, Draft = UserDraft, RawItem = RawUser>
  extends Query<Item, Draft, RawItem, S, F> {
  raw(): UserQuery<S, 'raw', Item, Draft, RawItem>;
  templateResponse(name: string): UserQuery<S, 'text', Item, Draft, RawItem>;
  list(properties?: InInstance, query?: QueryParameters): UserQuery<'page', F>;
  /** With an API key and a user key, and without an account key, it reads the own user: `id` is not needed. */
  get(properties?: InInstance & { id?: Id }): UserQuery<'one', F>;
  /** With an API key and a user key, and without an account key, it changes the own user. */
  update(properties?: InInstance & { id?: Id }, changes?: UserChanges): UserQuery<'one', F>;
  delete(properties?: InInstance & { id?: Id }): UserQuery<'gone', F>;
  resetKey(properties?: InInstance & { id?: Id }): UserQuery<'one', F>;
  create(attributes?: UserAttributes): Promise<User>;
  bulkCreate(models: readonly UserDraft[]): Promise<User[]>;
  /** Signs a user in, and sets the connection's user key. */
  login(properties?: InInstance, credentials?: { username: string; password: string }): Promise<User>;
  /** Signs a user in by a token of another service. Sets no key. */
  socialLogin(properties: InInstance & { backend: string }, payload: { access_token: string }): UserQuery<'one', F>;
  getGroups(properties: InInstance & { user: Id }): UserQuery<'page', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  getGroup(properties: InInstance & { user: Id; id: Id }): UserQuery<'one', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  addGroup(properties: InInstance & { user: Id }, payload: { group: Id }): UserQuery<'one', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  deleteGroup(properties: InInstance & { user: Id; id: Id }): UserQuery<'gone', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  /** Users of the group `id`. */
  groupUsers(properties: InInstance & { id: Id }): UserQuery<'page', F, User, UserDraft, RawMembership<'user', RawUser>>;
  getDetails(properties: InInstance & { id: Id; user: Id }): UserQuery<'one', F, User, UserDraft, RawMembership<'user', RawUser>>;
  addUserToGroup(properties: InInstance & { id: Id }, payload: { user: Id }): UserQuery<'one', F, User, UserDraft, RawMembership<'user', RawUser>>;
  deleteUserFromGroup(properties: InInstance & { id: Id; user: Id }): UserQuery<'gone', F, User, UserDraft, RawMembership<'user', RawUser>>;
}

/** A membership as the server sends it. */
export type RawMembership<Name extends string, RawItem> = { [Key in Name]: RawItem } & { links?: Links };

/** Gives groups, or users after a call that leads to them. */
export interface GroupQuery<S extends Shape = 'page', F extends Form = 'model', Item = Group, Draft = GroupDraft, RawItem = RawGroup>
  extends Query<Item, Draft, RawItem, S, F> {
  raw(): GroupQuery<S, 'raw', Item, Draft, RawItem>;
  templateResponse(name: string): GroupQuery<S, 'text', Item, Draft, RawItem>;
  cacheKey(key: string): this;
  list(properties?: InInstance, query?: QueryParameters): GroupQuery<'page', F>;
  get(properties?: InInstance & { id?: Id }): GroupQuery<'one', F>;
  update(properties?: InInstance & { id?: Id }, changes?: GroupChanges): GroupQuery<'one', F>;
  delete(properties?: InInstance & { id?: Id }): GroupQuery<'gone', F>;
  create(attributes?: GroupAttributes): Promise<Group>;
  bulkCreate(models: readonly GroupDraft[]): Promise<Group[]>;
  getOrCreate(properties?: InInstance & { id?: Id | null }, attributes?: GroupAttributes): Promise<Group>;
  updateOrCreate(properties?: InInstance & { id?: Id | null }, changes?: GroupChanges, attributes?: GroupAttributes): Promise<Group>;
  /** Users of the group `id`. */
  users(properties: InInstance & { id: Id }): GroupQuery<'page', F, User, UserDraft, RawMembership<'user', RawUser>>;
  getUserDetails(properties: InInstance & { id: Id; user: Id }): GroupQuery<'one', F, User, UserDraft, RawMembership<'user', RawUser>>;
  addUser(properties: InInstance & { id: Id }, payload: { user: Id }): GroupQuery<'one', F, User, UserDraft, RawMembership<'user', RawUser>>;
  deleteUser(properties: InInstance & { id: Id; user: Id }): GroupQuery<'gone', F, User, UserDraft, RawMembership<'user', RawUser>>;
  getUserGroups(properties: InInstance & { user: Id }): GroupQuery<'page', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  getUserGroup(properties: InInstance & { user: Id; id: Id }): GroupQuery<'one', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  addUserGroup(properties: InInstance & { user: Id }, payload: { group: Id }): GroupQuery<'one', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
  deleteUserGroup(properties: InInstance & { user: Id; id: Id }): GroupQuery<'gone', F, Group, GroupDraft, RawMembership<'group', RawGroup>>;
}

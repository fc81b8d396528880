// The kinds of models: their data, as the server sends it and as a model has it, and what each can do.

import type { Gone, Id, Links, Model, Permission, Properties, Raw, RawAccount, Role } from './model.cjs';
import type { CallOptions } from './options.cjs';
import type { AdminQuery, ApiKeyQuery, GroupQuery, InstanceInvitationQuery, ResultSet, UserQuery } from './queries.cjs';

// API keys

export interface ApiKeyFields {
  instanceName: string;
  id: number;
  /** 40 hexadecimal digits, the last one odd. */
  api_key: string;
  description: string;
  /** Sees and changes every object, whatever its permissions are. */
  ignore_acl: boolean;
  allow_user_create: boolean;
  allow_group_create: boolean;
  allow_anonymous_read: boolean;
  created_at: Date;
  links: Links;
}
export type RawApiKey = Raw<ApiKeyFields>;
/** What can be written of a key. */
export type ApiKeyChanges = Partial<Pick<ApiKeyFields, 'description' | 'ignore_acl' | 'allow_user_create' | 'allow_group_create' | 'allow_anonymous_read'>>;
export type ApiKeyAttributes = Partial<ApiKeyFields>;
export interface ApiKeyMethods extends Model<ApiKey> {
  /** Gives the key a new value, which this model then has; gives the raw answer. */
  reset(options?: CallOptions): Promise<RawApiKey>;
}
export interface ApiKey extends ApiKeyFields, ApiKeyMethods {}
export interface ApiKeyDraft extends Partial<ApiKeyFields>, ApiKeyMethods {}

// Instances

export interface InstanceFields {
  name: string;
  description: string;
  /** The caller's role in it; `api_key` for one who came with such a key. */
  role: Role | 'api_key';
  owner: RawAccount;
  metadata: Record<string, unknown>;
  created_at: Date;
  updated_at: Date;
  links: Links;
}
export type RawInstance = Raw<InstanceFields>;
export type InstanceChanges = Partial<Pick<InstanceFields, 'description' | 'metadata'>>;
export type InstanceAttributes = Partial<InstanceFields>;
export type Config = Record<string, unknown>;
export interface InstanceMethods extends Model<Instance> {
  rename(payload?: { new_name: string }, options?: CallOptions): Promise<Instance>;
  /** Writes the configuration; gives the raw answer. */
  setGlobalConfig(config?: Config, options?: CallOptions): Promise<{ config: Config }>;
  getGlobalConfig(options?: CallOptions): Promise<{ config: Config }>;
  /** Queries in this instance; properties win. */
  apiKeys(properties?: Properties): ApiKeyQuery;
  admins(properties?: Properties): AdminQuery;
  users(properties?: Properties): UserQuery;
  groups(properties?: Properties): GroupQuery;
  instanceInvitations(properties?: Properties): InstanceInvitationQuery;
}
export interface Instance extends InstanceFields, InstanceMethods {
  /** Of the configuration queries. */
  config?: Config;
}
export interface InstanceDraft extends Partial<InstanceFields>, InstanceMethods {}

// Administrators and invitations

export interface AdminFields {
  instanceName: string;
  id: number;
  email: string;
  first_name: string;
  last_name: string;
  role: Role;
  links: Links;
}
export type RawAdmin = Raw<AdminFields>;
export type AdminAttributes = Partial<AdminFields>;
export interface Admin extends AdminFields, Model<Admin> {}
export interface AdminDraft extends Partial<AdminFields>, Model<Admin> {}

export interface InstanceInvitationFields {
  instanceName: string;
  id: number;
  email: string;
  role: Role;
  /** What the invited one accepts with. */
  key: string;
  /** E-mail of who invites. */
  inviter: string;
  state: 'new' | 'accepted' | 'declined';
  created_at: Date;
  updated_at: Date;
  links: Links;
}
export type RawInstanceInvitation = Raw<InstanceInvitationFields>;
export type InstanceInvitationAttributes = { [Name in keyof InstanceInvitationFields]?: InstanceInvitationFields[Name] | null };
export interface InstanceInvitationMethods extends Model<InstanceInvitation> {
  /** Sends the mail again; gives the raw answer. */
  resend(options?: CallOptions): Promise<unknown>;
}
export interface InstanceInvitation extends InstanceInvitationFields, InstanceInvitationMethods {}
export interface InstanceInvitationDraft extends Partial<InstanceInvitationFields>, InstanceInvitationMethods {}

export interface InvitationFields {
  id: number;
  email: string;
  role: Role;
  key: string;
  /** Name of the instance. */
  instance: string;
  inviter: string;
  state: 'new' | 'accepted' | 'declined';
  created_at: Date;
  updated_at: Date;
  links: Links;
}
export type RawInvitation = Raw<InvitationFields>;
export type InvitationAttributes = Partial<InvitationFields>;
export interface InvitationMethods extends Model<Invitation> {
  /** Accepts with `key`, or with the invitation's own; gives the raw answer. */
  accept(key?: string, options?: CallOptions): Promise<unknown>;
}
export interface Invitation extends InvitationFields, InvitationMethods {}
export interface InvitationDraft extends Partial<InvitationFields>, InvitationMethods {}

// Users and groups

/** A user's profile: these and the fields of your own. */
export interface Profile {
  owner_permissions?: Permission;
  group?: number | null;
  group_permissions?: Permission;
  other_permissions?: Permission;
  channel?: string | null;
  channel_room?: string | null;
  [field: string]: unknown;
}

export interface UserFields {
  instanceName: string;
  id: number;
  username: string;
  /** 40 hexadecimal digits, the last one even. */
  user_key: string;
  profile: Profile;
  groups: unknown[];
  links: Links;
}
export type RawUser = Raw<UserFields>;
export interface UserChanges {
  username?: string;
  password?: string;
  profile?: Profile;
}
export type UserAttributes = Partial<UserFields> & UserChanges;
export interface UserMethods extends Model<User> {
  /** Sent, and shown to who asks for it by name only. */
  password?: string | undefined;
  /** Gives the user a new key; gives a new model with it. */
  resetKey(options?: CallOptions): Promise<User>;
  getGroups(options?: CallOptions): Promise<ResultSet<Group>>;
  getGroup(properties: { id: Id }, options?: CallOptions): Promise<Group>;
  addGroup(payload: { group: Id }, options?: CallOptions): Promise<Group>;
  deleteGroup(properties: { id: Id }, options?: CallOptions): Promise<Gone<GroupDraft>>;
}
export interface User extends UserFields, UserMethods {}
export interface UserDraft extends Partial<UserFields>, UserMethods {}

export interface GroupFields {
  instanceName: string;
  id: number;
  label: string;
  description: string;
  name: string | null;
  links: Links;
}
export type RawGroup = Raw<GroupFields>;
export type GroupChanges = Partial<Pick<GroupFields, 'label' | 'description' | 'name'>>;
export type GroupAttributes = Partial<GroupFields>;
export interface GroupMethods extends Model<Group> {
  users(options?: CallOptions): Promise<ResultSet<User>>;
  addUser(payload: { user: Id }, options?: CallOptions): Promise<User>;
  getUserDetails(properties: { user: Id }, options?: CallOptions): Promise<User>;
  deleteUser(properties: { user: Id }, options?: CallOptions): Promise<Gone<UserDraft>>;
}
export interface Group extends GroupFields, GroupMethods {}
export interface GroupDraft extends Partial<GroupFields>, GroupMethods {}

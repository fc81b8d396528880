// Every public name of the declarations, as an application with modules uses
// them. It is compiled, never run.

import Syncano, {
  AbortError, DecodeError, NetworkError, PaginationError, RequestError, SyncanoError, TimeoutError, ValidationError,
  type Account, type Admin, type AdminAttributes, type AdminDraft, type AdminFields, type AdminQuery,
  type ApiKey, type ApiKeyAttributes, type ApiKeyChanges, type ApiKeyDraft, type ApiKeyFields, type ApiKeyMethods, type ApiKeyQuery,
  type Batchable, type BatchAction, type BatchEntry, type BatchManager, type BatchManagerFactory, type BatchObject, type BatchResult,
  type BlobLike, type CallOptions, type Common, type Config, type Connection, type Constructor, type Defaults,
  type Emitter, type Endpoint, type ErrorResponse, type Factory, type Faults, type Fetch, type FileContent, type Form, type Gone,
  type Group, type GroupAttributes, type GroupChanges, type GroupDraft, type GroupFields, type GroupMethods, type GroupQuery,
  type Headers, type Id, type InInstance,
  type Instance, type InstanceAttributes, type InstanceChanges, type InstanceDraft, type InstanceFields, type InstanceInvitation,
  type InstanceInvitationAttributes, type InstanceInvitationDraft, type InstanceInvitationFields, type InstanceInvitationMethods,
  type InstanceInvitationQuery, type InstanceMethods, type InstanceQuery,
  type Invitation, type InvitationAttributes, type InvitationDraft, type InvitationFields, type InvitationMethods, type InvitationQuery,
  type Key, type KeyKind, type Links, type LogEntry, type Meta, type Method, type Model, type Monitor, type MonitorEvents,
  type Nothing, type Options, type Pages, type PagesEvents, type Permission, type Profile, type ProgressEvent, type Properties,
  type Query, type QueryParameters, type Raw, type RawAccount, type RawAccountWithKey, type RawAdmin, type RawApiKey, type RawGroup,
  type RawInstance, type RawInstanceInvitation, type RawInvitation, type RawMembership, type RawOf, type RawPage, type RawUser,
  type RequestOptions, type ResultSet, type Role, type Shape, type Signal, type SyncanoFile,
  type User, type UserAttributes, type UserChanges, type UserDraft, type UserFields, type UserMethods, type UserQuery, type ValueOf,
} from 'syncano';
import * as errorsEntry from 'syncano/lib/errors';

/** True only when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(proof: Same<A, B>): void;

// The function, its options and the connection.

const constructor: Constructor = Syncano;
const key: Key = false;
const headers: Headers = { 'X-More': '1' };
const stub: Fetch = async (url: string, init: { method: string }) => ({ status: url.length + init.method.length });
const defaults: Defaults = { instanceName: 'inst-1', own: 1 };
const logger = ({ level, method, path, status, ms, requestId }: LogEntry) => `${level} ${method} ${path} ${status} ${ms} ${requestId}`;
const options: Options = {
  baseUrl: undefined, accountKey: 'k', apiKey: key, userKey: null, socialToken: '', defaults, progressCallback: null,
  allowInsecureHttp: false, timeout: 1, maxRetries: 0, retryAfterMax: 5, fetch: stub, logger, headers,
  silenceBrowserWarning: true, silenceKeyWarning: true,
};
const connection: Connection = new Syncano(options);
const others: Connection[] = [Syncano(), Syncano('key'), Syncano(null), Syncano.create({ fetch }), new constructor()];
same<boolean, typeof isConnection>(true);
const isConnection = connection instanceof Syncano;
const kind: KeyKind | undefined = Syncano.keyKind('text');
const blob: BlobLike = new Blob(['a']);
const content: FileContent[] = ['text', new ArrayBuffer(1), new Uint8Array(1), blob, (async function* () { yield 'part'; })()];
const file: SyncanoFile = Syncano.file(content[0] ?? '');
const chained: Connection = connection
  .setAccountKey('a').setApiKey(null).setUserKey(false).setSocialToken('t').setBaseUrl('https://a.example').setInstanceName('inst-1')
  .setInstanceName().onProgress(({ direction, lengthComputable, loaded, total }: ProgressEvent) => [direction, lengthComputable, loaded, total]);
const keys: (string | null)[] = [
  chained.getAccountKey(), chained.getApiKey(), chained.getUserKey(), chained.getSocialToken(),
  chained.accountKey, chained.apiKey, chained.userKey, chained.socialToken,
];
connection.accountKey = false;
connection.apiKey = null;
connection.baseUrl = connection.getBaseUrl();
connection.defaults = { instanceName: connection.getInstanceName() };
connection.progressCallback = null;
same<{ baseUrl: string; defaults: Defaults }, ReturnType<Connection['toJSON']>>(true);
connection.file('a').content;
connection.dispose();
{
  using scoped = Syncano();
  scoped.getBaseUrl();
}

// Options of a call.

const signal: Signal = AbortSignal.timeout(5);
const call: CallOptions = { signal, timeout: 5, maxRetries: 0, headers, anonymous: false };
const method: Method = 'GET';
const query: QueryParameters = { page_size: 5, list: ['a'], none: undefined };
const requestOptions: RequestOptions = { ...call, query, payload: { a: 1 }, type: 'form' };

// The account, and what everything can do.

const account: Account = connection.Account;
const common: Common = account;
same<Promise<string>, ReturnType<typeof text>>(true);
const text = () => common.makeRequest('GET', '/', { responseAttr: 'text' });
const status: Promise<number> = common.makeRequest('head', '/', { responseAttr: 'status' });
const anything: Promise<unknown> = common.makeRequest(method, '/', requestOptions);
common.buildUrl('/').length + common.getConfig().getBaseUrl().length;
common.log(common.getDefaultProperties());

async function accounts(): Promise<void> {
  const made: RawAccountWithKey = await account.register({ email: 'e', password: 'p', first_name: 'f' }, call);
  const signedIn = await account.login({ email: 'e', password: 'p' }, false, call);
  const social = await account.socialLogin('github', 'token', call);
  const details: RawAccount = await account.getUserDetails(call);
  const updated: RawAccount = await account.update({ first_name: 'f' }, call);
  const activated = await account.activate({ uid: 'u', token: 't' }, call);
  const nothing: Nothing[] = [
    await account.resendEmail('e', call),
    await account.changePassword({ current_password: 'a', new_password: 'b' }, call),
    await account.setPassword('p', call),
    await account.resetPassword('e', call),
  ];
  const confirmed = await account.confirmPasswordReset({ uid: 'u', token: 't', new_password: 'p' }, call);
  const reset = await account.resetKey(call);
  const texts: string[] = [made, signedIn, social, activated, confirmed, reset].map(({ account_key }) => account_key);
  // @ts-expect-error: only some calls give the key
  details.account_key;
  console.log(texts, updated.email, nothing, social.created);
}

// API keys.

const apiKeys: Factory<ApiKey, ApiKeyDraft, ApiKeyQuery, ApiKeyAttributes> = connection.ApiKey;
const attributes: ApiKeyAttributes = { instanceName: 'inst-1', description: 'd', ignore_acl: true };
const changes: ApiKeyChanges = { allow_user_create: true, allow_group_create: false, allow_anonymous_read: true };
// @ts-expect-error: the server makes the key
const forbidden: ApiKeyChanges = { api_key: 'k' };
// @ts-expect-error: flags are booleans
apiKeys({ ignore_acl: 'yes' });
// @ts-expect-error: the field is description
apiKeys({ descripton: 'typo' });

async function apiKeyCalls(): Promise<void> {
  const draft: ApiKeyDraft = new connection.ApiKey(attributes);
  const model: Model<ApiKey> = draft;
  const methods: ApiKeyMethods = draft;
  const faults: Faults | undefined = draft.validate();
  const saved: ApiKey = await draft.save(call);
  const fields: ApiKeyFields = saved;
  const date: Date = saved.created_at;
  const links: Links = saved.links;
  const raw: RawApiKey = await saved.reset(call);
  const rawDate: string = raw.created_at;
  same<Raw<ApiKeyFields>, RawApiKey>(true);
  // @ts-expect-error: a draft may have no id
  const id: number = draft.id;
  const action: BatchAction = 'create';
  const batched: BatchObject = draft.toBatchObject(action);
  const meta: Meta = apiKeys.getMeta();
  const endpoint: Endpoint | undefined = meta.endpoints['detail'];
  const again: ApiKey[] = [await saved.update(call), saved.serialize({}), apiKeys.fromJSON({}, { instanceName: 'a' })];
  await saved.delete(call);
  const isDraft = draft instanceof connection.ApiKey;
  console.log(model.isNew(), methods.toJSON(), faults, fields, date, links, rawDate, id, batched, meta.name, meta.pluralName, meta.properties);
  console.log(meta.resolveEndpointPath('detail', {}), meta.findAllowedMethod('list', 'POST'), endpoint?.path, again, isDraft, draft.getMeta());
  console.log(apiKeys.getConfig(), apiKeys.setConfig(connection), apiKeys.getDefaultProperties(), forbidden);
}

async function queries(): Promise<void> {
  const list: ApiKeyQuery = connection.ApiKey.please({ instanceName: 'inst-1' });
  const page: ResultSet<ApiKey> = await list.list({ instanceName: 'inst-1' }, query).pageSize(5).ordering('DESC').fields(['id']).excludedFields([]).withOptions(call);
  const next: ResultSet<ApiKey> = page.hasNext() ? await page.next(call) : await page.prev();
  const plain: string[] = next.map(({ api_key }) => api_key);
  const one: ApiKey = await list.get({ id: 1 });
  const byText: Id = '1';
  const changed: ApiKey = await list.update({ id: byText }, changes);
  const gone: Gone<ApiKeyDraft> = await list.delete({ id: 1 });
  const fresh: ApiKey = await list.reset({ id: 1 });
  const created: ApiKey = await list.create(attributes);
  const several: ApiKey[] = await list.bulkCreate([connection.ApiKey(attributes)]);
  const rotated: ApiKey = await list.rotate({ id: 1 }, async ({ api_key }) => api_key, call);
  const first: ApiKey | undefined = await list.first({}, query);
  const rawPage: RawPage<RawApiKey> = await list.list().raw();
  const rawOne: RawApiKey = await list.raw().get({ id: 1 });
  const html: string = await list.templateResponse('table');
  const [value, answer]: [ResultSet<ApiKey>, RawPage<RawApiKey>] = await list.list().request(null, { headers, query, payload: {} });
  const length: number = await list.list().then((keys, raw) => keys.length + raw.objects.length);
  const caught: ResultSet<ApiKey> | undefined = await list.list().catch((error: unknown) => void error);
  const ended: ResultSet<ApiKey> = await list.list().finally(() => {});
  const both: [ResultSet<ApiKey>, ApiKey] = await Promise.all([list.list(), list.get({ id: 1 })]);
  for await (const key of list.list()) console.log(key.created_at.getTime());
  for await (const key of list.list().raw()) console.log(key.created_at.length);
  const pages: Pages<ApiKey> = list.all({}, query, false, 2);
  const events: Emitter<PagesEvents<ApiKey>> = pages;
  events.on('page', (page) => page.hasNext()).on('stop', (keys) => keys.length).on('error', ({ message }) => message).on('start', () => {});
  // @ts-expect-error: there is no such event
  events.on('end', () => {});
  pages.start().stop().removeListener('start', () => {}).removeListeners('page').removeAllListeners().emit('stop', []);
  // @ts-expect-error: an administrator cannot be created
  connection.Admin.please().create;
  // @ts-expect-error: a page has no key
  page.api_key;
  // @ts-expect-error: an order is asc or desc
  list.ordering('up');
  const generic: Query<ApiKey, ApiKeyDraft, RawApiKey, 'page', 'model'> = list.list();
  const shape: Shape = 'page';
  const form: Form = 'model';
  same<RawPage<RawApiKey>, RawOf<RawApiKey, 'page'>>(true);
  same<ApiKey, ValueOf<ApiKey, ApiKeyDraft, RawApiKey, 'one', 'model'>>(true);
  console.log(plain, one, changed, gone.id, fresh, created, several, rotated, first, rawPage, rawOne, html, value, answer, length, caught, ended, both);
  console.log(pages.pages, pages.currentPage, pages.result, pages.abort, generic, shape, form);
}

// Instances.

async function instances(): Promise<void> {
  const factory: Factory<Instance, InstanceDraft, InstanceQuery, InstanceAttributes> = connection.Instance;
  const draft: InstanceDraft = factory({ name: 'inst-1', metadata: {} });
  const methods: InstanceMethods = draft;
  const saved: Instance = await draft.save();
  const fields: InstanceFields = saved;
  const changes: InstanceChanges = { description: 'd' };
  const attributes: InstanceAttributes = { name: 'inst-1' };
  const please: InstanceQuery = factory.please();
  const config: Config = { a: 1 };
  const raw: RawInstance = await please.get({ name: 'inst-1' }).raw();
  const all: Instance[] = [
    ...(await please.list()), await please.get({ name: 'a' }), await please.update({ name: 'a' }, changes), await please.create(attributes),
    ...(await please.bulkCreate([draft])), await please.getOrCreate({ name: 'a' }, attributes), await please.updateOrCreate({ name: 'a' }, changes, attributes),
    await please.rename({ name: 'a' }, { new_name: 'b' }), await please.setGlobalConfig(saved, config), await please.getGlobalConfig({ name: 'a' }),
    await saved.rename({ new_name: 'b' }, call),
  ];
  const configs: { config: Config }[] = [await saved.setGlobalConfig(config, call), await saved.getGlobalConfig(call)];
  const nested: [ApiKeyQuery, AdminQuery, UserQuery, GroupQuery, InstanceInvitationQuery] = [
    saved.apiKeys(), saved.admins(), saved.users(), saved.groups(), saved.instanceInvitations({}),
  ];
  await please.cacheKey('c').delete({ name: 'a' });
  console.log(methods.isNew(), fields.owner.email, raw.created_at.length, all[0]?.config, configs, nested);
}

// Administrators and invitations.

async function people(): Promise<void> {
  const where: InInstance & { id: Id } = { instanceName: 'inst-1', id: 1 };
  const role: Role = 'read';
  const admin: Admin = await connection.Admin.please().get(where);
  const adminAttributes: AdminAttributes = { role };
  const adminDraft: AdminDraft = connection.Admin(adminAttributes);
  const adminFields: AdminFields = admin;
  const adminQuery: AdminQuery<'one'> = connection.Admin.please().update(where, { role });
  const rawAdmin: RawAdmin = await connection.Admin.please().get(where).raw();

  const invitationAttributes: InstanceInvitationAttributes = { email: 'e', role, id: null };
  const invited: InstanceInvitation = await connection.InstanceInvitation.please().getOrCreate({ id: null }, invitationAttributes);
  const draft: InstanceInvitationDraft = connection.InstanceInvitation(invitationAttributes);
  const fields: InstanceInvitationFields = invited;
  const methods: InstanceInvitationMethods = invited;
  const please: InstanceInvitationQuery = connection.InstanceInvitation.please();
  const rawInvited: RawInstanceInvitation = await please.get(where).raw();
  await methods.resend(call);
  await please.resend(where);
  await please.bulkCreate([draft]);
  await please.delete(where);

  const mine: Invitation | undefined = await connection.Invitation.please().first();
  const mineAttributes: InvitationAttributes = { id: 5 };
  const mineDraft: InvitationDraft = connection.Invitation(mineAttributes);
  const mineFields: InvitationFields | undefined = mine;
  const mineMethods: InvitationMethods = mineDraft;
  const minePlease: InvitationQuery = connection.Invitation.please();
  const rawMine: RawInvitation = await minePlease.get({ id: 5 }).raw();
  await mineMethods.accept('key', call);
  await minePlease.accept('key');
  console.log(adminDraft, adminFields, adminQuery, rawAdmin, fields.key, rawInvited, mineFields, rawMine.instance);
}

// Users and groups.

async function users(): Promise<void> {
  const permission: Permission = 'full';
  const profile: Profile = { owner_permissions: permission, own: 1 };
  const attributes: UserAttributes = { instanceName: 'inst-1', username: 'u', password: 'p', profile };
  const changes: UserChanges = { username: 'n' };
  const draft: UserDraft = connection.User(attributes);
  const user: User = await draft.save();
  const fields: UserFields = user;
  const methods: UserMethods = user;
  const please: UserQuery = connection.User.please();
  const raw: RawUser = await please.get({ id: 9 }).raw();
  const some: User[] = [
    await user.resetKey(call), await please.get(), await please.update({ id: 9 }, changes), await please.resetKey({ id: 9 }),
    await please.login({ instanceName: 'inst-1' }, { username: 'u', password: 'p' }), await please.socialLogin({ backend: 'b' }, { access_token: 't' }),
    ...(await please.groupUsers({ id: 3 })), await please.getDetails({ id: 3, user: 9 }), await please.addUserToGroup({ id: 3 }, { user: 9 }),
  ];
  const groups: Group[] = [
    ...(await user.getGroups(call)), await user.getGroup({ id: 3 }, call), await user.addGroup({ group: 3 }, call),
    ...(await please.getGroups({ user: 9 })), await please.getGroup({ user: 9, id: 3 }), await please.addGroup({ user: 9 }, { group: 3 }),
  ];
  const wrapped: RawMembership<'user', RawUser> = await please.getDetails({ id: 3, user: 9 }).raw();
  const gone: GroupDraft[] = [await user.deleteGroup({ id: 3 }, call), await please.deleteGroup({ user: 9, id: 3 })];
  await please.deleteUserFromGroup({ id: 3, user: 9 });

  const groupAttributes: GroupAttributes = { instanceName: 'inst-1', label: 'l' };
  const groupChanges: GroupChanges = { label: 'n' };
  const group: Group = await connection.Group(groupAttributes).save();
  const groupFields: GroupFields = group;
  const groupMethods: GroupMethods = group;
  const groupPlease: GroupQuery = connection.Group.please();
  const rawGroup: RawGroup = await groupPlease.get({ id: 3 }).raw();
  const members: User[] = [
    ...(await groupMethods.users(call)), await group.addUser({ user: 9 }, call), await group.getUserDetails({ user: 9 }, call),
    ...(await groupPlease.users({ id: 3 })), await groupPlease.addUser({ id: 3 }, { user: 9 }), await groupPlease.getUserDetails({ id: 3, user: 9 }),
  ];
  const more: Group[] = [
    await groupPlease.getOrCreate({ id: 3 }, groupAttributes), await groupPlease.updateOrCreate({ id: 3 }, groupChanges, groupAttributes),
    ...(await groupPlease.getUserGroups({ user: 9 })), await groupPlease.getUserGroup({ user: 9, id: 3 }), await groupPlease.addUserGroup({ user: 9 }, { group: 3 }),
  ];
  await group.deleteUser({ user: 9 }, call);
  await groupPlease.deleteUser({ id: 3, user: 9 });
  await groupPlease.deleteUserGroup({ user: 9, id: 3 });
  console.log(fields.user_key, methods.password, raw.profile, some, groups, wrapped.user.username, gone, groupFields, rawGroup.label, members, more);
}

// Batches and the monitor.

async function rest(): Promise<void> {
  const make: BatchManagerFactory = connection.BatchManager;
  const batch: BatchManager = new make({ instanceName: 'inst-1' });
  const object: Batchable = connection.ApiKey();
  const entry: BatchEntry = { object, action: 'delete' };
  const results: BatchResult[] = await batch.addObjects(entry, [entry]).addObjectsFromArray([object], 'create').addSingleObject(object, 'update').batch(call);
  const monitor: Monitor = connection.Monitor;
  const events: Emitter<MonitorEvents> = monitor.on('connected', () => {}).on('disconnected', (error: SyncanoError) => error.message);
  monitor.timeout = 1;
  monitor.startMonitoring();
  monitor.ping();
  monitor.stopMonitoring();
  console.log(results[0]?.code, results[0]?.content, batch.objects, batch.instanceName, batch.batchUrl, batch.maxBatchObjects, batch.getObjects(), batch.removeObjects(), events, monitor.connected);
}

// Errors.

function errors(error: unknown): string {
  if (error instanceof ValidationError) return Object.values(error.errors).flat().join();
  if (error instanceof RequestError) {
    const response: ErrorResponse = error.response;
    return `${error.status} ${error.errors} ${error.retryAfter} ${error.requestId} ${response.text} ${response.headers?.['retry-after']} ${error.originalError.status}`;
  }
  if (error instanceof TimeoutError) return `${error.timeout} ${error.code}`;
  if (error instanceof NetworkError) return `${error.code}`;
  if (error instanceof DecodeError) return `${error.status} ${error.requestId}`;
  if (error instanceof AbortError) return String(error.cause);
  if (error instanceof PaginationError || error instanceof SyncanoError) return error.toJSON().message;
  return String(error instanceof Syncano.RequestError);
}
same<typeof errorsEntry.RequestError, typeof Syncano.RequestError>(true);
new ValidationError({ a: ['b'] });
new RequestError({ status: 404, message: 'm', response: { status: 404 } });

const properties: Properties = {};
console.log(others, kind, file, keys, status, anything, isConnection, properties, accounts, apiKeyCalls, queries, instances, people, users, rest, errors);

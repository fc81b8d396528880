// Every method of the documented client, as far as keys, accounts and who may
// do what go, and every one that is new. The table of methods is made of it.
//
// `on` gives the object that has the methods; `calls` says how each that sends
// is called with options of its own; the others send nothing.

const I = { instanceName: 'inst-1' };
const one = { ...I, id: 5 };
const user = { ...I, user: 9 };
const member = { ...I, id: 3, user: 9 };

/** A query method: options belong to the query. */
const asked = (model, name, ...args) => (c, o) => c[model].please(model === 'Group' ? I : {}).withOptions(o)[name](...args);
const querySet = (model, names) => Object.fromEntries(Object.entries(names).map(([name, args]) => [name, asked(model, name, ...args)]));
/** A method of a model: options come last. */
const onModel = (model, attributes, names) =>
  Object.fromEntries(Object.entries(names).map(([name, args]) => [name, (c, o) => c[model](attributes)[name](...args, o)]));

const common = { buildUrl: null, getConfig: null, getDefaultProperties: null, log: null };
const withSave = { save: [], update: [], delete: [] };
const plainModel = { isNew: null, validate: null, toJSON: null, toBatchObject: null, serialize: null, getMeta: null, ...common };

const models = {
  ApiKey: {
    attributes: one,
    model: { ...withSave, reset: [] },
    query: { list: [I], get: [one], create: [I], bulkCreate: null, update: [one, {}], delete: [one], reset: [one] },
    added: { rotate: [one, () => {}] },
  },
  Instance: {
    attributes: { name: 'inst-1' },
    model: { ...withSave, rename: [{ new_name: 'inst-2' }], setGlobalConfig: [{}], getGlobalConfig: [] },
    nested: ['apiKeys', 'admins', 'users', 'groups', 'instanceInvitations'],
    query: {
      list: [], get: [{ name: 'inst-1' }], create: [{ name: 'inst-1' }], bulkCreate: null, update: [{ name: 'inst-1' }, {}], delete: [{ name: 'inst-1' }],
      getOrCreate: [{ name: 'inst-1' }], updateOrCreate: [{ name: 'inst-1' }], cacheKey: ['a'], rename: [{ name: 'inst-1' }, { new_name: 'inst-2' }],
      setGlobalConfig: [{ name: 'inst-1' }, {}], getGlobalConfig: [{ name: 'inst-1' }],
    },
  },
  Admin: { attributes: one, model: withSave, query: { list: [I], get: [one], update: [one, {}], delete: [one] } },
  InstanceInvitation: {
    attributes: { ...one, email: 'a@b.co', role: 'read' },
    model: { save: [], delete: [], resend: [] },
    query: { list: [I], get: [one], create: [{ ...I, email: 'a@b.co', role: 'read' }], bulkCreate: null, delete: [one], getOrCreate: [one], resend: [one] },
  },
  Invitation: {
    attributes: { id: 5, key: 'IK' },
    model: { save: [], delete: [], accept: ['IK'] },
    query: { list: [], get: [one], create: [{}], bulkCreate: null, delete: [one], getOrCreate: [one], accept: ['IK'] },
  },
  User: {
    attributes: { ...one, username: 'u', password: 'p' },
    model: { ...withSave, resetKey: [], getGroups: [], getGroup: [{ id: 3 }], addGroup: [{ group: 3 }], deleteGroup: [{ id: 3 }] },
    query: {
      list: [I], get: [one], create: [{ ...I, username: 'u', password: 'p' }], bulkCreate: null, update: [one, {}], delete: [one], resetKey: [one],
      login: [I, {}], socialLogin: [{ ...I, backend: 'b' }, {}], getGroups: [user], getGroup: [member], addGroup: [user, { group: 3 }],
      deleteGroup: [member], getDetails: [member], groupUsers: [one], addUserToGroup: [one, { user: 9 }], deleteUserFromGroup: [member],
    },
  },
  Group: {
    attributes: { ...one, label: 'l' },
    model: { ...withSave, users: [], addUser: [{ user: 9 }], getUserDetails: [{ user: 9 }], deleteUser: [{ user: 9 }] },
    query: {
      list: [I], get: [one], create: [{ ...I, label: 'l' }], bulkCreate: null, update: [one, {}], delete: [one], getOrCreate: [one], updateOrCreate: [one],
      cacheKey: ['a'], users: [one], addUser: [one, { user: 9 }], deleteUser: [member], getUserDetails: [member], getUserGroups: [user],
      getUserGroup: [member], addUserGroup: [user, { group: 3 }], deleteUserGroup: [member],
    },
  },
};

const bulk = (model, attributes) => ({ bulkCreate: (c, o) => c[model].please().withOptions(o).bulkCreate([c[model](attributes)]) });
const list = (c, o) => c.ApiKey.please(I).withOptions(o);

const perModel = Object.entries(models).flatMap(([name, { attributes, model, nested = [], query, added = {} }]) => [
  {
    title: `\`${name}(…)\``, prefix: `${name}#`, on: (c) => c[name](attributes),
    calls: { ...onModel(name, attributes, model), ...Object.fromEntries(nested.map((accessor) => [accessor, (c, o) => c[name](attributes)[accessor]().withOptions(o)])) },
  },
  {
    title: `\`${name}.please()\``, prefix: `${name}.please().`, on: (c) => c[name].please(),
    calls: {
      ...querySet(name, Object.fromEntries(Object.entries({ ...query, ...added }).filter(([, args]) => args))),
      ...('bulkCreate' in query && bulk(name, attributes)),
    },
    added: Object.keys(added),
  },
]);

export const methods = [
  { title: '`Syncano`', prefix: 'Syncano.', on: (_, Syncano) => Syncano, calls: { file: null, create: null, keyKind: null }, added: ['keyKind'] },
  {
    title: 'connections', prefix: 'connection.', on: (c) => c,
    calls: {
      setAccountKey: null, getAccountKey: null, setApiKey: null, getApiKey: null, setUserKey: null, getUserKey: null, setSocialToken: null,
      getSocialToken: null, setBaseUrl: null, getBaseUrl: null, setInstanceName: null, getInstanceName: null, onProgress: null, file: null, dispose: null, toJSON: null,
    },
    added: ['dispose', 'toJSON'],
  },
  {
    title: '`Account`', prefix: 'Account.', on: (c) => c.Account,
    calls: {
      register: (c, o) => c.Account.register({ email: 'e' }, o),
      login: (c, o) => c.Account.login({ email: 'e' }, false, o),
      socialLogin: (c, o) => c.Account.socialLogin('b', 't', o),
      getUserDetails: (c, o) => c.Account.getUserDetails(o),
      update: (c, o) => c.Account.update({}, o),
      activate: (c, o) => c.Account.activate({}, o),
      resendEmail: (c, o) => c.Account.resendEmail('e', o),
      changePassword: (c, o) => c.Account.changePassword({}, o),
      setPassword: (c, o) => c.Account.setPassword('p', o),
      resetPassword: (c, o) => c.Account.resetPassword('e', o),
      confirmPasswordReset: (c, o) => c.Account.confirmPasswordReset({}, o),
      resetKey: (c, o) => c.Account.resetKey(o),
      makeRequest: (c, o) => c.Account.makeRequest('GET', '/x/', o), ...common,
    },
  },
  {
    title: 'factories of every model', prefix: 'ApiKey.', on: (c) => c.ApiKey,
    calls: { please: null, fromJSON: null, getMeta: null, getConfig: null, setConfig: null, getDefaultProperties: null },
  },
  {
    title: 'models of every kind', prefix: 'ApiKey#', on: (c) => c.ApiKey({}),
    calls: { ...plainModel, makeRequest: (c, o) => c.ApiKey({}).makeRequest('GET', '/x/', o) },
  },
  {
    title: 'queries of every model', prefix: 'ApiKey.please().', on: (c) => c.ApiKey.please(),
    calls: {
      request: (c, o) => list(c, o).request(),
      then: (c, o) => list(c, o).then((x) => x),
      catch: (c, o) => list(c, o).catch((error) => { throw error; }),
      finally: (c, o) => list(c, o).finally(() => {}),
      first: (c, o) => list(c, o).first(),
      all: (c, o) => new Promise((_, reject) => list(c, o).all().on('error', reject)),
      'for await': async (c, o) => {
        for await (const _ of list(c, o));
      },
      raw: (c, o) => list(c, o).raw(),
      pageSize: (c, o) => list(c, o).pageSize(5),
      ordering: (c, o) => list(c, o).ordering('asc'),
      fields: (c, o) => list(c, o).fields(['id']),
      excludedFields: (c, o) => list(c, o).excludedFields(['id']),
      templateResponse: (c, o) => list(c, o).templateResponse('t'),
      withOptions: (c, o) => list(c, o),
      makeRequest: (c, o) => c.ApiKey.please().makeRequest('GET', '/x/', o),
      ...common,
    },
    added: ['catch', 'finally', 'for await', 'withOptions'],
  },
  ...perModel,
  {
    title: 'pages', prefix: 'ResultSet#', on: null,
    calls: { next: null, prev: null, hasNext: null, hasPrev: null },
  },
  {
    title: '`BatchManager(…)`', prefix: 'BatchManager#', on: (c) => c.BatchManager(I),
    calls: {
      addObjects: null, addObjectsFromArray: null, addSingleObject: null, removeObjects: null, getObjects: null,
      batch: (c, o) => c.BatchManager(I).addSingleObject(c.ApiKey(I), 'create').batch(o),
      makeRequest: (c, o) => c.BatchManager(I).makeRequest('GET', '/x/', o), ...common,
    },
  },
  {
    title: '`Monitor`', prefix: 'Monitor#', on: (c) => c.Monitor,
    calls: { startMonitoring: null, stopMonitoring: null, ping: null, on: null, removeListener: null, removeListeners: null, removeAllListeners: null, emit: null, makeRequest: (c, o) => c.Monitor.makeRequest('GET', '/x/', o), ...common },
  },
];

/** What the original has and this package has not, by name, and why. */
export const omitted = [
  {
    names: [
      'Class', 'Channel', 'CustomSocket', 'DataObject', 'Invoice', 'Script', 'Schedule', 'Trigger', 'ScriptEndpoint', 'DataEndpoint',
      'ScriptTrace', 'ScheduleTrace', 'TriggerTrace', 'ScriptEndpointTrace', 'GCMDevice', 'APNSDevice', 'APNSConfig', 'GCMMessage',
      'GCMConfig', 'APNSMessage', 'Template', 'Subscription', 'FullBackup', 'PartialBackup', 'Restore', 'Usage', 'DailyUsage', 'HourlyUsage',
      'Plan', 'Profile', 'Card', 'Solution', 'Tag', 'Endpoint', 'Hosting', 'HostingFile',
    ],
    why: 'These models are no part of accounts, keys and who may do what. `makeRequest` reaches their paths.',
  },
  {
    names: ['classes', 'channels', 'scripts', 'schedules', 'triggers', 'scriptendpoints', 'gcmdevices', 'apnsdevices', 'templates'],
    why: 'These methods of an instance lead to those models.',
  },
  {
    names: ['fixed', 'methods', 'refs', 'state', 'init', 'enclose', 'props', 'static', 'compose', 'getStamp'],
    why: 'Leftovers of the library that the original was built with; so is `create` of a factory. `Syncano.create` is kept.',
  },
  { names: ['setRequestHandler', 'getRequestHandler'], why: 'They changed every connection of the process (D47); the option `fetch` belongs to one.' },
  {
    names: ['setMeta', 'getConstraints', 'setConstraints', 'getQuerySet', 'setQuerySet', 'setConfig', 'serialize', 'asResultSet', 'model', 'validateObjectsLength'],
    why: 'They read or exchanged the internals of objects; routes and rules are part of the core. `setConfig` of a factory and `serialize` of a model are kept.',
  },
  { names: ['on', 'emit', 'removeListener', 'removeListeners', 'removeAllListeners'], why: 'A query never emitted anything; what `all()` returns does, and so does the monitor.' },
  { names: ['request'], why: 'Of the monitor, where it was the same as `makeRequest`. That of a query is kept.' },
];

export const idOf = (group, name) => `${group.prefix}${name}`;

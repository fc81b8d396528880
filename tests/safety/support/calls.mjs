// Every call of the client, by name: `(connection, options)` to a promise.

const INSTANCE = 'inst-1';
const at = { instanceName: INSTANCE };
const links = { self: '/x/' };

/** Attributes that pass validation, per model. */
const attributes = (secrets) => ({
  ApiKey: { ...at, description: 'd' },
  Instance: { name: 'inst-1', description: 'd' },
  Admin: { ...at, role: 'full' },
  InstanceInvitation: { ...at, email: 'a@b.example', role: 'full' },
  Invitation: { email: 'a@b.example' },
  User: { ...at, username: 'u', password: secrets.password },
  Group: { ...at, label: 'l' },
});

function accountCalls(secrets) {
  const login = { email: 'a@b.example', password: secrets.password };
  const passwords = { current_password: secrets.password, new_password: secrets.password };
  return {
    'Account.register': (c, o) => c.Account.register(login, o),
    'Account.login': (c, o) => c.Account.login(login, true, o),
    'Account.socialLogin': (c, o) => c.Account.socialLogin('github', secrets.socialToken, o),
    'Account.getUserDetails': (c, o) => c.Account.getUserDetails(o),
    'Account.update': (c, o) => c.Account.update({ first_name: 'f' }, o),
    'Account.activate': (c, o) => c.Account.activate({ uid: 'u', token: secrets.socialToken }, o),
    'Account.resendEmail': (c, o) => c.Account.resendEmail('a@b.example', o),
    'Account.changePassword': (c, o) => c.Account.changePassword(passwords, o),
    'Account.setPassword': (c, o) => c.Account.setPassword(secrets.password, o),
    'Account.resetPassword': (c, o) => c.Account.resetPassword('a@b.example', o),
    'Account.confirmPasswordReset': (c, o) =>
      c.Account.confirmPasswordReset({ uid: 'u', token: secrets.socialToken, new_password: secrets.password }, o),
    'Account.resetKey': (c, o) => c.Account.resetKey(o),
    'Account.makeRequest': (c, o) => c.Account.makeRequest('POST', '/v1.1/account/', { payload: login, ...o }),
    'Account.makeRequest as text': (c, o) =>
      c.Account.makeRequest('GET', '/v1.1/account/', { responseAttr: 'text', ...o }),
  };
}

/** Queries of one model: the arguments of each method. */
const QUERY_ARGUMENTS = (secrets, name) => {
  const id = name === 'Instance' ? { name: INSTANCE } : { ...at, id: 7 };
  const own = attributes(secrets)[name];
  const member = [{ ...at, user: 9, id: 7 }];
  return {
    list: [at],
    get: [id],
    create: [own],
    delete: [id],
    update: [id, name === 'User' ? { password: secrets.password } : { description: 'd' }],
    reset: [id],
    resend: [id],
    resetKey: [id],
    rename: [id, { new_name: 'other-1' }],
    getOrCreate: [id, own],
    updateOrCreate: [id, { description: 'e' }, own],
    cacheKey: ['c'],
    setGlobalConfig: [id, { a: 1 }],
    getGlobalConfig: [id],
    accept: [secrets.socialToken],
    login: [at, { username: 'u', password: secrets.password }],
    socialLogin: [{ ...at, backend: 'github' }, { access_token: secrets.socialToken }],
    getGroups: [{ ...at, user: 9 }],
    getGroup: member,
    addGroup: [{ ...at, user: 9 }, { group: 7 }],
    deleteGroup: member,
    getDetails: member,
    groupUsers: [{ ...at, id: 7 }],
    addUserToGroup: [{ ...at, id: 7 }, { user: 9 }],
    deleteUserFromGroup: member,
    users: [{ ...at, id: 7 }],
    addUser: [{ ...at, id: 7 }, { user: 9 }],
    deleteUser: member,
    getUserDetails: member,
    getUserGroups: [{ ...at, user: 9 }],
    getUserGroup: member,
    addUserGroup: [{ ...at, user: 9 }, { group: 7 }],
    deleteUserGroup: member,
  };
};

/** Methods of the model itself: how each is called on a model of a server's answer. */
const MODEL_CALLS = {
  ApiKey: { reset: (m, o) => m.reset(o) },
  Instance: {
    rename: (m, o) => m.rename({ new_name: 'other-1' }, o),
    setGlobalConfig: (m, o) => m.setGlobalConfig({ a: 1 }, o),
    getGlobalConfig: (m, o) => m.getGlobalConfig(o),
  },
  Admin: {},
  InstanceInvitation: { resend: (m, o) => m.resend(o) },
  Invitation: { accept: (m, o, secrets) => m.accept(secrets.socialToken, o) },
  User: {
    resetKey: (m, o) => m.resetKey(o),
    getGroups: (m, o) => m.getGroups(o),
    getGroup: (m, o) => m.getGroup({ id: 7 }, o),
    addGroup: (m, o) => m.addGroup({ group: 7 }, o),
    deleteGroup: (m, o) => m.deleteGroup({ id: 7 }, o),
  },
  Group: {
    users: (m, o) => m.users(o),
    addUser: (m, o) => m.addUser({ user: 9 }, o),
    getUserDetails: (m, o) => m.getUserDetails({ user: 9 }, o),
    deleteUser: (m, o) => m.deleteUser({ user: 9 }, o),
  },
};

export const MODEL_NAMES = Object.keys(MODEL_CALLS);
const NO_WRITE = ['InstanceInvitation', 'Invitation'];

function modelCalls(secrets) {
  const calls = {};
  for (const name of MODEL_NAMES) {
    const own = attributes(secrets)[name];
    const stored = (c) => c[name].fromJSON({ ...own, id: 7, links }, at);
    if (name !== 'Admin' && name !== 'Invitation') calls[`${name}.save of a new one`] = (c, o) => c[name](own).save(o);
    if (!NO_WRITE.includes(name)) {
      calls[`${name}.save`] = (c, o) => stored(c).save(o);
      calls[`${name}.update`] = (c, o) => c[name]({ ...own, id: 7 }).update(o);
    }
    calls[`${name}.delete`] = (c, o) => stored(c).delete(o);
    for (const [method, call] of Object.entries(MODEL_CALLS[name])) {
      calls[`${name}.${method}`] = (c, o) => call(stored(c), o, secrets);
    }
  }
  return calls;
}

const request = (query) => query.request().then(([value]) => value);

function queryCalls(secrets, methodsOf) {
  const calls = {};
  for (const name of MODEL_NAMES) {
    for (const method of methodsOf(name)) {
      const given = QUERY_ARGUMENTS(secrets, name)[method];
      const label = `${name}.please().${method}`;
      if (method === 'rotate') {
        calls[label] = (c, o) => c.ApiKey.please().withOptions(o).rotate({ ...at, id: 7 }, async () => {});
      } else if (method === 'bulkCreate') {
        calls[label] = (c, o) =>
          name === 'Invitation'
            ? c.Invitation.please().withOptions(o).bulkCreate([c.InstanceInvitation(attributes(secrets).InstanceInvitation)])
            : c[name].please().withOptions(o).bulkCreate([c[name](attributes(secrets)[name])]);
      } else if (given === undefined) {
        throw new Error(`there are no arguments for ${label}`);
      } else {
        calls[label] = (c, o) => {
          const made = c[name].please(at).withOptions(o)[method](...given);
          return typeof made.request === 'function' ? request(made) : made;
        };
      }
    }
  }
  return calls;
}

const events = (emitter, good, bad) =>
  new Promise((resolve, reject) => {
    emitter.on(good, resolve);
    emitter.on(bad, reject);
  });

function otherCalls() {
  return {
    'please().first': (c, o) => c.Instance.please().withOptions(o).first(),
    'please().all': (c, o) => events(c.Instance.please().withOptions(o).all(), 'stop', 'error'),
    'for await': async (c, o) => {
      for await (const each of c.Instance.please().withOptions(o)) void each;
    },
    'please().raw': (c, o) => request(c.Instance.please().withOptions(o).list().raw()),
    'please().templateResponse': (c, o) => request(c.Instance.please().withOptions(o).list().templateResponse('t')),
    'BatchManager.batch': (c, o) =>
      c.BatchManager(at).addSingleObject(c.Group({ ...at, label: 'l' }), 'create').batch(o),
    'Monitor.makeRequest': (c, o) => c.Monitor.makeRequest('GET', '/', o),
  };
}

/** Every call; `methodsOf(name)` gives the query methods of a model that the client itself lists. */
export function everyCall(secrets, methodsOf) {
  return { ...accountCalls(secrets), ...modelCalls(secrets), ...queryCalls(secrets, methodsOf), ...otherCalls() };
}

/** One question to the monitor, which takes no options. */
export const ping = (connection) => {
  const told = events(connection.Monitor, 'connected', 'disconnected');
  connection.Monitor.ping();
  return told;
};

/** The query methods of a model beyond those that every model has. */
export const methodsOf = (connection) => (name) => {
  const own = Object.getPrototypeOf(connection[name].please());
  return Object.getOwnPropertyNames(own).filter((method) => method !== 'constructor');
};

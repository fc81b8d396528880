// Users of an instance, their keys and their groups.

// D20: the users of a group know their instance.
const inInstance = (page) => ({ ...page, $page: page.$page.map((user) => ({ ...user, instanceName: 'inst-1' })) });

const I = { instanceName: 'inst-1' };
const one = { ...I, id: 9 };
const two = { apiKey: 'API', userKey: 'UK', accountKey: null };

const calls = [
  ['list', 'lists the users', [I]],
  ['get', 'reads one user', [one]],
  ['create', 'makes a user', [{ ...I, username: 'bob', password: 'pw', profile: { group: 1 } }]],
  ['update', 'changes one user', [one, { username: 'n' }]],
  ['delete', 'deletes one user', [one]],
  ['resetKey', 'gives a user a new key', [one]],
  ['login', 'signs a user in', [I, { username: 'bob', password: 'pw' }]],
  ['socialLogin', 'signs a user in through another service', [{ ...I, backend: 'facebook' }, { access_token: 'T' }]],
  ['first', 'gives the first user', [I]],
  ['getGroups', 'lists the groups of a user', [{ ...I, user: 9 }]],
  ['getGroup', 'reads one group of a user', [{ ...I, user: 9, id: 3 }]],
  ['addGroup', 'puts a user into a group', [{ ...I, user: 9 }, { group: 3 }]],
  ['groupUsers', 'lists the users of a group', [{ ...I, id: 3 }], { by: ['D20'], value: inInstance }],
  ['getDetails', 'reads one user of a group', [{ ...I, id: 3, user: 9 }]],
  ['deleteGroup', 'takes a user out of a group', [{ ...I, user: 9, id: 3 }]],
  ['deleteUserFromGroup', 'takes a user out of a group', [{ ...I, id: 3, user: 9 }], { by: ['D20'], value: { instanceName: 'inst-1', id: 9 } }],
  ['addUserToGroup', 'puts a user into a group', [{ ...I, id: 3 }, { user: 9 }]],
];

export const scenarios = [
  ...calls.map(([name, what, args, differs]) => ({
    differs,
    title: `User.please().${name} ${what}`,
    covers: [`User.please().${name}`],
    args: { name, args },
    run: async ({ connect, args: { name, args } }) => connect().User.please()[name](...args),
  })),
  {
    title: 'User.please().bulkCreate makes several users',
    covers: ['User.please().bulkCreate'],
    run: async ({ connect }) => {
      const { User } = connect();
      return User.please().bulkCreate(['a', 'b'].map((username) => User({ instanceName: 'inst-1', username, password: 'pw' })));
    },
  },
  {
    title: 'User.please().login sets the user key, and socialLogin does not',
    covers: ['User.please().login', 'User.please().socialLogin'],
    run: async ({ connect }) => {
      const c = connect();
      await c.User.please().socialLogin({ instanceName: 'inst-1', backend: 'google' }, { access_token: 'T' });
      const before = c.getUserKey();
      await c.User.please().login({ instanceName: 'inst-1' }, { username: 'bob', password: 'pw' });
      return [before, c.getUserKey()];
    },
  },
  {
    title: 'User.please().get with an API key and a user key reads the own profile',
    covers: ['User.please().get'],
    args: two,
    run: async ({ connect, args }) => connect(args).User.please().get({ instanceName: 'inst-1' }),
  },
  {
    title: 'User.please().update with an API key and a user key changes the own profile',
    covers: ['User.please().update'],
    args: two,
    run: async ({ connect, args }) => connect(args).User.please().update({ instanceName: 'inst-1' }, { username: 'n' }),
  },
  {
    title: 'User.please().get with an account key next to both keys reads the user that is asked for',
    covers: ['User.please().get'],
    args: { ...two, accountKey: 'AK' },
    run: async ({ connect, args }) => connect(args).User.please().get({ instanceName: 'inst-1', id: 9 }),
  },
  {
    title: 'a new User is saved with POST and deleted with DELETE',
    covers: ['User', 'User#save', 'User#delete', 'User#isNew'],
    run: async ({ connect }) => {
      const { User } = connect();
      const user = User({ instanceName: 'inst-1', username: 'bob', password: 'pw' });
      return [await user.save(), user.isNew(), await User({ instanceName: 'inst-1', id: 9 }).delete()];
    },
  },
  {
    title: 'a stored User with a password is written with PUT',
    covers: ['User#save'],
    run: async ({ connect }) => {
      await connect().User({ instanceName: 'inst-1', id: 9, username: 'bob', password: 'pw', user_key: 'K', links: {} }).save();
    },
    differs: {
      by: ['D14'],
      requests: [
        {
          method: 'PUT',
          path: '/v1.1/instances/inst-1/users/9/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { username: 'bob', password: 'pw' },
        },
      ],
    },
  },
  {
    title: 'User#resetKey gives a model with the new key',
    covers: ['User#resetKey'],
    run: async ({ connect }) => {
      const user = await connect().User.please().get({ instanceName: 'inst-1', id: 9 });
      return user.resetKey();
    },
  },
  {
    title: 'User#getGroups, getGroup and addGroup lead to groups',
    covers: ['User#getGroups', 'User#getGroup', 'User#addGroup'],
    run: async ({ connect }) => {
      const user = connect().User({ instanceName: 'inst-1', id: 9 });
      return [await user.getGroups(), await user.getGroup({ id: 3 }), await user.addGroup({ group: 3 })];
    },
  },
];

// Groups of users.

// D20: the users of a group know their instance.
const inInstance = (page) => ({ ...page, $page: page.$page.map((user) => ({ ...user, instanceName: 'inst-1' })) });

const I = { instanceName: 'inst-1' };
const one = { ...I, id: 3 };

const calls = [
  ['list', 'lists the groups', [I]],
  ['get', 'reads one group', [one]],
  ['create', 'makes a group', [{ ...I, label: 'staff', description: 'd' }]],
  ['update', 'changes one group', [one, { label: 'n' }]],
  ['delete', 'deletes one group', [one]],
  ['first', 'gives the first group', [I]],
  ['getOrCreate', 'gives what is there', [one, { label: 'x' }]],
  ['updateOrCreate', 'changes what is there', [one, { label: 'u' }, { label: 'c' }]],
  ['cacheKey', 'adds its parameter', ['abc'], I],
  ['users', 'lists the users of a group', [one], undefined, { by: ['D20'], value: inInstance }],
  ['addUser', 'puts a user into a group', [one, { user: 9 }]],
  ['getUserDetails', 'reads one user of a group', [{ ...one, user: 9 }]],
  ['deleteUser', 'takes a user out of a group', [{ ...one, user: 9 }], undefined, { by: ['D20'], value: { instanceName: 'inst-1', id: 9 } }],
  ['deleteUserGroup', 'takes a user out of a group', [{ ...I, user: 9, id: 3 }]],
  ['getUserGroups', 'lists the groups of a user', [{ ...I, user: 9 }]],
  ['getUserGroup', 'reads one group of a user', [{ ...I, user: 9, id: 3 }]],
  ['addUserGroup', 'puts a user into a group', [{ ...I, user: 9 }, { group: 3 }]],
];

export const scenarios = [
  ...calls.map(([name, what, args, properties, differs]) => ({
    differs,
    title: `Group.please().${name} ${what}`,
    covers: [`Group.please().${name}`],
    args: { name, args, properties },
    run: async ({ connect, args: { name, args, properties } }) => connect().Group.please(properties)[name](...args),
  })),
  {
    title: 'Group.please().bulkCreate makes several groups',
    covers: ['Group.please().bulkCreate'],
    run: async ({ connect }) => {
      const { Group } = connect();
      return Group.please().bulkCreate(['a', 'b'].map((label) => Group({ instanceName: 'inst-1', label })));
    },
  },
  {
    title: 'a new Group is saved with POST and deleted with DELETE',
    covers: ['Group', 'Group#save', 'Group#delete'],
    run: async ({ connect }) => {
      const { Group } = connect();
      return [await Group({ instanceName: 'inst-1', label: 'staff' }).save(), await Group({ instanceName: 'inst-1', id: 3 }).delete()];
    },
  },
  {
    title: 'a stored Group is written without its id and its instance',
    covers: ['Group#save'],
    run: async ({ connect }) => {
      await connect().Group({ instanceName: 'inst-1', id: 3, label: 'staff', links: {} }).save();
    },
    differs: {
      by: ['D14'],
      requests: [
        {
          method: 'PUT',
          path: '/v1.1/instances/inst-1/groups/3/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { label: 'staff' },
        },
      ],
    },
  },
  {
    title: 'Group#users, addUser and getUserDetails lead to users',
    covers: ['Group#users', 'Group#addUser', 'Group#getUserDetails'],
    run: async ({ connect }) => {
      const group = connect().Group({ instanceName: 'inst-1', id: 3 });
      return [await group.users(), await group.addUser({ user: 9 }), await group.getUserDetails({ user: 9 })];
    },
    differs: { by: ['D20'], value: ([page, ...rest]) => [inInstance(page), ...rest] },
  },
];

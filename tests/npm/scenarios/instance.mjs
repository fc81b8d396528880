// Instances: models, queries, configuration and what hangs on them.

const calls = [
  ['list', 'lists the instances', []],
  ['get', 'reads one instance', [{ name: 'inst-1' }]],
  ['get', 'takes the name as instanceName of please, too', [{}], { instanceName: 'inst-1' }],
  ['create', 'makes an instance', [{ name: 'inst-1', description: 'd', metadata: { a: 1 } }]],
  ['update', 'changes one instance', [{ name: 'inst-1' }, { description: 'n' }]],
  ['delete', 'deletes one instance', [{ name: 'inst-1' }]],
  ['first', 'gives the first instance', []],
  ['rename', 'gives an instance another name', [{ name: 'inst-1' }, { new_name: 'inst-2' }]],
  ['setGlobalConfig', 'writes the configuration and gives a model with it', [{ name: 'inst-1' }, { a: 1 }]],
  ['getGlobalConfig', 'reads the configuration as a model with it', [{ name: 'inst-1' }]],
  ['getOrCreate', 'gives what is there', [{ name: 'inst-1' }, { description: 'x' }]],
  ['updateOrCreate', 'changes what is there', [{ name: 'inst-1' }, { description: 'u' }, { description: 'c' }]],
];

const missingAtFirst = [{ status: 404, json: { detail: 'Not found.' } }, { status: 201, json: { name: 'inst-1', links: {} } }];

const put = (path, body) => ({
  method: 'PUT',
  path,
  headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
  body,
});

const writable = {
  Instance: [{ name: 'inst-1', description: 'd', role: 'full' }, '/v1.1/instances/inst-1/', { description: 'd' }],
  Admin: [{ instanceName: 'inst-1', id: 5, role: 'read', email: 'e' }, '/v1.1/instances/inst-1/admins/5/', { role: 'read' }],
  User: [{ instanceName: 'inst-1', id: 5, username: 'u', password: 'p', user_key: 'K' }, '/v1.1/instances/inst-1/users/5/', { username: 'u', password: 'p' }],
  Group: [{ instanceName: 'inst-1', id: 5, label: 'l' }, '/v1.1/instances/inst-1/groups/5/', { label: 'l' }],
};

export const scenarios = [
  ...Object.entries(writable).map(([model, [attributes, path, body]]) => ({
    title: `${model}#update writes with PUT, and without what only the server sets`,
    covers: [`${model}#update`],
    args: { model, attributes },
    run: async ({ connect, args: { model, attributes } }) => {
      await connect()[model](attributes).update();
    },
    differs: { by: ['D14', 'D25'], requests: [put(path, body)] },
  })),
  ...calls.map(([name, what, args, properties]) => ({
    title: `Instance.please().${name} ${what}`,
    covers: [`Instance.please().${name}`],
    args: { name, args, properties },
    run: async ({ connect, args: { name, args, properties } }) => connect().Instance.please(properties)[name](...args),
  })),
  {
    title: 'Instance.please().setGlobalConfig and getGlobalConfig take a model',
    covers: ['Instance.please().setGlobalConfig', 'Instance.please().getGlobalConfig'],
    run: async ({ connect }) => {
      const { Instance } = connect();
      const instance = await Instance.please().get({ name: 'inst-1' });
      return [
        (await Instance.please().setGlobalConfig(instance, { b: 1 })).config,
        (await Instance.please().getGlobalConfig(instance)).config,
      ];
    },
  },
  {
    title: 'Instance.please().getOrCreate creates what is not there',
    covers: ['Instance.please().getOrCreate'],
    answers: missingAtFirst,
    run: async ({ connect }) => connect().Instance.please().getOrCreate({ name: 'inst-1' }, { description: 'x' }),
  },
  {
    title: 'Instance.please().updateOrCreate creates what is not there',
    covers: ['Instance.please().updateOrCreate'],
    answers: missingAtFirst,
    run: async ({ connect }) =>
      connect().Instance.please().updateOrCreate({ name: 'inst-1' }, { description: 'u' }, { description: 'c' }),
  },
  {
    title: 'Instance.please().cacheKey adds its parameter',
    covers: ['Instance.please().cacheKey'],
    run: async ({ connect }) => (await connect().Instance.please().list().cacheKey('abc')).length,
  },
  {
    title: 'Instance.please().bulkCreate makes several instances',
    covers: ['Instance.please().bulkCreate'],
    run: async ({ connect }) => {
      const { Instance } = connect();
      return Instance.please().bulkCreate([Instance({ name: 'inst-1' }), Instance({ name: 'inst-2' })]);
    },
  },
  {
    title: 'an instance is listed with an API key alone',
    covers: ['Instance.please().list'],
    run: async ({ Syncano, base }) => Syncano({ baseUrl: base, apiKey: 'API', defaults: {} }).Instance.please().list(),
  },
  {
    title: 'a new Instance is saved with POST, and again it is new itself',
    covers: ['Instance', 'Instance#save', 'Instance#isNew'],
    run: async ({ connect }) => {
      const instance = connect().Instance({ name: 'inst-1', description: 'd', metadata: {} });
      return [await instance.save(), instance.isNew()];
    },
  },
  {
    title: 'a fetched Instance is written without its name, its role and its owner',
    covers: ['Instance#save'],
    run: async ({ connect }) => {
      const instance = connect().Instance({ name: 'inst-1', description: 'x', role: 'full', owner: { id: 3 }, metadata: {}, links: {} });
      await instance.save();
    },
    differs: { by: ['D14'], requests: [put('/v1.1/instances/inst-1/', { description: 'x', metadata: {} })] },
  },
  {
    title: 'an Instance is deleted, renamed and configured through its model',
    covers: ['Instance#delete', 'Instance#rename', 'Instance#setGlobalConfig', 'Instance#getGlobalConfig'],
    run: async ({ connect }) => {
      const { Instance } = connect();
      const instance = await Instance.please().get({ name: 'inst-1' });
      return [
        await instance.rename({ new_name: 'inst-2' }),
        await Instance({ name: 'inst-3' }).rename(),
        await instance.setGlobalConfig({ a: 1 }),
        await instance.setGlobalConfig(),
        await instance.getGlobalConfig(),
        await instance.delete(),
        instance.name,
      ];
    },
  },
  ...['apiKeys', 'admins', 'users', 'groups', 'instanceInvitations'].map((accessor) => ({
    title: `Instance#${accessor} asks in its own instance`,
    covers: [`Instance#${accessor}`],
    args: accessor,
    run: async ({ connect, args: accessor }) => {
      const { Instance } = connect();
      const fetched = await Instance.please().get({ name: 'inst-1' });
      return [
        await Instance({ name: 'other-1' })[accessor]().list(),
        await fetched[accessor]().get({ id: 4 }),
        await fetched[accessor]({ instanceName: 'third-1' }).list(),
      ];
    },
  })),
  {
    title: 'Instance#apiKeys creates, resets and deletes in its own instance',
    covers: ['Instance#apiKeys'],
    run: async ({ connect }) => {
      const instance = connect().Instance({ name: 'other-1' });
      return [await instance.apiKeys().create({ description: 'd' }), await instance.apiKeys().reset({ id: 3 }), await instance.apiKeys().delete({ id: 3 })];
    },
  },
  {
    title: 'Instance#toBatchObject describes creation and deletion',
    covers: ['Instance#toBatchObject'],
    run: ({ connect }) => {
      const instance = connect().Instance({ name: 'inst-1', description: 'd' });
      return [instance.toBatchObject('create'), instance.toBatchObject('delete').path];
    },
  },
];

// API keys: models and queries.

const calls = [
  ['list', 'lists the keys of an instance', [{ instanceName: 'inst-1' }]],
  ['list', 'takes query parameters', [{ instanceName: 'inst-1' }, { page_size: 5, foo: ['a', 'b'], 'b a': 'x&y' }]],
  ['get', 'reads one key', [{ instanceName: 'inst-1', id: 7 }]],
  ['update', 'changes one key', [{ instanceName: 'inst-1', id: 7 }, { description: 'n', ignore_acl: true }]],
  ['update', 'sends an empty change when it is given none', [{ instanceName: 'inst-1', id: 7 }]],
  ['delete', 'deletes one key and resolves with what was asked for', [{ instanceName: 'inst-1', id: 7 }]],
  ['reset', 'gives one key a new value', [{ instanceName: 'inst-1', id: 7 }]],
  ['first', 'gives the first key', [{ instanceName: 'inst-1' }, { a: 1 }]],
];

export const scenarios = [
  ...calls.map(([name, what, args]) => ({
    title: `ApiKey.please().${name} ${what}`,
    covers: [`ApiKey.please().${name}`],
    args: { name, args },
    run: async ({ connect, args: { name, args } }) => connect().ApiKey.please()[name](...args),
  })),
  {
    title: 'ApiKey.please().create makes a key from attributes',
    covers: ['ApiKey.please().create'],
    run: async ({ connect }) => {
      const key = await connect().ApiKey.please().create({ instanceName: 'inst-1', description: 'd', allow_user_create: true });
      return [key, key.isNew(), key.created_at instanceof Date];
    },
  },
  {
    title: 'ApiKey.please().create joins the properties of please with its own',
    covers: ['ApiKey.please().create'],
    run: async ({ connect }) => connect().ApiKey.please({ instanceName: 'inst-1' }).create({ description: 'd' }),
  },
  {
    title: 'ApiKey.please().bulkCreate saves one model after the other',
    covers: ['ApiKey.please().bulkCreate'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      const models = ['a', 'b'].map((description) => ApiKey({ instanceName: 'inst-1', description }));
      return [await ApiKey.please().bulkCreate(models), await ApiKey.please().bulkCreate([]), models.map((model) => model.isNew())];
    },
  },
  {
    title: 'ApiKey.please().bulkCreate stops at the first failure',
    covers: ['ApiKey.please().bulkCreate'],
    answers: [{ status: 201, json: { id: 1, links: {} } }, { status: 400, json: { description: ['no'] } }],
    run: async ({ connect, outcome }) => {
      const { ApiKey } = connect();
      return outcome(ApiKey.please().bulkCreate(['a', 'b', 'c'].map((description) => ApiKey({ instanceName: 'inst-1', description }))));
    },
  },
  {
    title: 'a new ApiKey is saved with what it was given, and stays new itself',
    covers: ['ApiKey', 'ApiKey#save', 'ApiKey#isNew'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      const attributes = { instanceName: 'inst-1', description: 'd' };
      const key = ApiKey(attributes);
      const saved = await key.save();
      return [saved, key, key.isNew(), saved.isNew(), attributes];
    },
  },
  {
    title: 'an ApiKey made with new is the same as one made without',
    covers: ['ApiKey'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      return [new ApiKey({ instanceName: 'inst-1' }), ApiKey({ instanceName: 'inst-1' }), ApiKey(), new ApiKey(null), typeof ApiKey];
    },
  },
  {
    title: 'a fetched ApiKey is written with PUT, without its key, its id and its instance',
    covers: ['ApiKey#save'],
    run: async ({ connect }) => {
      const key = await connect().ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
      key.description = 'new';
      return (await key.save()).description;
    },
    differs: {
      by: ['D14'],
      requests: [
        { method: 'GET', path: '/v1.1/instances/inst-1/api_keys/1/', headers: { accept: 'application/json', 'x-api-key': 'AK' }, body: null },
        {
          method: 'PUT',
          path: '/v1.1/instances/inst-1/api_keys/1/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { description: 'new', ignore_acl: false, allow_user_create: true, allow_anonymous_read: false },
        },
      ],
    },
  },
  {
    title: 'a fetched ApiKey can be updated, with PUT',
    covers: ['ApiKey#update'],
    run: async ({ connect }) => {
      const key = connect().ApiKey({ instanceName: 'inst-1', id: 1, description: 'x' });
      await key.update();
      return typeof key.update;
    },
    differs: {
      by: ['D14', 'D25'],
      requests: [
        {
          method: 'PUT',
          path: '/v1.1/instances/inst-1/api_keys/1/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { description: 'x' },
        },
      ],
      value: 'function',
    },
  },
  {
    title: 'an ApiKey is deleted, whether or not it was fetched, and gives the raw answer',
    covers: ['ApiKey#delete'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      const fetched = await ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
      return [await fetched.delete(), await ApiKey({ instanceName: 'inst-1', id: 2 }).delete()];
    },
  },
  {
    title: 'ApiKey#reset gives the raw answer, and the model has its new key',
    covers: ['ApiKey#reset'],
    run: async ({ connect }) => {
      const key = await connect().ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
      const raw = await key.reset();
      return [raw.api_key, typeof raw.created_at, key.api_key];
    },
    differs: { by: ['D10'], value: ['FRESH', 'string', 'FRESH'] },
  },
  {
    title: 'ApiKey#toJSON leaves out links and the dates of the server',
    covers: ['ApiKey#toJSON'],
    run: async ({ connect }) => {
      const key = await connect().ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
      return [key.toJSON(), JSON.parse(JSON.stringify({ key }))];
    },
  },
  {
    title: 'ApiKey#toBatchObject of a new key describes its creation',
    covers: ['ApiKey#toBatchObject'],
    run: ({ connect, thrown }) => {
      const key = connect().ApiKey({ instanceName: 'inst-1', description: 'd' });
      return [key.toBatchObject('create'), ...['save', undefined].map((action) => thrown(() => key.toBatchObject(action)).error?.name)];
    },
  },
  {
    title: 'ApiKey#toBatchObject of a stored key carries what is changed, and neither its key nor its id',
    covers: ['ApiKey#toBatchObject'],
    run: ({ connect }) => {
      const key = connect().ApiKey({ instanceName: 'inst-1', id: 1, api_key: 'K', description: 'd', links: {} });
      return [key.toBatchObject('update'), key.toBatchObject('delete')];
    },
    differs: {
      by: ['D14'],
      value: [
        { method: 'PATCH', path: '/v1.1/instances/inst-1/api_keys/1/', body: { description: 'd' } },
        { method: 'DELETE', path: '/v1.1/instances/inst-1/api_keys/1/', body: {} },
      ],
    },
  },
  {
    title: 'ApiKey#serialize and ApiKey.fromJSON make models of raw data, with dates',
    covers: ['ApiKey#serialize', 'ApiKey.fromJSON'],
    run: ({ connect }) => {
      const { ApiKey } = connect();
      const raw = { id: 4, instanceName: 'own', created_at: '2015-01-01T00:00:00Z', updated_at: null, executed_at: '2015-01-01T00:00:00.5Z', other_at: 'x' };
      return [
        ApiKey({ instanceName: 'inst-1', id: 3, description: 'd' }).serialize({ api_key: 'K' }),
        ApiKey.fromJSON(raw, { instanceName: 'inst-1', extra: 1 }),
        ApiKey.fromJSON({ created_at: 0 }),
        ApiKey.fromJSON({ created_at: 'nonsense' }),
      ];
    },
  },
  {
    title: 'ApiKey.getMeta describes the endpoints',
    covers: ['ApiKey.getMeta', 'ApiKey#getMeta', 'ApiKey.getConfig', 'ApiKey#getConfig', 'ApiKey.getDefaultProperties', 'ApiKey#getDefaultProperties'],
    run: ({ connect }) => {
      const c = connect();
      const meta = c.ApiKey.getMeta();
      const { name, pluralName, endpoints } = meta;
      const key = c.ApiKey({});
      return [
        name,
        pluralName,
        [...meta.properties].sort(),
        endpoints,
        meta.resolveEndpointPath('detail', { instanceName: 'inst-1', id: 5 }),
        meta.findAllowedMethod('detail', 'PUT', 'PATCH'),
        meta.findAllowedMethod('list', 'PUT', 'POST'),
        key.getMeta().name,
        c.ApiKey.getConfig() === c,
        key.getConfig() === c,
        c.ApiKey.getDefaultProperties(),
        key.getDefaultProperties(),
      ];
    },
  },
  {
    title: 'ApiKey.setConfig gives a factory of another connection',
    covers: ['ApiKey.setConfig'],
    run: async ({ connect }) => {
      const other = connect({ accountKey: 'OTHER' });
      const ApiKey = connect().ApiKey.setConfig(other);
      await ApiKey.please().get({ instanceName: 'inst-1', id: 1 });
      await ApiKey({ instanceName: 'inst-1' }).save();
      return ApiKey.getConfig() === other;
    },
  },
  {
    title: 'ApiKey#makeRequest and a query send to any path',
    covers: ['ApiKey#makeRequest', 'ApiKey#buildUrl', 'ApiKey.please().makeRequest', 'ApiKey#log'],
    run: async ({ connect, base }) => {
      const { ApiKey } = connect();
      const key = ApiKey({});
      key.log('nothing');
      return [
        await key.makeRequest('GET', '/v1.1/account/'),
        await ApiKey.please().makeRequest('GET', '/v1.1/account/'),
        key.buildUrl('/x/') === `${base}/x/`,
      ];
    },
  },
  {
    title: 'the example of the manual creates a key',
    covers: ['ApiKey.please().create'],
    run: async ({ Syncano, base }) => {
      const connection = new Syncano({ baseUrl: base, accountKey: 'ACCOUNT_KEY' });
      const query = { instanceName: 'INSTANCE_NAME' };
      return connection.ApiKey.please()
        .create(query)
        .then((key) => key.api_key);
    },
  },
];

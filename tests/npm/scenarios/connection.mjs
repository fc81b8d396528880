// Connections: options, keys, and what hangs on them.

export const scenarios = [
  {
    title: 'a connection is made with and without new, and with no options at all',
    covers: ['Syncano'],
    run: ({ Syncano }) => [Syncano(), new Syncano(), Syncano(null), Syncano(5), Syncano(undefined), Syncano.create()].map((c) => c.getBaseUrl()),
  },
  {
    title: 'what is not given has its default',
    covers: ['Syncano'],
    run: ({ Syncano }) => {
      const c = Syncano({});
      return [c.baseUrl, c.accountKey, c.apiKey, c.userKey, c.socialToken, c.progressCallback, c.getInstanceName() === undefined];
    },
  },
  {
    title: 'options that are undefined or null leave the keys unset',
    covers: ['Syncano'],
    run: async ({ connect }) => {
      const c = connect({ accountKey: undefined, apiKey: null, userKey: undefined, socialToken: undefined });
      await c.Account.getUserDetails();
    },
  },
  {
    title: 'options that are not known can be read from the connection',
    covers: ['Syncano'],
    run: ({ connect }) => {
      const shout = (text) => text.toUpperCase();
      const c = connect({ user: { name: 'ada' }, shout });
      return [c.user, c.shout('a')];
    },
  },
  {
    title: 'every setter can be chained, and every getter tells what was set',
    covers: [
      'connection.setAccountKey', 'connection.getAccountKey', 'connection.setApiKey', 'connection.getApiKey',
      'connection.setUserKey', 'connection.getUserKey', 'connection.setSocialToken', 'connection.getSocialToken',
      'connection.setBaseUrl', 'connection.getBaseUrl', 'connection.setInstanceName', 'connection.getInstanceName',
      'connection.onProgress',
    ],
    run: ({ connect }) => {
      const c = connect();
      const last = c
        .setAccountKey('A').setApiKey('B').setUserKey('C').setSocialToken('D')
        .setBaseUrl('http://localhost:9').setInstanceName('inst-9').onProgress(() => 1);
      return [
        last === c, c.getAccountKey(), c.getApiKey(), c.getUserKey(), c.getSocialToken(), c.getBaseUrl(), c.getInstanceName(),
        c.accountKey, c.apiKey, c.userKey, c.socialToken, c.baseUrl, c.defaults, typeof c.progressCallback,
      ];
    },
  },
  {
    title: 'keys are set by assignment, too, and null clears them',
    covers: ['connection.accountKey', 'connection.apiKey', 'connection.userKey', 'connection.socialToken'],
    run: async ({ connect }) => {
      const c = connect();
      c.apiKey = 'B';
      c.userKey = 'C';
      await c.Account.getUserDetails();
      c.apiKey = null;
      c.userKey = null;
      c.accountKey = null;
      await c.Account.getUserDetails();
      return [c.accountKey, c.apiKey, c.userKey];
    },
  },
  {
    title: 'setInstanceName with nothing clears the default instance',
    covers: ['connection.setInstanceName'],
    run: ({ connect }) => ['', null, undefined].map((name) => connect({ defaults: { instanceName: 'inst-1' } }).setInstanceName(name).getInstanceName()),
  },
  ...[
    [{ accountKey: null }, 'nothing'],
    [{ accountKey: 'A' }, 'an account key'],
    [{ accountKey: null, apiKey: 'B' }, 'an API key'],
    [{ accountKey: 'A', apiKey: 'B' }, 'both, of which the API key wins'],
    [{ accountKey: null, userKey: 'C' }, 'a user key'],
    [{ accountKey: null, socialToken: 'T' }, 'a social token'],
    [{ accountKey: 'A', apiKey: 'B', userKey: 'C', socialToken: 'T' }, 'all four'],
    [{ accountKey: '', apiKey: false }, 'empty values'],
  ].map(([options, what]) => ({
    title: `the headers of a connection with ${what}`,
    covers: ['Syncano'],
    args: options,
    run: async ({ connect, args }) => {
      await connect(args).Account.register({ email: 'a@b.co' });
    },
  })),
  {
    title: 'keys are read when a call is sent: models and queries of before use the new one',
    covers: ['connection.setAccountKey'],
    run: async ({ connect }) => {
      const c = connect();
      const key = c.ApiKey({ instanceName: 'inst-1', id: 1 });
      const query = c.ApiKey.please({ instanceName: 'inst-1' });
      c.setAccountKey('NEW');
      await key.delete();
      await query;
    },
  },
  {
    title: 'factories work when they are taken off the connection, each for its own',
    covers: ['Syncano'],
    run: async ({ connect }) => {
      const { ApiKey } = connect({ accountKey: 'FIRST' });
      const { ApiKey: Other } = connect({ accountKey: 'SECOND' });
      await ApiKey.please({ instanceName: 'inst-1' });
      await Other.please({ instanceName: 'inst-1' });
      return ApiKey === Other;
    },
  },
  {
    title: 'a default instance name serves queries and models of before and after',
    covers: ['connection.setInstanceName'],
    run: async ({ connect }) => {
      const c = connect().setInstanceName('inst-1');
      await c.ApiKey.please().list();
      await c.ApiKey.please().get({ id: 1 });
      await c.ApiKey.please({ instanceName: 'given-1' }).list();
      await c.ApiKey.please({ instanceName: 'given-1' }).list({ instanceName: 'last-1' });
      await c.ApiKey({ id: 1 }).delete();
      const before = c.ApiKey.please();
      c.setInstanceName('later-1');
      await before;
      return [c.ApiKey({}).instanceName, c.defaults];
    },
  },
  {
    title: 'a name that is no instance name is no default',
    covers: ['Syncano'],
    run: ({ connect }) => connect({ instanceName: 'inst-1' }).getInstanceName() === undefined,
  },
  {
    title: 'what hangs on a connection sends to any path, builds URLs and knows its connection',
    covers: ['ApiKey.please().', 'BatchManager#', 'Monitor#', 'ApiKey#', 'Account.'].flatMap((prefix) =>
      ['makeRequest', 'buildUrl', 'getConfig', 'getDefaultProperties', 'log'].map((name) => `${prefix}${name}`),
    ),
    run: async ({ connect, base }) => {
      const c = connect({ defaults: { instanceName: 'inst-1' } });
      const seen = [];
      for (const thing of [c.ApiKey.please(), c.BatchManager(), c.Monitor, c.ApiKey({}), c.Account]) {
        thing.log('nothing');
        seen.push([await thing.makeRequest('GET', '/v1.1/account/'), thing.buildUrl('/x/') === `${base}/x/`, thing.getConfig() === c, thing.getDefaultProperties()]);
      }
      return seen;
    },
  },
  {
    title: 'file wraps content',
    covers: ['connection.file', 'Syncano.file'],
    run: ({ Syncano, connect }) => [connect().file('text'), Syncano.file('text')],
  },
  {
    title: 'error classes are at syncano/lib/errors',
    covers: ['SyncanoError', 'ValidationError', 'RequestError', 'PaginationError'],
    run: ({ errors }) => {
      const { SyncanoError, ValidationError, RequestError, PaginationError } = errors;
      const made = [
        new SyncanoError('m'),
        new SyncanoError(),
        new PaginationError('p'),
        new ValidationError({ a: ['x', 'y'], b: ['z'] }),
        new ValidationError(),
        new RequestError({ status: 404, response: { body: { detail: 'd' } }, message: 'm' }),
      ];
      return made.map((error) => [error, String(error), error instanceof Error, error instanceof SyncanoError]);
    },
    differs: {
      by: ['D35'],
      // The original makes the message of a response again; here it is the one that is given.
      value: (list) => [...list.slice(0, 5), [{ ...list[5][0], message: 'm' }, 'RequestError: m', true, true]],
    },
  },
];

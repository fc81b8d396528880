// The administrator's own account.

export const scenarios = [
  {
    title: 'Account.register sends the payload and leaves the key as it is',
    covers: ['Account.register'],
    run: async ({ connect }) => {
      const c = connect();
      const body = await c.Account.register({ email: 'a@b.co', password: 'pw', first_name: 'A', last_name: 'B' });
      return [body, c.getAccountKey()];
    },
  },
  {
    title: 'Account.login sets the account key',
    covers: ['Account.login'],
    run: async ({ Syncano, base }) => {
      const c = Syncano({ baseUrl: base, defaults: {} });
      return [await c.Account.login({ email: 'a@b.co', password: 'pw' }), c.getAccountKey(), c.accountKey];
    },
  },
  {
    title: 'Account.login leaves the account key alone unless the second argument is exactly true',
    covers: ['Account.login'],
    run: async ({ connect }) => {
      const kept = [];
      for (const flag of [false, 1, 'yes', null, undefined, true]) {
        const c = connect();
        await c.Account.login({ email: 'a@b.co', password: 'pw' }, flag);
        kept.push(c.getAccountKey());
      }
      return kept;
    },
  },
  {
    title: 'Account.login that fails keeps the old key and rejects',
    covers: ['Account.login'],
    answers: [{ status: 401, json: { detail: 'Invalid password.' } }],
    run: async ({ connect, outcome }) => {
      const c = connect();
      return [await outcome(c.Account.login({ email: 'a@b.co', password: 'pw' })), c.getAccountKey()];
    },
  },
  {
    title: 'Account.login with an API key on the connection sends it and keeps its precedence',
    covers: ['Account.login'],
    run: async ({ connect }) => {
      const c = connect({ accountKey: 'OLD', apiKey: 'API' });
      await c.Account.login({ email: 'a@b.co', password: 'pw' });
      await c.Account.getUserDetails();
      return [c.getAccountKey(), c.getApiKey()];
    },
  },
  {
    title: 'Account.socialLogin sends the token and sets no key',
    covers: ['Account.socialLogin'],
    run: async ({ connect }) => {
      const c = connect();
      return [await c.Account.socialLogin('github', 'TOKEN'), c.getAccountKey()];
    },
  },
  ...[
    ['getUserDetails', []],
    ['update', [{ first_name: 'A', last_name: 'B' }]],
    ['activate', [{ uid: 'u', token: 't' }]],
    ['resendEmail', ['a@b.co']],
    ['changePassword', [{ current_password: 'old', new_password: 'new' }]],
    ['setPassword', ['new']],
    ['resetPassword', ['a@b.co']],
    ['confirmPasswordReset', [{ uid: 'u', token: 't', new_password: 'new' }]],
  ].flatMap(([name, args]) => [
    {
      title: `Account.${name} sends what it is given and resolves with the raw answer`,
      covers: [`Account.${name}`],
      args: { name, args },
      run: async ({ connect, args: { name, args } }) => {
        const c = connect();
        return [await c.Account[name](...args), c.getAccountKey()];
      },
    },
    {
      title: `Account.${name} without an argument sends an empty object`,
      covers: [`Account.${name}`],
      args: { name },
      run: async ({ connect, args: { name } }) => connect().Account[name](),
    },
  ]),
  {
    title: 'Account.resetKey posts nothing, resolves with the raw answer, and the new key takes the place of the dead one',
    covers: ['Account.resetKey'],
    run: async ({ connect }) => {
      const c = connect();
      const body = await c.Account.resetKey();
      return [body.account_key, c.getAccountKey()];
    },
    differs: { by: ['D10'], value: ['NEW-ACCOUNT-KEY', 'NEW-ACCOUNT-KEY'] },
  },
  {
    title: 'Account.makeRequest sends any method, query and payload to any path',
    covers: ['Account.makeRequest'],
    run: async ({ connect }) => {
      const { Account } = connect();
      return [
        await Account.makeRequest('get', '/v1.1/account/', { query: { a: ['b', 'c'], d: null, e: undefined, f: true, g: 'x,y' } }),
        await Account.makeRequest('POST', '/v1.1/account/?own=1', { query: { a: 1 }, payload: { x: [1] } }),
        await Account.makeRequest('PATCH', '/v1.1/account/', { payload: 'as it is' }),
        await Account.makeRequest('PUT', '/v1.1/account/', { payload: [1, 2] }),
        await Account.makeRequest('DELETE', '/v1.1/account/'),
      ];
    },
  },
  {
    title: 'Account.makeRequest gives the text or the status when it is asked for',
    covers: ['Account.makeRequest'],
    answers: [{ status: 201, json: { a: 1 } }],
    run: async ({ connect }) => {
      const { Account } = connect();
      return [
        await Account.makeRequest('GET', '/x/', { responseAttr: 'text' }),
        await Account.makeRequest('GET', '/x/', { responseAttr: 'status' }),
        await Account.makeRequest('GET', '/x/', { responseAttr: 'body' }),
      ];
    },
  },
  {
    title: 'Account.makeRequest sends a form',
    covers: ['Account.makeRequest'],
    run: async ({ connect }) => connect().Account.makeRequest('POST', '/v1.1/account/', { type: 'form', payload: { a: 'b c', d: 1 } }),
  },
  {
    title: 'Account.makeRequest refuses unknown methods and missing paths before it sends',
    covers: ['Account.makeRequest'],
    run: async ({ connect, outcome }) => {
      const { Account } = connect();
      const messages = [];
      for (const [method, path] of [[null, '/x/'], [undefined, '/x/'], ['', '/x/'], ['OPTIONS', '/x/'], ['GET', ''], ['GET', null], ['GET', 5]]) {
        messages.push((await outcome(() => Account.makeRequest(method, path))).error.message);
      }
      return messages;
    },
  },
  {
    title: 'Account.buildUrl puts a path behind the base URL',
    covers: ['Account.buildUrl', 'Account.getConfig', 'Account.getDefaultProperties', 'Account.log'],
    run: async ({ connect, base }) => {
      const c = connect({ defaults: { instanceName: 'inst-1' } });
      const url = c.Account.buildUrl('/v1.1/x/');
      c.Account.log('nothing');
      return [url === `${base}/v1.1/x/`, c.Account.buildUrl(url) === url, c.Account.getConfig() === c, c.Account.getDefaultProperties()];
    },
  },
];

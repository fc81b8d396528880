// Queries: how they are built, sent and answered.

const linked = ({ path }) => ({
  json: {
    next: path.includes('page=2') ? null : '/v1.1/instances/inst-1/api_keys/?page_size=1&last_pk=1&direction=1&page=2',
    prev: path.includes('page=2') ? '/v1.1/instances/inst-1/api_keys/?page_size=1&last_pk=2&direction=0&page=1' : null,
    objects: [{ id: path.includes('page=2') ? 2 : 1 }],
  },
});

export const scenarios = [
  {
    title: 'please alone is a list',
    covers: ['ApiKey.please'],
    run: async ({ connect }) => connect().ApiKey.please({ instanceName: 'inst-1' }),
  },
  {
    title: 'nothing is sent before a query is awaited',
    covers: ['ApiKey.please'],
    run: async ({ connect, wait }) => {
      connect().ApiKey.please().list({ instanceName: 'inst-1' }).pageSize(5);
      await wait(30);
    },
  },
  {
    title: 'a query is changed in place, and the last word counts',
    covers: ['ApiKey.please'],
    run: async ({ connect }) => {
      const query = connect().ApiKey.please();
      return [query.list({ instanceName: 'inst-1' }) === query, query.raw() === query, (await query.get({ id: 3 })).id];
    },
  },
  {
    title: 'pageSize and ordering are sent, the order in small letters',
    covers: ['ApiKey.please().pageSize', 'ApiKey.please().ordering'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      await ApiKey.please().list({ instanceName: 'inst-1' }).pageSize(3).ordering('DESC');
      await ApiKey.please().list({ instanceName: 'inst-1' }).ordering();
    },
  },
  {
    title: 'ordering refuses what is no order',
    covers: ['ApiKey.please().ordering'],
    run: ({ connect, thrown }) => thrown(() => connect().ApiKey.please().ordering('up')).error.message,
  },
  {
    title: 'fields and excludedFields are joined by commas',
    covers: ['ApiKey.please().fields', 'ApiKey.please().excludedFields'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      await ApiKey.please({ instanceName: 'inst-1' }).fields(['id', 'api_key']);
      await ApiKey.please({ instanceName: 'inst-1' }).excludedFields(['id', 'api_key']);
      await ApiKey.please({ instanceName: 'inst-1' }).fields().excludedFields();
    },
  },
  {
    title: 'raw leaves the answer as it is',
    covers: ['ApiKey.please().raw'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      return [await ApiKey.please({ instanceName: 'inst-1' }).raw(), await ApiKey.please({ instanceName: 'inst-1' }).get({ id: 1 }).raw()];
    },
  },
  {
    title: 'templateResponse gives the text',
    covers: ['ApiKey.please().templateResponse'],
    answers: [{ headers: { 'content-type': 'text/html' }, text: '<table></table>' }],
    run: async ({ connect }) => connect().ApiKey.please({ instanceName: 'inst-1' }).templateResponse('objects_html_table'),
  },
  {
    title: 'request gives the value and the raw answer',
    covers: ['ApiKey.please().request'],
    run: async ({ connect }) => connect().ApiKey.please().get({ instanceName: 'inst-1', id: 7 }).request(),
  },
  {
    title: 'request takes another path, headers, query and payload',
    covers: ['ApiKey.please().request'],
    run: async ({ connect }) => {
      const { ApiKey } = connect();
      const query = ApiKey.please().update({ instanceName: 'inst-1', id: 7 }, { description: 'n' });
      await query.request('/v1.1/instances/inst-1/api_keys/8/', { headers: { 'X-More': '1' }, query: { a: 1 }, payload: { description: 'm' } });
    },
  },
  {
    title: 'then hands over the value and the raw answer',
    covers: ['ApiKey.please().then'],
    run: ({ connect }) => connect().ApiKey.please().get({ instanceName: 'inst-1', id: 7 }).then((value, raw) => [value, raw]),
  },
  {
    title: 'then gives a promise that rejects, also with what its callback throws',
    covers: ['ApiKey.please().then'],
    answers: [{ status: 403, json: { detail: 'No.' } }, { json: { id: 1 } }],
    run: async ({ connect, outcome }) => {
      const { ApiKey } = connect();
      const get = () => ApiKey.please().get({ instanceName: 'inst-1', id: 7 });
      const failed = await outcome(() => get().then((x) => x));
      const thrown = await outcome(() => get().then(() => { throw new Error('mine'); }));
      return [failed.error.name, failed.error.status, failed.error.errors, thrown.error.message];
    },
  },
  {
    title: 'each await of a reading query asks again',
    covers: ['ApiKey.please().then'],
    run: async ({ connect }) => {
      const query = connect().ApiKey.please().list({ instanceName: 'inst-1' });
      const [a, b] = [await query, await query];
      return [a.length, b.length, a === b];
    },
  },
  {
    title: 'a list whose answer has no objects is an empty page',
    covers: ['ApiKey.please().list'],
    answers: [{ json: { next: null, prev: null } }],
    run: async ({ connect }) => connect().ApiKey.please({ instanceName: 'inst-1' }),
  },
  {
    title: 'first of an empty list is undefined',
    covers: ['ApiKey.please().first'],
    answers: [{ json: { next: null, prev: null, objects: [] } }],
    run: async ({ connect }) => connect().ApiKey.please().first({ instanceName: 'inst-1' }),
  },
  {
    title: 'a page is an array that knows its neighbours',
    covers: ['ResultSet', 'ResultSet#hasNext', 'ResultSet#hasPrev', 'ResultSet#next', 'ResultSet#prev'],
    answers: linked,
    run: async ({ connect }) => {
      const first = await connect().ApiKey.please().list({ instanceName: 'inst-1' }, { foo: 1 }).pageSize(1).ordering('desc');
      const second = await first.next();
      const again = await second.prev();
      return [first, second, again, Array.isArray(first), JSON.stringify(first), typeof first.map((x) => x).next, first[0].instanceName, second[0].instanceName];
    },
  },
  {
    title: 'a neighbour that cannot be had rejects',
    covers: ['ResultSet#next'],
    answers: (request) => (request.path.includes('page=2') ? { status: 404, json: { detail: 'Not found.' } } : linked(request)),
    run: async ({ connect, outcome }) => {
      const first = await connect().ApiKey.please().list({ instanceName: 'inst-1' });
      return outcome(first.next());
    },
  },
  {
    title: 'all gives every page as events, and then every object',
    covers: ['ApiKey.please().all'],
    answers: linked,
    run: ({ connect }) =>
      new Promise((resolve) => {
        const pages = [];
        const all = connect().ApiKey.please().all({ instanceName: 'inst-1' }, { page_size: 1 });
        all.on('page', (page) => pages.push(page.map(({ id }) => id)));
        all.on('stop', (objects) => resolve([pages, objects.map(({ id }) => id)]));
      }),
    differs: {
      by: ['D19'],
      requests: ([first, second]) => [first, { ...second, path: second.path.replace('page_size=1&', '') }],
    },
  },
  {
    title: 'all stops after as many pages as it is told, and not before it is started',
    covers: ['ApiKey.please().all'],
    answers: linked,
    run: async ({ connect, wait }) => {
      const all = connect().ApiKey.please().all({ instanceName: 'inst-1' }, {}, false, 1);
      await wait(20);
      const objects = new Promise((resolve) => all.on('stop', resolve));
      all.start();
      return (await objects).length;
    },
  },
];

// Answers as the documented API gives them, for any request of the scenarios.

const DATES = { created_at: '2015-06-12T09:21:39.536805Z', updated_at: '2015-06-12T09:22:40.000001Z' };

export const account = {
  id: 3, email: 'ada@example.com', first_name: 'Ada', last_name: '', is_active: true, has_password: true, account_key: 'NEW-ACCOUNT-KEY',
};

const KINDS = {
  api_keys: (id) => ({
    id, api_key: `KEY-${id}`, description: 'd', ignore_acl: false, allow_user_create: true, allow_anonymous_read: false,
    created_at: DATES.created_at, links: { self: `/v1.1/instances/inst-1/api_keys/${id}/`, reset_key: 'r' },
  }),
  instances: (id) => ({
    name: typeof id === 'string' ? id : `inst-${id}`, description: 'd', role: 'full', owner: { id: 3, email: 'ada@example.com' },
    metadata: {}, ...DATES, links: { self: 's' },
  }),
  admins: (id) => ({ id, email: 'ada@example.com', first_name: '', last_name: '', role: 'write', links: { self: 's' } }),
  invitations: (id) => ({
    id, email: 'bob@example.com', role: 'read', key: 'IK', inviter: 'ada@example.com', state: 'new', ...DATES, links: { self: 's' },
  }),
  users: (id) => ({ id, username: `user-${id}`, user_key: `USER-KEY-${id}`, profile: { id: 1 }, ...DATES, links: { self: 's' } }),
  groups: (id) => ({ id, label: `group-${id}`, description: '', ...DATES, links: { self: 's' } }),
};

const wrapped = {
  user: (id) => ({ user: KINDS.users(id), links: { self: 's' } }),
  group: (id) => ({ group: KINDS.groups(id), links: { self: 's' } }),
};

const page = (make, path) => ({
  next: null,
  prev: null,
  objects: path.includes('page_size=1') ? [make(1)] : [make(1), make(2)],
});

const idOf = (text) => (/^\d+$/.test(text) ? Number(text) : decodeURIComponent(text));

/** The answer of an API in which everything is there and allowed. */
export function answer({ method, path, json }) {
  const parts = path.split('?')[0].split('/').filter(Boolean).slice(1);
  if (method === 'DELETE') return { status: 204 };
  if (parts[0] === 'account' && parts[1] !== 'invitations') return { json: account };
  if (parts.at(-1) === 'accept') return { json: { ...KINDS.invitations(5), state: 'accepted' } };
  if (parts.at(-1) === 'config') return { json: { config: json?.config ?? { a: 1 } } };
  if (parts.at(-1) === 'rename') return { json: KINDS.instances(json?.new_name ?? parts[1]) };
  if (parts.at(-1) === 'batch') return { json: json.requests.map(() => ({ code: 200, content: { id: 1 } })) };
  if (parts.at(-1) === 'reset_key') {
    const field = parts.at(-3) === 'users' ? 'user_key' : 'api_key';
    return { json: { ...KINDS[parts.at(-3)](idOf(parts.at(-2))), [field]: 'FRESH' } };
  }
  if (parts.at(-1) === 'resend') return { json: KINDS.invitations(idOf(parts.at(-2))) };
  if (parts.includes('user')) return { json: KINDS.users(9) };
  return collection(method, path, parts[0] === 'account' ? parts.slice(1) : parts, json);
}

function collection(method, path, parts, json) {
  const depth = parts.length;
  const isWrapped = parts[0] === 'instances' && depth >= 5 && KINDS[parts[4]];
  if (isWrapped) {
    const make = wrapped[parts[4].slice(0, -1)];
    if (depth === 6) return { json: make(idOf(parts[5])) };
    return method === 'POST' ? { status: 201, json: make(json?.user ?? json?.group) } : { json: page(make, path) };
  }
  const [kind, id] = depth % 2 === 1 ? [parts.at(-1)] : parts.slice(-2);
  const make = KINDS[kind];
  if (!make) return { status: 404, json: { detail: 'Not found.' } };
  if (id !== undefined) return { json: { ...make(idOf(id)), ...json } };
  if (method === 'GET') return { json: page(make, path) };
  const { password: _, ...shown } = json ?? {};
  return { status: 201, json: { ...make(kind === 'instances' ? (json?.name ?? 1) : 1), ...shown } };
}

// The documented calls that send what a recorded step sent.

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Headers that clients set by themselves. */
const USUAL = ['X-API-KEY', 'Content-Type'];

/** Calls as lists: what of the connection, then names with arguments. None for a step that no client can send. */
export function callOf({ request, response }) {
  const { method, path, headers = {}, body_kind: kind = 'json', body } = request;
  const isUsual = Object.keys(headers).every((name) => USUAL.includes(name)) && /^[^\s\\]*$/.test(headers['X-API-KEY'] ?? '');
  const isPlain = !path.includes('//') && headers['X-API-KEY'] !== '' && /^\/[\w./?=&-]*$/.test(path) && !path.split('/').some((part) => part === '.' || part === '..');
  const isData = kind === 'json' && (body === undefined || (body !== null && typeof body === 'object'));
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const isSendable = METHODS.includes(method) && isUsual && isPlain && isData && (hasBody ? headers['Content-Type'] !== undefined : body === undefined);
  // A 429 is repeated; what an answer in HTML gives is a listed difference (C4).
  if (!isSendable || response.status === 429 || (response.status < 300 && 'body' in response === false)) return [];
  const any = ['Account', ['makeRequest', method, path, ...(hasBody ? [{ payload: body ?? {} }] : [])]];
  return [any, ...documented(method, path, body ?? {})];
}

function documented(method, given, body) {
  const [path, query] = given.split('?');
  if (query !== undefined || Array.isArray(body) || !path.endsWith('/')) return [];
  const parts = path.split('/').filter(Boolean).slice(1).join('/');
  const [, instanceName, id] = /^instances\/([\w-]+)(?:\/api_keys(?:\/(0|[1-9]\d*)(?=\/|$))?)?/.exec(parts) ?? [];
  const shape = parts.replace(instanceName ?? '\0', 'N').replace(id === undefined ? '\0' : `/${id}`, '/ID');
  const where = { instanceName, id: Number.isSafeInteger(Number(id)) ? Number(id) : id };
  const ask = (model, name, ...args) => [[model, ['please'], [name, ...args], ['request']]];
  const calls = {
    'POST account/auth': () => [['Account', ['login', body, false]]],
    'POST account/register': () => [['Account', ['register', body]]],
    'GET account': () => [['Account', ['getUserDetails']]],
    'PUT account': () => [['Account', ['update', body]]],
    'GET instances': () => ask('Instance', 'list'),
    'GET instances/N': () => ask('Instance', 'get', { name: instanceName }),
    'PATCH instances/N': () => ask('Instance', 'update', { name: instanceName }, body),
    'DELETE instances/N': () => ask('Instance', 'delete', { name: instanceName }),
    'POST instances/N/rename': () => ask('Instance', 'rename', { name: instanceName }, body),
    'GET instances/N/api_keys': () => ask('ApiKey', 'list', { instanceName }),
    'GET instances/N/api_keys/ID': () => ask('ApiKey', 'get', where),
    'PATCH instances/N/api_keys/ID': () => ask('ApiKey', 'update', where, body),
    'DELETE instances/N/api_keys/ID': () => ask('ApiKey', 'delete', where),
  };
  return calls[`${method} ${shape}`]?.() ?? [];
}

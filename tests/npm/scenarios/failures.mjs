// Answers that are no success, and how a caller learns of them.

const json = (status, body) => ({ status, json: body });
const cases = [
  ['400 with a detail', json(400, { detail: 'Bad thing.' })],
  ['401', json(401, { detail: 'No such API Key.' })],
  ['404', json(404, { detail: 'Not found.' })],
  ['405', json(405, { detail: 'Method "PUT" not allowed.' })],
  ['500 with a detail', json(500, { detail: 'Oops.' })],
  ['every field of a message', json(400, { detail: 'D', error: 'E', __all__: ['A1', 'A2'], non_field_errors: ['N1', 'N2'] })],
  ['faults of fields', json(400, { name: ['is required', 'too short'], description: 'plain' })],
  ['a list as body', json(400, ['a', 'b'])],
  ['a text as JSON', json(400, 'text')],
  ['null as JSON', json(400, null)],
  ['no words at all', json(400, {})],
  ['404 in HTML', { status: 404, headers: { 'content-type': 'text/html' }, text: '<h1>no</h1>' }],
  ['502 in plain text', { status: 502, headers: { 'content-type': 'text/plain' }, text: 'no' }],
  ['an empty JSON body', { status: 400, headers: { 'content-type': 'application/json' }, text: '' }],
  ['a status without a phrase', json(499, {})],
  ['418', json(418, {})],
];

export const scenarios = [
  ...cases.map(([what, answer]) => ({
    title: `a refusal rejects with a RequestError: ${what}`,
    covers: ['RequestError'],
    answers: [answer],
    run: async ({ connect, outcome, errors }) => {
      const { error } = await outcome(connect().Account.changePassword({}));
      return [error, String(error), error instanceof errors.RequestError, error instanceof errors.SyncanoError, error instanceof Error, error.response.status];
    },
  })),
  {
    title: 'a refusal keeps the keys as they are and is not asked again',
    covers: ['RequestError'],
    answers: [json(401, { detail: 'No such API Key.' })],
    run: async ({ connect, outcome }) => {
      const c = connect();
      await outcome(c.Account.getUserDetails());
      return c.getAccountKey();
    },
  },
  {
    title: 'a 204 gives an empty object',
    covers: ['Account.makeRequest'],
    answers: [{ status: 204 }],
    run: async ({ connect }) => connect().Account.makeRequest('DELETE', '/x/'),
  },
  {
    title: 'a 429 is asked again after the time that the server names',
    covers: ['Syncano'],
    answers: (_, count) => (count === 0 ? { status: 429, headers: { 'retry-after': '1' }, json: {} } : { json: { ok: true } }),
    run: async ({ connect }) => {
      const begin = Date.now();
      const value = await connect().Account.login({ email: 'a@b.co' }, false);
      return [value, Date.now() - begin >= 990];
    },
  },
  {
    title: 'a server that is not there has a code',
    covers: ['NetworkError'],
    run: async ({ connect, outcome, closedPort }) => {
      const baseUrl = `http://127.0.0.1:${await closedPort()}`;
      const { error } = await outcome(connect({ baseUrl, maxRetries: 0 }).Account.getUserDetails(), 3000);
      return [error instanceof Error, error.code];
    },
  },
];

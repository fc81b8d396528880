// `npx jest`, or `npx jest --env=jsdom` with the package jest-environment-jsdom.
const Syncano = require('syncano');

const fetch = jest.fn(async () => ({
  status: 200,
  headers: { get: () => 'application/json' },
  text: async () => '{"objects": [{"name": "webshop"}], "next": null, "prev": null}',
}));

test('the instances of a key', async () => {
  const connection = Syncano({ apiKey: 'b'.repeat(39) + '1', baseUrl: 'https://api.example.com', fetch });
  const [instance] = await connection.Instance.please().list();
  expect(instance.name).toBe('webshop');
  expect(fetch).toHaveBeenCalledTimes(1);
});

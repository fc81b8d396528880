// `npx vitest run`, or `npx vitest run --environment jsdom` with the package jsdom.
import Syncano, { RequestError } from 'syncano';
import { expect, test, vi } from 'vitest';

const answer = { detail: 'You do not have permission to perform this action.' };
const fetch = vi.fn(async () => Response.json(answer, { status: 403 }));

test('an account is not for API keys', async () => {
  const connection = new Syncano({ apiKey: 'b'.repeat(39) + '1', baseUrl: 'https://api.example.com', fetch });
  const refusal = await connection.Account.getUserDetails().catch((error) => error);
  expect(refusal).toBeInstanceOf(RequestError);
  expect(refusal.status).toBe(403);
  expect(fetch).toHaveBeenCalledTimes(1);
});

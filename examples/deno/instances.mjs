// Lists what an API key opens, with no permission but the network and one variable:
// SYNCANO_API_KEY=… deno run --allow-net --allow-env=SYNCANO_API_KEY,SYNCANO_BASE_URL instances.mjs
import Syncano, { RequestError } from 'syncano';

const connection = new Syncano({ apiKey: Deno.env.get('SYNCANO_API_KEY') });

for (const { name } of await connection.Instance.please().list()) console.log(name);

try {
  await connection.Account.getUserDetails();
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  console.log(error.status, 'an account is not for API keys');
}

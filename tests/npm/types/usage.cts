// The package as an application with `require` uses it. It is compiled, never run.

import Syncano = require('syncano');
import errors = require('syncano/lib/errors');
import { RequestError } from 'syncano';

const connection: Syncano.Connection = Syncano({ apiKey: 'k' });
const again: Syncano.Connection = new Syncano('k');

async function run(): Promise<string> {
  try {
    const page: Syncano.ResultSet<Syncano.ApiKey> = await connection.ApiKey.please().list({ instanceName: 'inst-1' });
    const query: Syncano.ApiKeyQuery<'one'> = again.ApiKey.please().get({ id: 1 });
    return [...page, await query].map(({ api_key }) => api_key).join();
  } catch (error) {
    const known: Syncano.RequestError | undefined = error instanceof Syncano.RequestError ? error : undefined;
    return String(known?.status ?? [error instanceof errors.SyncanoError, error instanceof RequestError]);
  }
}
export = run;

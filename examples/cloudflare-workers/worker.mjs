// Tells the visitor's application which instances its key opens. The worker's
// settings hold SYNCANO_BASE_URL and the secret SYNCANO_API_KEY.
import Syncano, { SyncanoError } from 'syncano';

export default {
  async fetch(request, { SYNCANO_API_KEY, SYNCANO_BASE_URL }) {
    const connection = new Syncano({ apiKey: SYNCANO_API_KEY, baseUrl: SYNCANO_BASE_URL });
    try {
      const instances = await connection.Instance.please().list();
      return Response.json(instances.map(({ name }) => name));
    } catch (error) {
      if (!(error instanceof SyncanoError)) throw error;
      return Response.json({ error: error.message }, { status: 502 });
    }
  },
};

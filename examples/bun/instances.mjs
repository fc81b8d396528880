// A small page of what an API key opens: SYNCANO_API_KEY=… bun instances.mjs
import Syncano from 'syncano';

const connection = new Syncano({ apiKey: process.env.SYNCANO_API_KEY });

const server = Bun.serve({
  port: 0,
  async fetch() {
    const instances = await connection.Instance.please().list();
    return Response.json(instances.map(({ name }) => name));
  },
});
console.log(`listening on ${server.url}`);

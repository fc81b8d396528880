// A route handler: makes an API key for whoever may post here.
import Syncano from 'syncano';

export async function POST() {
  const { ApiKey } = new Syncano({ accountKey: process.env.SYNCANO_ACCOUNT_KEY });
  const instanceName = process.env.SYNCANO_INSTANCE;
  const { id, description } = await ApiKey.please().create({ instanceName, description: 'for the shop' });
  return Response.json({ id, description }, { status: 201 });
}

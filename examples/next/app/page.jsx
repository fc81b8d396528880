// `npx next dev`. A server component: the account key stays on the server.
import Syncano from 'syncano';
import Instances from './instances.jsx';

export const dynamic = 'force-dynamic';

export default async function Page() {
  const { Instance } = new Syncano({ accountKey: process.env.SYNCANO_ACCOUNT_KEY });
  const instances = await Instance.please().list();
  return (
    <main>
      <p id="server">{instances.map(({ name }) => name).join(', ')}</p>
      <Instances />
    </main>
  );
}

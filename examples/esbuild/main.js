// `npx esbuild main.js --bundle --outfile=dist/main.js`, with --format=esm or
// --format=iife for a page, or with --platform=node for a server.
import Syncano, { TimeoutError } from 'syncano';

const connection = new Syncano({ apiKey: 'YOUR_API_KEY', baseUrl: 'http://127.0.0.1:8080', timeout: 5000 });

async function main() {
  try {
    const [instance] = await connection.Instance.please().list();
    return instance.name;
  } catch (error) {
    if (error instanceof TimeoutError) return 'no answer within five seconds';
    throw error;
  }
}

main().then((text) => {
  if (typeof document === 'undefined') console.log(text);
  else document.querySelector('#answer').textContent = text;
});

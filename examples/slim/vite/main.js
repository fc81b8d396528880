// `npx vite build`: the module stays a file of its own, which browsers keep apart from the script.
import Syncano, { init } from 'syncano/slim';
import module from 'syncano/syncano_bg.wasm?url';

await init(new URL(module, document.baseURI));

const { Instance } = new Syncano({ apiKey: 'YOUR_API_KEY', baseUrl: 'http://127.0.0.1:8080' });
const instances = await Instance.please().list();
document.querySelector('#answer').textContent = instances.map(({ name }) => name).join(', ');

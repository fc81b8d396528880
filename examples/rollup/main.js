// `npx rollup --config`
import Syncano from 'syncano';

const { Instance } = new Syncano({ apiKey: 'YOUR_API_KEY', baseUrl: 'http://127.0.0.1:8080' });

// Page after page, when a key opens more than one page.
const names = [];
for await (const instance of Instance.please().list()) names.push(instance.name);
document.querySelector('#answer').append(...names);

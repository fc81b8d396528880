// `npx vite` and `npx vite build`; there is nothing to configure.
import Syncano from 'syncano';

const connection = new Syncano({ apiKey: 'YOUR_API_KEY', baseUrl: 'http://127.0.0.1:8080' });

const list = document.querySelector('#answer');
for (const { name } of await connection.Instance.please().list()) {
  list.append(Object.assign(document.createElement('li'), { textContent: name }));
}

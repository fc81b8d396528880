// `npx webpack build --entry ./main.js --mode production`; there is nothing to configure.
import Syncano, { RequestError } from 'syncano';

const connection = new Syncano({ apiKey: 'YOUR_API_KEY', baseUrl: 'http://127.0.0.1:8080' });
const answer = document.querySelector('#answer');

connection.Instance.please()
  .list()
  .then((instances) => {
    answer.textContent = instances.map(({ name }) => name).join(', ');
  })
  .catch((error) => {
    answer.textContent = error instanceof RequestError ? `refused: ${error.status}` : error.message;
  });

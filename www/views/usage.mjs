// How an application uses a key; the key itself is never part of it.

import { el } from '../dom.mjs';

export function usage(baseUrl, instanceName) {
  const path = `${baseUrl.replace(/\/$/, '')}/v1.1/instances/${encodeURIComponent(instanceName)}/`;
  const curl = `curl -H "X-API-KEY: $API_KEY" "${path}"`;
  const javascript = [
    "import Syncano from 'syncano';",
    '',
    `const connection = new Syncano({ apiKey: API_KEY, baseUrl: ${JSON.stringify(baseUrl)} });`,
    `const instance = await connection.Instance.please().get({ name: ${JSON.stringify(instanceName)} });`,
  ].join('\n');
  return el(
    'details',
    { class: 'usage' },
    el('summary', {}, 'Use a key'),
    el('h3', {}, 'curl'),
    el('pre', { tabindex: '0', 'aria-label': 'curl' }, el('code', {}, curl)),
    el('h3', {}, 'JavaScript'),
    el('pre', { tabindex: '0', 'aria-label': 'JavaScript' }, el('code', {}, javascript)),
  );
}

'use client';
// A client component: what the page holds, everybody reads, so an API key.
import { useEffect, useState } from 'react';
import Syncano from 'syncano';

export default function Instances() {
  const [names, setNames] = useState('');
  useEffect(() => {
    const connection = new Syncano({ apiKey: 'YOUR_API_KEY', baseUrl: 'http://127.0.0.1:8080' });
    connection.Instance.please()
      .list()
      .then((instances) => setNames(instances.map(({ name }) => name).join(', ')));
  }, []);
  return <p id="answer">{names}</p>;
}

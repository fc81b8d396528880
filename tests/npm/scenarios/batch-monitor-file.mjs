// Batches, the monitor, and files.

export const scenarios = [
  {
    title: 'BatchManager sends what was added, in order',
    covers: ['BatchManager', 'BatchManager#addObjects', 'BatchManager#addObjectsFromArray', 'BatchManager#addSingleObject', 'BatchManager#getObjects', 'BatchManager#batch'],
    run: async ({ connect }) => {
      const { ApiKey, BatchManager } = connect();
      const make = (description) => ApiKey({ instanceName: 'inst-1', description });
      const batch = BatchManager({ instanceName: 'inst-1' });
      const chained = batch
        .addObjects({ object: make('a'), action: 'create' }, [{ object: make('b'), action: 'create' }])
        .addObjectsFromArray([make('c'), make('d')], 'create')
        .addSingleObject(make('e'), 'create');
      return [chained === batch, batch.batchUrl, batch.maxBatchObjects, batch.getObjects().length, await batch.batch()];
    },
  },
  {
    title: 'BatchManager is made with new, and of the default instance',
    covers: ['BatchManager', 'BatchManager#removeObjects'],
    run: ({ connect }) => {
      const c = connect({ defaults: { instanceName: 'deflt-1' } });
      const batch = new c.BatchManager();
      batch.addSingleObject(c.ApiKey({}), 'create');
      return [batch.batchUrl, batch.removeObjects() === batch, batch.getObjects()];
    },
  },
  {
    title: 'BatchManager keeps its objects after they were sent',
    covers: ['BatchManager#batch'],
    run: async ({ connect }) => {
      const { ApiKey, BatchManager } = connect();
      const batch = BatchManager({ instanceName: 'inst-1' }).addSingleObject(ApiKey({ instanceName: 'inst-1' }), 'create');
      await batch.batch();
      return batch.getObjects().length;
    },
  },
  {
    title: 'BatchManager refuses what it cannot send',
    covers: ['BatchManager', 'BatchManager#addObjects', 'BatchManager#addSingleObject', 'BatchManager#batch'],
    run: async ({ connect, outcome }) => {
      const { ApiKey, BatchManager } = connect();
      const batch = () => BatchManager({ instanceName: 'inst-1' });
      const key = ApiKey({ instanceName: 'inst-1' });
      const full = batch().addObjectsFromArray(Array(50).fill(key), 'create');
      const wrong = [
        () => BatchManager(),
        () => batch().addObjects({ object: key }),
        () => batch().addSingleObject({}, 'create'),
        () => full.addSingleObject(key, 'create'),
        () => batch().batch(),
      ];
      const messages = [];
      for (const run of wrong) messages.push((await outcome(run)).error.message);
      return messages;
    },
  },
  {
    title: 'Monitor tells of the first success, and of nothing while all stays well',
    covers: ['Monitor', 'Monitor#on', 'Monitor#ping', 'Monitor#startMonitoring', 'Monitor#stopMonitoring', 'Monitor#removeListener', 'Monitor#removeListeners', 'Monitor#removeAllListeners', 'Monitor#emit'],
    answers: [{ json: {} }],
    run: async ({ connect, wait }) => {
      const { Monitor } = connect({ accountKey: null });
      const seen = [];
      const initial = [Monitor.timeout, Monitor.connected];
      const never = () => seen.push('removed');
      Monitor.on('connected', never);
      Monitor.removeListener('connected', never);
      Monitor.on('other', never);
      Monitor.removeListeners('other');
      const connected = new Promise((resolve) => Monitor.on('connected', resolve));
      Monitor.on('connected', () => seen.push('connected'));
      Monitor.timeout = 1000;
      Monitor.startMonitoring();
      await connected;
      Monitor.stopMonitoring();
      await wait(1100);
      Monitor.emit('other');
      Monitor.emit('connected');
      Monitor.removeAllListeners();
      Monitor.emit('connected');
      return [initial, Monitor.connected, seen];
    },
  },
  {
    title: 'Monitor tells of a failure after a success, and of the recovery',
    covers: ['Monitor#ping'],
    answers: (_, count) => (count === 1 ? { status: 500, json: {} } : { json: {} }),
    run: async ({ connect, wait }) => {
      const { Monitor } = connect({ accountKey: null });
      const seen = [];
      Monitor.on('connected', () => seen.push('connected'));
      Monitor.on('disconnected', (error) => seen.push(`disconnected ${error.status}`));
      for (let i = 0; i < 3; i++) {
        Monitor.ping();
        for (let j = 0; j < 100 && seen.length <= i; j++) await wait(20);
      }
      return [seen, Monitor.connected];
    },
  },
];

// A fresh process loads one client and makes a connection: prints milliseconds,
// CPU milliseconds, and megabytes of memory that came on top.
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const subject = process.argv[2];
const own = createRequire(path.join(process.env.SYNCANO_INSTALLED, 'package.json'));

globalThis.gc();
const memory = process.memoryUsage();
const cpu = process.cpuUsage();
const start = process.hrtime.bigint();

const Syncano = subject === 'syncano' ? own('syncano') : require(subject);
const loaded = process.hrtime.bigint();
Syncano({ accountKey: 'a'.repeat(40) });

const connected = process.hrtime.bigint();
const { user, system } = process.cpuUsage(cpu);
globalThis.gc();
const { rss, heapUsed } = process.memoryUsage();

console.log(
  JSON.stringify({
    load: Number(loaded - start) / 1e6,
    start: Number(connected - start) / 1e6,
    cpu: (user + system) / 1e3,
    rss: (rss - memory.rss) / 1e6,
    heap: (heapUsed - memory.heapUsed) / 1e6,
  }),
);

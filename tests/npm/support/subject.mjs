// A process with one of the two clients in it. It runs the probes that it is
// sent, and tells what they gave, what they printed and what nobody caught.

import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { inspect } from 'node:util';

import { plain } from './plain.mjs';

const [folder, name] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const Syncano = require(name);
const errors = require(`${name}/lib/errors`);

let seen = { unhandled: [], printed: [] };
process.on('warning', (warning) => seen.printed.push(`${warning.code} ${warning.message}`));
process.on('unhandledRejection', (error) => seen.unhandled.push(String(error?.message ?? error)));
process.on('uncaughtException', (error) => seen.unhandled.push(`uncaught: ${error.message}`));
for (const level of ['log', 'info', 'warn', 'error']) {
  console[level] = (...values) => seen.printed.push(values.map((v) => (typeof v === 'string' ? v : inspect(v))).join(' '));
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * How something ended: `{value}`, `{error}`, or `{never: true}`. Only the
 * original is known not to end, so that only it is given up on after `ms`.
 */
function outcome(make, ms = 5000) {
  const attempt = new Promise((resolve) => {
    (async () => (typeof make === 'function' ? make() : make))().then(
      (value) => resolve({ value }),
      (error) => resolve({ error }),
    );
  });
  return Promise.race([attempt, wait(name === 'syncano' ? 25_000 : ms).then(() => ({ never: true }))]);
}

/** A port of this machine that nobody listens on. */
async function closedPort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a call threw, without waiting for anything. */
function thrown(run) {
  try {
    return { returned: run() };
  } catch (error) {
    return { error };
  }
}

process.on('message', async ({ source, base, other, args }) => {
  seen = { unhandled: [], printed: [] };
  const connect = (options) => Syncano({ baseUrl: base, accountKey: 'AK', defaults: {}, ...options });
  const tools = { Syncano, errors, base, other, connect, inspect, wait, outcome, thrown, closedPort, args };
  let result;
  try {
    const probe = new Function(`return (${source})`)();
    result = { value: plain(await probe(tools)) };
  } catch (error) {
    result = { error: plain(error) };
  }
  // What nobody catches is told a turn later.
  await wait(5);
  process.send({ ...result, ...seen });
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });

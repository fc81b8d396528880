// Programs that a test starts. Each leads a process group of its own, so that
// what it started ends with it.

import { spawn } from 'node:child_process';

const LIMIT = 240_000;
const running = new Set();

const QUIET = { NEXT_TELEMETRY_DISABLED: '1', DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1', NO_COLOR: '1', CI: '1' };

process.once('exit', () => running.forEach(end));

function end(child) {
  running.delete(child);
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already, with all that it started.
  }
}

function begin([program, ...args], { cwd, env = {} }) {
  // What the test runner tells its own children is not for these.
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, FORCE_COLOR, ...inherited } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { ...inherited, ...QUIET, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (printed[stream] += text));
  }
  return { child, printed };
}

const told = (command, how, { stdout, stderr }) => new Error(`${command.join(' ')} ${how}\n${stdout}${stderr}`.slice(0, 8000));

/** Runs a program to its end and gives what it printed on both streams. A status that isn't 0 is an error. */
export function run(command, options = {}) {
  const { child, printed } = begin(command, options);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(child), options.limit ?? LIMIT);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      end(child);
      if (status === 0) resolve(printed);
      else reject(told(command, `ended with ${status ?? signal}`, printed));
    });
  });
}

/** Starts a server and waits until it prints what matches; gives the match and how to end it. */
export function serve(command, pattern, options = {}) {
  const { child, printed } = begin(command, options);
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      child.once('close', resolve);
      end(child);
    });
  return new Promise((resolve, reject) => {
    const fail = (how) => stop().then(() => reject(told(command, how, printed)));
    const timer = setTimeout(fail, options.limit ?? LIMIT, 'was not ready in time');
    const look = () => {
      const match = pattern.exec(printed.stdout + printed.stderr);
      if (!match) return;
      clearTimeout(timer);
      resolve({ match, stop });
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('error', reject);
    child.once('exit', (status) => {
      clearTimeout(timer);
      fail(`ended with ${status}`);
    });
  });
}

// Runs the attacks in Node, Deno or Bun and prints what came of them:
// `attacker.mjs <file of the client> <home> <stranger> [control]`.

import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

import { attack } from './attack.mjs';

const [file, home, stranger, control] = process.argv.slice(2);
let unhandled = 0;
process.on('unhandledRejection', () => {
  unhandled += 1;
});
const Syncano = file.endsWith('.mjs') ? (await import(pathToFileURL(file).href)).default : createRequire(file)(file);
const result = await attack({ Syncano, home, stranger, control: Boolean(control), patienceMs: control ? 500 : undefined });
console.log(JSON.stringify({ ...result, unhandled }));
process.exit(0);

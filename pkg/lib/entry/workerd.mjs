// For workers that compile modules when they are deployed, and forbid it later.
import module from './syncano_bg.wasm';
import { provide } from '../engine.mjs';

provide(() => module);

export * from '../index.mjs';
export { default } from '../index.mjs';

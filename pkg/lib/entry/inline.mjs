// For pages, bundlers, Deno and workers of the web: the bytes are part of the file.
import { provide } from '../engine.mjs';
import bytes from 'virtual:bytes';

provide(() => new WebAssembly.Module(bytes()));

export * from '../index.mjs';
export { default } from '../index.mjs';

// For `require`: one function that is the module.
import { provide } from '../engine.mjs';
import bytes from 'virtual:bytes';

provide(() => new WebAssembly.Module(bytes()));

export { default } from '../index.mjs';

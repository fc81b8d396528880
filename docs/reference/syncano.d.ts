/**
 * The package: `import Syncano from 'syncano'`.
 *
 * @module syncano
 */

import type { Constructor } from '../../pkg/types/index.mjs';

/** Makes a connection, with or without `new`. */
declare const Syncano: Constructor;

export default Syncano;
export * from '../../pkg/types/index.mjs';

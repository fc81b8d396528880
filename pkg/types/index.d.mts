// The package as a module: the default export is the function, and every type
// has its own name.

import Syncano from './index.cjs';

export default Syncano;

export * from './errors.cjs';
export type * from './connection.cjs';
export type * from './events.cjs';
export type * from './model.cjs';
export type * from './models.cjs';
export type * from './options.cjs';
export type * from './queries.cjs';

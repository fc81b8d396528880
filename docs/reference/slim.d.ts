/**
 * The package without the bytes of its module: `import Syncano, { init } from 'syncano/slim'`.
 * It exports what `syncano` does, and `init`.
 *
 * @module syncano/slim
 */

export { init } from '../../pkg/types/slim.mjs';
export type { ModuleResponse, ModuleSource } from '../../pkg/types/slim.mjs';

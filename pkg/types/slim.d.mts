// `syncano/slim`: the package without the bytes of its module, which you bring.

/** Something with the bytes of the module: an answer of `fetch`. */
export interface ModuleResponse {
  readonly ok: boolean;
  readonly status: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A `WebAssembly.Module`; platforms declare it as empty, or not at all. */
export interface CompiledModule {}

/** Where the module comes from: compiled, as bytes, as an answer, or the URL of `syncano_bg.wasm`. */
export type ModuleSource = CompiledModule | ArrayBuffer | ArrayBufferView | ModuleResponse | { readonly href: string } | string;

/**
 * Takes the module. Everything before it throws a `SyncanoError`; it may be called again after a failure.
 *
 * Rejects when the module cannot be fetched or compiled.
 */
export function init(source: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;

export * from './index.mjs';
export { default } from './index.mjs';

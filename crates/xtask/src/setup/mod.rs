//! What the work needs of this machine: found, or else installed at pinned
//! versions into the repository's own folder.

pub(crate) mod browsers;
mod debian;
mod debian_wasm;
pub(crate) mod node;
pub(crate) mod python;
pub(crate) mod rust_tools;
mod std_sources;
mod step;
pub(crate) mod strace;
mod tool;
mod version;
pub(crate) mod wasm_compiler;
mod wasm_pack;

pub(crate) use step::{spoken, step};
pub(crate) use tool::{Found, is_set};
pub(crate) use wasm_pack::WasmPack;

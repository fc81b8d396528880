//! The boundary: the only part that knows JavaScript.
//!
//! What crosses it: a handle for the connection, plain objects for everything
//! else. Failures are plain records (`kind`, `message`, …) from which the
//! package makes its error classes.

mod cancel;
mod connection;
mod exchange;
mod failure;
mod offline;
mod options;
mod request;
mod respond;
mod value;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

pub use connection::Connection;
pub use offline::{endpoint_path, endpoints, key_kind, validate};

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

//! The boundary: the only part that knows WebAssembly's host.
//!
//! Everything that crosses it is a number or a text, and the module imports
//! nothing: it cannot reach the network, the page or the clock. What only the
//! host can do (read options, parse URLs, send by `fetch`, wait) does `host.js`
//! beside this file, and asks here what to do.
//!
//! A text that begins with `!` tells of a failure: behind it the name of the
//! option or argument that is wrong, a line feed, and what is wrong with it.

mod connection;
mod offline;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

use crate::text::joined;

pub use connection::Connection;
pub use offline::{fields, key_kind, path, phrase, retry_after_ms, routes, validate, wait_ms};

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

/// The text of a failure.
fn failure(field: &str, message: &str) -> String {
    joined(&["!", field, "\n", message])
}

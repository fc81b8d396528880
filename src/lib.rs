//! Client for the Syncano API: accounts, API keys and who may do what.
//!
//! The modules of this crate are pure: they decide which request is made, what
//! an answer means and when to try again, and compile for any target. Only the
//! `js` module, which exists on WebAssembly, knows JavaScript: it reads options,
//! sends requests through the host's `fetch` and hands answers back.

#![warn(missing_docs)]

pub mod base_url;
pub mod endpoint;
pub mod message;
pub mod path;
pub mod retry;
pub mod secret;
mod text;
pub mod validate;

#[cfg(target_arch = "wasm32")]
pub mod js;

pub use syncano_wire as wire;

//! Client for the Syncano API: accounts, API keys and who may do what.
//!
//! The modules of this crate are pure: they hold the credentials, decide where
//! they may go, which path is asked for, when to try again, and what a model
//! must be like, and compile for any target. Only the `js` module, which exists
//! on WebAssembly, knows its host: it exports the rest as functions of numbers
//! and texts, and `host.js` beside it does what only the host can: it reads
//! options, sends by `fetch` and reads answers.

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

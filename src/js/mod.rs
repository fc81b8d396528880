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

pub use connection::Connection;
pub use offline::{endpoint_path, endpoints, key_kind, validate};

//! Facts of the Syncano wire that a client and a server must agree on.
//!
//! Nothing here reads or writes: it is names, limits and the rule that tells
//! the kind of a key from its last digit. Both sides depend on this crate and
//! on nothing of each other.

#![warn(missing_docs)]

mod key;

pub use key::{KEY_LENGTH, KeyKind};

/// Header that carries an Account Key or an API Key.
pub const HEADER_API_KEY: &str = "X-API-KEY";
/// Header that carries a User Key, next to an API Key.
pub const HEADER_USER_KEY: &str = "X-USER-KEY";
/// Path prefix of the API version that this project speaks first.
pub const API_PREFIX: &str = "/v1.1/";
/// Objects of a list page when the caller names no size, and the most it can ask for.
pub const PAGE_SIZE_MAX: u32 = 100;
/// Requests that one batch call may carry.
pub const BATCH_REQUESTS_MAX: usize = 50;
/// Fewest characters of an instance name.
pub const INSTANCE_NAME_CHARS_MIN: usize = 5;
/// Most characters of an instance name.
pub const INSTANCE_NAME_CHARS_MAX: usize = 64;

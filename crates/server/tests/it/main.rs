//! The real server over a real database file, asked over real sockets.

// A test that cannot go on says so by panicking; the lint's own exception covers test
// functions only, not what they share.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod account;
mod api_keys;
mod command;
mod dashboard;
mod differences;
mod hostile_input;
mod instances;
mod limits;
mod login;
mod pagination;
mod permissions;
mod replay;
mod reply;
mod secrets;
mod server;
mod versions;

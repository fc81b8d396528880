//! Faults and attacks on the real binary: killed, flooded, on a disk that fails. What
//! was seen is in the table of `docs/server-safety.md`, which is made here too.
//!
//! A program of its own, so that nothing else of this crate's tests runs at the same
//! time: response times under an attack are compared with those without.

// A test that cannot go on says so by panicking; the lint's own exception covers test
// functions only, not what they share.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![cfg(target_os = "linux")]

mod crash;
mod customer;
mod disk;
mod figures;
mod flood;
mod headers;
mod latency;
mod process;
#[path = "../it/reply.rs"]
#[allow(dead_code)]
mod reply;
mod slow;
mod statistics;
mod strace;
mod table;
mod threats;
mod timing;
mod trace;

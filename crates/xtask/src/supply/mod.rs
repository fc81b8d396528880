//! What comes from outside: crates, held against rules that don't change from
//! day to day, and crates and npm packages, held against advisories, which do.

mod advisories;
mod crates;

pub(crate) use advisories::advisories;
pub(crate) use crates::crates;

/// Rust workspaces, each with a lock file of its own.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];

//! `cargo xtask build`: the npm package, ready to be packed.

use anyhow::Result;

use crate::package::{self, Built};
use crate::workspace::Workspace;

/// Builds `pkg`.
///
/// # Errors
/// When a tool is missing or fails.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    match package::ensure(workspace)? {
        Built::Now => println!("built pkg; `npm pack ./pkg` gives the tarball"),
        Built::Before => println!("pkg is up to date; `npm pack ./pkg` gives the tarball"),
    }
    Ok(())
}

//! `cargo xtask size`: what a browser downloads, and where its bytes are.

use anyhow::Result;

use crate::package;
use crate::workspace::Workspace;

/// Measures, and fails when the package grew.
///
/// # Errors
/// When the package can't be built, or is larger than was decided.
pub(crate) fn size(workspace: &Workspace, write: bool) -> Result<()> {
    package::size(workspace, write)?.run()
}

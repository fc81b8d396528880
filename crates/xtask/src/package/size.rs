//! What a browser downloads, against the numbers that were decided on.

use anyhow::Result;

use super::build::{ensure, tools_folder};
use crate::process::Call;
use crate::setup::node;
use crate::workspace::Workspace;

/// A call that measures the built package, shows where its bytes are and fails
/// when it grew. With `write`, today's numbers become the recorded ones.
///
/// # Errors
/// When the package can't be built.
pub(crate) fn size(workspace: &Workspace, write: bool) -> Result<Call> {
    ensure(workspace)?;
    let script = tools_folder(workspace).join("size.mjs");
    let call = node::node()?.arg(script).dir(workspace.root());
    Ok(if write { call.arg("--write") } else { call })
}

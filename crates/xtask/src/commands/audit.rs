//! `cargo xtask audit`: known faults of all that is depended on.

use std::process::ExitCode;

use anyhow::Result;

use crate::supply;
use crate::workspace::Workspace;

/// Asks for advisories about every lock file.
///
/// # Errors
/// When cargo-deny or npm can't be had.
pub(crate) fn audit(workspace: &Workspace) -> Result<ExitCode> {
    let counts = supply::advisories(workspace)?;
    println!(
        "\n{} lock files without known faults, {} with some, or not to be judged here",
        counts.passed, counts.failed
    );
    Ok(if counts.failed == 0 && counts.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

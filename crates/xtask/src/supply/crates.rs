//! Licenses, second versions and sources of the crates, by cargo-deny.

use anyhow::Result;

use super::MANIFESTS;
use crate::counts::Counts;
use crate::process::Call;
use crate::setup::rust_tools;
use crate::workspace::Workspace;

/// A call of cargo-deny with the rules of `deny.toml`, for one workspace.
pub(super) fn deny(workspace: &Workspace, manifest: &str) -> Result<Call> {
    let tool = rust_tools::cargo_deny().ensure(workspace)?;
    Ok(Call::new(tool.path)
        .dir(workspace.root())
        .args(["--config", "deny.toml", "--manifest-path", manifest])
        .args(["--workspace", "--all-features", "--locked", "check"])
        // Rules for one of the workspaces are none for the other.
        .args(["--allow", "license-exception-not-encountered"])
        .args(["--allow", "unmatched-skip"]))
}

/// One case for each workspace.
///
/// # Errors
/// When cargo-deny can't be had.
pub(crate) fn crates(workspace: &Workspace) -> Result<Counts> {
    let mut counts = Counts::default();
    for manifest in MANIFESTS {
        let call = deny(workspace, manifest)?.args(["licenses", "bans", "sources"]);
        counts = counts.and(Counts::of(call.watch()?.status.success()));
    }
    Ok(counts)
}

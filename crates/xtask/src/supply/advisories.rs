//! Known faults of what is depended on, asked for where they are published.

use std::path::PathBuf;

use anyhow::Result;

use super::{MANIFESTS, crates};
use crate::counts::Counts;
use crate::digest::files_below;
use crate::setup::node;
use crate::workspace::Workspace;

const ELSEWHERE: [&str; 4] = ["node_modules", "target", ".git", ".tools"];

/// One case for each lock file, of crates and of npm. Where no advisories can
/// be had, every case fails.
///
/// # Errors
/// When cargo-deny or npm can't be had.
pub(crate) fn advisories(workspace: &Workspace) -> Result<Counts> {
    let mut counts = Counts::default();
    for manifest in MANIFESTS {
        eprintln!("\n{manifest}:");
        let call = crates::deny(workspace, manifest)?.arg("advisories");
        counts = counts.and(Counts::of(call.watch()?.status.success()));
    }
    for folder in folders_with_packages(workspace)? {
        eprintln!("\n{}:", folder.display());
        let call = node::npm()?.args(["audit", "--package-lock-only"]);
        counts = counts.and(Counts::of(call.dir(folder).watch()?.status.success()));
    }
    Ok(counts)
}

/// Those with a lock file of npm.
fn folders_with_packages(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut files = files_below(workspace.root(), &ELSEWHERE)?;
    files.retain(|file| file.ends_with("package-lock.json"));
    files.sort();
    anyhow::ensure!(!files.is_empty(), "there is no lock file of npm");
    let folders = files.iter().filter_map(|file| file.parent());
    Ok(folders.map(PathBuf::from).collect())
}

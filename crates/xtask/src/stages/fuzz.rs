//! Every parser of what strangers send, given anything, and the server as a
//! whole: the short form of the soak. Each is one case.

use anyhow::Result;

use super::{Context, Outcome, honest};
use crate::counts::of_soak;
use crate::workspace::cargo;

pub(super) const MANIFEST: [&str; 2] = ["--manifest-path", "fuzz/Cargo.toml"];
const INPUTS: &str = "20000";
/// The same inputs every time: this run is a test, the long one a search.
const SEED: &str = "1";

pub(super) fn fuzz(context: &Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    let call = cargo()
        .args(["run", "--quiet", "--locked"])
        .args(MANIFEST)
        // What the workspace has compiled need not be compiled again.
        .arg("--target-dir")
        .arg(workspace.target())
        .args(["--bin", "soak", "--", INPUTS, SEED])
        .dir(workspace.root());
    let seen = call.watch()?;
    let counts = honest(of_soak(&seen.out), seen.status.success());
    Ok(Outcome::Ran(counts))
}

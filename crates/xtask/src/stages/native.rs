//! Rust's own tests on the host, by nextest where it is on PATH.

use std::path::PathBuf;

use anyhow::Result;

use super::{Context, Outcome, honest};
use crate::counts::{Counts, of_cargo_test, of_nextest};
use crate::process::Call;
use crate::setup::python;
use crate::workspace::{Workspace, cargo};

const SERVER: &str = "syncano-server";
/// Names the folder of the recorded exchanges.
const RECORDINGS: &str = "SYNCANO_GOLDEN";

/// Everything but the server, with the examples in the documentation.
pub(super) fn native(context: &Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    let members: Vec<&str> = workspace.members().filter(|name| *name != SERVER).collect();
    let tests = tests(workspace, &members, Ok)?;
    // The programs have no documentation tests, and nextest runs none at all.
    let documented = ["syncano", "syncano-wire", "syncano-vault"];
    let call = packages(cargo().args(["test", "--quiet", "--doc"]), &documented);
    let seen = call.dir(workspace.root()).watch()?;
    let documentation = honest(of_cargo_test(&seen.all()), seen.status.success());
    Ok(Outcome::Ran(tests.and(documentation)))
}

/// The server's tests, with the recorded exchanges where they are at hand.
pub(super) fn server(context: &Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    let Some(folder) = recordings(workspace) else {
        eprintln!("{RECORDINGS} names no folder: the recorded exchanges are left out");
        return Ok(Outcome::Ran(tests(workspace, &[SERVER], Ok)?));
    };
    let python = python::for_replays(workspace)?;
    let counts = tests(workspace, &[SERVER], |call| {
        call.env(RECORDINGS, folder).path_first(&python)
    })?;
    Ok(Outcome::Ran(counts))
}

/// The recordings aren't part of the repository. They may lie beside it.
fn recordings(workspace: &Workspace) -> Option<PathBuf> {
    let named = std::env::var_os(RECORDINGS).filter(|name| !name.is_empty());
    named.map(PathBuf::from).or_else(|| {
        let beside = workspace.root().parent()?.join("shared/reference/golden");
        beside.is_dir().then_some(beside)
    })
}

fn tests(
    workspace: &Workspace,
    members: &[&str],
    prepare: impl FnOnce(Call) -> Result<Call>,
) -> Result<Counts> {
    let nextest = which::which("cargo-nextest").is_ok();
    let call = if nextest {
        cargo().args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass"])
    } else {
        cargo().args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    let call = packages(call, members).dir(workspace.root());
    let seen = prepare(call)?.watch()?;
    let counts = if nextest {
        of_nextest(&seen.err)
    } else {
        of_cargo_test(&seen.out)
    };
    Ok(honest(counts, seen.status.success()))
}

fn packages(call: Call, members: &[&str]) -> Call {
    members
        .iter()
        .fold(call, |call, member| call.args(["--package", member]))
}

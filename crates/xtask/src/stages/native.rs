//! Rust's own tests on the host, by nextest where it is on PATH.

use anyhow::Result;

use super::{Context, Outcome, honest};
use crate::counts::{Counts, of_cargo_test, of_nextest};
use crate::process::Call;
use crate::workspace::{Workspace, cargo};

const SERVER: &str = "syncano-server";

/// Everything but the server, with the examples in the documentation.
pub(super) fn native(context: &Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    let members: Vec<&str> = workspace.members().filter(|name| *name != SERVER).collect();
    let tests = tests(workspace, &members)?;
    // The programs have no documentation tests, and nextest runs none at all.
    let documented = ["syncano", "syncano-wire", "syncano-vault"];
    let call = packages(cargo().args(["test", "--quiet", "--doc"]), &documented);
    let seen = call.dir(workspace.root()).watch()?;
    let documentation = honest(of_cargo_test(&seen.all()), seen.status.success());
    Ok(Outcome::Ran(tests.and(documentation)))
}

pub(super) fn server(context: &Context<'_>) -> Result<Outcome> {
    Ok(Outcome::Ran(tests(context.workspace, &[SERVER])?))
}

fn tests(workspace: &Workspace, members: &[&str]) -> Result<Counts> {
    let nextest = which::which("cargo-nextest").is_ok();
    let call = if nextest {
        cargo().args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass"])
    } else {
        cargo().args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    let seen = packages(call, members).dir(workspace.root()).watch()?;
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

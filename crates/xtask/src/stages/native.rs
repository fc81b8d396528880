//! Rust's own tests on the host.

use std::path::PathBuf;

use anyhow::Result;

use super::{Context, Outcome, honest, server_table};
use crate::counts::of_cargo_test;
use crate::rust_tests::{RustTests, packages};
use crate::setup::{python, strace};
use crate::workspace::{Workspace, cargo};

const SERVER: &str = "syncano-server";
/// Names the folder of the recorded exchanges.
const RECORDINGS: &str = "SYNCANO_GOLDEN";

/// Everything but the server, with the examples in the documentation.
pub(super) fn native(context: &Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    let members: Vec<&str> = workspace.members().filter(|name| *name != SERVER).collect();
    let tests = RustTests {
        members: &members,
        ..RustTests::default()
    };
    let ran = tests.run(workspace, Ok)?;
    let tests = honest(ran.counts, ran.succeeded);
    // The programs have no documentation tests, and nextest runs none at all.
    let documented = ["syncano", "syncano-wire", "syncano-vault"];
    let call = packages(cargo().args(["test", "--quiet", "--doc"]), &documented);
    let seen = call.dir(workspace.root()).watch()?;
    let documentation = honest(of_cargo_test(&seen.all()), seen.status.success());
    Ok(Outcome::Ran(tests.and(documentation)))
}

/// The server's tests, with the recorded exchanges where they are at hand. What the
/// documents say is shown by a test has to have been shown now.
pub(super) fn server(context: &Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    strace::ensure();
    let recordings = recordings(workspace);
    let python = match python::for_server_tests(workspace) {
        Ok(folders) => folders,
        // Without recordings the tests that need it say so themselves, and fail in CI.
        Err(error) if recordings.is_none() => {
            eprintln!("{error:#}");
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    let tests = RustTests {
        members: &[SERVER],
        ..RustTests::default()
    };
    let ran = tests.run(workspace, |call| {
        let call = match recordings {
            Some(folder) => call.env(RECORDINGS, folder),
            None => {
                eprintln!("{RECORDINGS} names no folder: the recorded exchanges are left out");
                call
            }
        };
        call.path_first(&python)
    })?;
    let mut counts = honest(ran.counts, ran.succeeded);
    for row in server_table::not_shown(workspace, &ran.passed)? {
        eprintln!("the table of the server's safety names a test that did not pass: {row}");
        counts.failed += 1;
    }
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

//! The table of the server's safety against the tests that really ran.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, ensure};

use crate::workspace::Workspace;

const DOCUMENT: &str = "docs/server-safety.md";
/// Where the tests lie whose results come from this stage. Tests of other stages, such as
/// those in browsers, are looked for by name only, by a test of the server.
const TESTS: &str = "crates/server/tests/";

/// Tests of the server that a row of the table names and that are not among those that
/// passed.
///
/// # Errors
/// When there is no table.
pub(super) fn not_shown(workspace: &Workspace, passed: &BTreeSet<String>) -> Result<Vec<String>> {
    let text = fs::read_to_string(workspace.path(DOCUMENT))
        .with_context(|| format!("cannot read {DOCUMENT}"))?;
    let named = named(&text);
    ensure!(!named.is_empty(), "{DOCUMENT} names no test");
    Ok(named
        .into_iter()
        .filter(|name| !passed.contains(name))
        .collect())
}

/// Names of tests as their runner prints them: of `` `crates/server/tests/PROGRAM/FILE.rs`:
/// NAME `` it is `FILE::NAME`.
fn named(text: &str) -> Vec<String> {
    let start = format!("`{TESTS}");
    let name = |cell: &str| {
        let (path, name) = cell.trim().strip_prefix(&start)?.split_once("`: ")?;
        let (_, module) = path.strip_suffix(".rs")?.split_once('/')?;
        let module = module.strip_suffix("/mod").unwrap_or(module);
        Some(format!("{}::{name}", module.replace('/', "::")))
    };
    text.lines()
        .filter(|line| line.starts_with("| "))
        .flat_map(|line| line.split(" | "))
        .filter_map(name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_of_the_server_is_read_as_its_runner_names_it() {
        let text = "Words about `crates/server/tests/it/a.rs`: b\n\
                    | Threat | Done | `crates/server/tests/it/login.rs`: first | 1 |\n\
                    | Threat | Done | `crates/server/tests/it/matrix/mod.rs`: second | 2 |\n\
                    | Threat | Done | `tests/browser/x.test.mjs`: third | 3 |\n";
        assert_eq!(named(text), ["login::first", "matrix::second"]);
    }
}

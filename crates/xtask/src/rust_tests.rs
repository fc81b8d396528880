//! Tests of Rust's own runner, or of nextest where it is on PATH.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::counts::{Counts, of_cargo_test, of_nextest};
use crate::process::Call;
use crate::workspace::{Workspace, cargo};

/// Which tests to run, and how.
#[derive(Debug, Default)]
pub(crate) struct RustTests<'a> {
    /// Of these packages.
    pub(crate) members: &'a [&'a str],
    /// Of this test program alone.
    pub(crate) program: Option<&'a str>,
    /// Those whose names have this in them.
    pub(crate) filter: Option<&'a str>,
    /// What the tests print is shown, and they run one after the other.
    pub(crate) aloud: bool,
}

/// What came of them.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) counts: Counts,
    pub(crate) succeeded: bool,
    /// Names of those that passed, without that of their program.
    pub(crate) passed: BTreeSet<String>,
}

impl RustTests<'_> {
    /// Runs them to the end, whatever fails; `prepare` has the last word on the call.
    ///
    /// # Errors
    /// When cargo can't be run.
    pub(crate) fn run(
        &self,
        workspace: &Workspace,
        prepare: impl FnOnce(Call) -> Result<Call>,
    ) -> Result<Ran> {
        let nextest = which::which("cargo-nextest").is_ok();
        let seen = prepare(self.call(nextest).dir(workspace.root()))?.watch()?;
        let counts = if nextest {
            of_nextest(&seen.err)
        } else {
            of_cargo_test(&seen.out)
        };
        Ok(Ran {
            counts,
            succeeded: seen.status.success(),
            passed: passed(&seen.all()),
        })
    }

    fn call(&self, nextest: bool) -> Call {
        let call = if nextest {
            cargo().args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass"])
        } else {
            cargo().args(["test", "--no-fail-fast"])
        };
        let mut call = packages(call, self.members);
        call = match self.program {
            Some(program) => call.args(["--test", program]),
            None if nextest => call,
            None => call.args(["--lib", "--bins", "--tests"]),
        };
        if let Some(filter) = self.filter {
            call = call.arg(filter);
        }
        match (self.aloud, nextest) {
            (true, true) => call.arg("--no-capture"),
            (true, false) => call.args(["--", "--nocapture", "--test-threads=1"]),
            (false, _) => call,
        }
    }
}

/// The call, about these packages.
pub(crate) fn packages(call: Call, members: &[&str]) -> Call {
    members
        .iter()
        .fold(call, |call, member| call.args(["--package", member]))
}

/// Reads `PASS [   0.1s] program name` of nextest and `test name ... ok` of cargo.
fn passed(text: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let line = line.trim();
        let name = match line.strip_prefix("test ") {
            Some(line) => line.strip_suffix(" ... ok")?,
            None => line.strip_prefix("PASS [")?.split_whitespace().last()?,
        };
        Some(name.to_owned())
    };
    text.lines().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_passed_are_read_from_what_either_runner_prints() {
        let text = "        PASS [   0.012s] (1/9) syncano-server::it login::of_nextest\n\
                    \u{20}       FAIL [   0.012s] (2/9) syncano-server::it login::failed\n\
                    test login::of_cargo ... ok\ntest login::bad ... FAILED\n";
        let names: Vec<String> = passed(text).into_iter().collect();
        assert_eq!(names, ["login::of_cargo", "login::of_nextest"]);
    }
}

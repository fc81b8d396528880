//! The stages of `cargo xtask test`, in the order in which they run: what
//! fails fast comes first, and each finds compiled what the ones before share.

mod context;
mod javascript;
mod lint;
mod native;
mod server_table;
mod size;
mod supply;
mod wasm;

use std::time::Instant;

use anyhow::Result;

pub(crate) use context::Context;

use crate::counts::Counts;
use crate::report::{Row, Verdict};
use crate::setup::browsers::Family;

/// A part of the test run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Format,
    Lint,
    Supply,
    Native,
    Server,
    WasmNode,
    WasmChromium,
    WasmFirefox,
    Size,
    Npm,
    Readme,
    Browser,
    Safety,
    Matrix,
}

/// How a stage went.
#[derive(Debug)]
enum Outcome {
    Ran(Counts),
    /// This machine can't run it; why.
    Skipped(String),
}

impl Stage {
    pub(crate) const ALL: [Self; 14] = [
        Self::Format,
        Self::Lint,
        Self::Supply,
        Self::Native,
        Self::Server,
        Self::WasmNode,
        Self::WasmChromium,
        Self::WasmFirefox,
        Self::Size,
        Self::Npm,
        Self::Readme,
        Self::Browser,
        Self::Safety,
        Self::Matrix,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Supply => "supply",
            Self::Native => "native",
            Self::Server => "server",
            Self::WasmNode => "wasm-node",
            Self::WasmChromium => "wasm-chromium",
            Self::WasmFirefox => "wasm-firefox",
            Self::Size => "size",
            Self::Npm => "npm",
            Self::Readme => "readme",
            Self::Browser => "browser",
            Self::Safety => "safety",
            Self::Matrix => "matrix",
        }
    }

    pub(crate) fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Runs it and judges: no test is a failure, and so is a skip where `strict`.
    pub(crate) fn run(self, context: &mut Context<'_>, strict: bool) -> Row {
        eprintln!("\n== {} ==", self.name());
        let start = Instant::now();
        let (counts, verdict) = judge(self.outcome(context), strict);
        if let Verdict::Failed(why) = &verdict {
            eprintln!("{}: {why}", self.name());
        }
        Row {
            name: self.name(),
            counts,
            time: start.elapsed(),
            verdict,
        }
    }

    fn outcome(self, context: &mut Context<'_>) -> Result<Outcome> {
        match self {
            Self::Format => lint::format(context),
            Self::Lint => lint::lint(context),
            Self::Supply => supply::supply(context),
            Self::Native => native::native(context),
            Self::Server => native::server(context),
            Self::WasmNode => wasm::node(context),
            Self::WasmChromium => wasm::browser(context, Family::Chromium),
            Self::WasmFirefox => wasm::browser(context, Family::Firefox),
            Self::Size => size::size(context),
            Self::Npm => javascript::without_browsers(context, "tests/npm"),
            Self::Readme => javascript::without_browsers(context, "tests/readme"),
            Self::Browser => javascript::in_browsers(context, "tests/browser"),
            Self::Safety => javascript::in_browsers(context, "tests/safety"),
            Self::Matrix => javascript::in_browsers(context, "tests/matrix"),
        }
    }
}

fn judge(outcome: Result<Outcome>, strict: bool) -> (Counts, Verdict) {
    match outcome {
        Ok(Outcome::Ran(counts)) if counts.total() == 0 => {
            (one_failed(), Verdict::Failed("it ran no test".to_owned()))
        }
        Ok(Outcome::Ran(counts)) if counts.failed > 0 => {
            let why = format!("{} failed", counts.failed);
            (counts, Verdict::Failed(why))
        }
        Ok(Outcome::Ran(counts)) => (counts, Verdict::Passed),
        Ok(Outcome::Skipped(why)) if strict => (
            one_failed(),
            Verdict::Failed(format!("it can't run here, and CI is set: {why}")),
        ),
        Ok(Outcome::Skipped(why)) => (Counts::default(), Verdict::Skipped(why)),
        Err(error) => (one_failed(), Verdict::Failed(format!("{error:#}"))),
    }
}

/// A stage that couldn't count still counts, as a failure.
pub(crate) fn one_failed() -> Counts {
    Counts {
        passed: 0,
        failed: 1,
    }
}

/// A run that failed without naming a failed test has one all the same.
pub(crate) fn honest(counts: Counts, succeeded: bool) -> Counts {
    Counts {
        failed: counts.failed.max(u64::from(!succeeded)),
        ..counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(passed: u64, failed: u64) -> Result<Outcome> {
        Ok(Outcome::Ran(Counts { passed, failed }))
    }

    fn is_failure(outcome: Result<Outcome>, strict: bool) -> bool {
        let (counts, verdict) = judge(outcome, strict);
        let failure = matches!(verdict, Verdict::Failed(_));
        assert_eq!(failure, counts.failed > 0, "the sum tells of every failure");
        failure
    }

    #[test]
    fn a_stage_that_ran_no_test_fails() {
        assert!(is_failure(ran(0, 0), false));
        assert!(!is_failure(ran(1, 0), true));
        assert!(is_failure(ran(5, 1), false));
        assert!(is_failure(Err(anyhow::anyhow!("no compiler")), false));
    }

    #[test]
    fn a_stage_that_cannot_run_fails_only_in_ci() {
        let skipped = || Ok(Outcome::Skipped("no browser".to_owned()));
        assert!(!is_failure(skipped(), false));
        assert!(is_failure(skipped(), true));
    }

    #[test]
    fn a_run_that_failed_without_a_failed_test_is_no_success() {
        let all_passed = Counts {
            passed: 3,
            failed: 0,
        };
        assert_eq!(honest(all_passed, true), all_passed);
        assert_eq!(honest(all_passed, false).failed, 1);
    }

    #[test]
    fn every_stage_is_found_by_its_name() {
        for stage in Stage::ALL {
            assert_eq!(Stage::by_name(stage.name()), Some(stage));
        }
        assert_eq!(Stage::by_name("nothing"), None);
    }
}

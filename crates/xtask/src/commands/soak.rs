//! `cargo xtask soak`: what the test run shows in short, at length, and what takes too
//! long for it.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::arguments::SoakOptions;
use crate::counts::Counts;
use crate::process::{self, Call};
use crate::report::{Report, Row, Verdict};
use crate::rust_tests::RustTests;
use crate::server::{Binary, Profile};
use crate::setup::strace;
use crate::stages::{honest, one_failed};
use crate::workspace::{Workspace, cargo};

const SERVER: &str = "syncano-server";
const LIMIT: Duration = Duration::from_secs(2 * 60 * 60);
/// Longer than the server waits for a header or a body, so that it throws out who is
/// slow while others are served.
const ROUND_MS: &str = "12000";
const GUESSES: &str = "200";

/// A part: its name in the table, and what the names of its tests have in them.
const PARTS: [(&str, &str); 6] = [
    ("killed at work", "crash::"),
    ("login flood", "flood::"),
    ("slow clients", "slow::"),
    ("login timing", "timing::"),
    ("failing disk", "disk::"),
    ("traced", "trace::"),
];

/// Runs every part, then prints a table and the sums.
///
/// # Errors
/// When the server can't be built, or a signal has ended the run.
pub(crate) fn soak(workspace: &Workspace, options: &SoakOptions) -> Result<ExitCode> {
    strace::ensure();
    // As it is run in earnest: times under load say little about another build.
    let binary = Binary::build(workspace, Profile::Server)?;
    let mut report = Report::default();
    for (name, filter) in PARTS {
        report.0.push(timed(name, || {
            let tests = RustTests {
                members: &[SERVER],
                program: Some("faults"),
                filter: Some(filter),
                aloud: true,
            };
            let ran = tests.run(workspace, |call| Ok(at_length(call, &binary, options)))?;
            Ok(honest(ran.counts, ran.succeeded))
        }));
        stop_if_asked()?;
    }
    report
        .0
        .push(timed("parsers", || parsers(workspace, options.inputs)));
    stop_if_asked()?;
    if options.figures {
        report.0.push(timed("figures", || figures(workspace)));
    }
    println!("\n{report}");
    Ok(if report.passed() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn at_length(call: Call, binary: &Binary, options: &SoakOptions) -> Call {
    noted(call, options.figures)
        .limit(LIMIT)
        .env("SYNCANO_SERVER_BIN", binary.path())
        .env("SYNCANO_FAULTS_ROUNDS", options.rounds.to_string())
        .env("SYNCANO_FAULTS_ROUND_MS", ROUND_MS)
        .env("SYNCANO_FAULTS_GUESSES", GUESSES)
}

/// What tests count is written down.
fn noted(call: Call, figures: bool) -> Call {
    if figures {
        call.env("SAFETY_FIGURES", "write")
    } else {
        call
    }
}

fn parsers(workspace: &Workspace, inputs: u64) -> Result<Counts> {
    let seen = cargo()
        .args([
            "run",
            "--release",
            "--quiet",
            "--manifest-path",
            "fuzz/Cargo.toml",
        ])
        .args(["--bin", "soak", "--"])
        .arg(inputs.to_string())
        .dir(workspace.root())
        .limit(LIMIT)
        .watch()?;
    Ok(honest(parsed(&seen.out, inputs), seen.status.success()))
}

/// Parsers that have had all of their inputs: one line each.
fn parsed(text: &str, inputs: u64) -> Counts {
    let inputs = format!(": {inputs} inputs, ");
    let passed = text.lines().filter(|line| line.contains(&inputs)).count();
    Counts {
        passed: u64::try_from(passed).unwrap_or(u64::MAX),
        failed: 0,
    }
}

/// The figures of the short tests, and then the document made of all of them.
fn figures(workspace: &Workspace) -> Result<Counts> {
    let mut counts = Counts::default();
    for (program, filter) in [("it", None), ("faults", Some("table::"))] {
        let tests = RustTests {
            members: &[SERVER],
            program: Some(program),
            filter,
            aloud: false,
        };
        let ran = tests.run(workspace, |call| Ok(noted(call, true)))?;
        counts = counts.and(honest(ran.counts, ran.succeeded));
    }
    Ok(counts)
}

fn stop_if_asked() -> Result<()> {
    if process::requested() {
        bail!("interrupted");
    }
    Ok(())
}

fn timed(name: &'static str, part: impl FnOnce() -> Result<Counts>) -> Row {
    eprintln!("\n== {name} ==");
    let start = Instant::now();
    let (counts, verdict) = match part() {
        Ok(counts) if counts.total() == 0 => {
            (one_failed(), Verdict::Failed("it ran nothing".to_owned()))
        }
        Ok(counts) if counts.failed > 0 => {
            (counts, Verdict::Failed(format!("{} failed", counts.failed)))
        }
        Ok(counts) => (counts, Verdict::Passed),
        Err(error) => (one_failed(), Verdict::Failed(format!("{error:#}"))),
    };
    Row {
        name,
        counts,
        time: start.elapsed(),
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parsers_that_had_all_of_their_inputs_count() {
        let text = "seed 7\nlink: 100 inputs, 990 bytes, 0.1 s\npath: 10 inputs, 9 bytes, 0 s\n";
        assert_eq!(parsed(text, 100).passed, 1);
        assert_eq!(parsed(text, 5).passed, 0);
    }
}

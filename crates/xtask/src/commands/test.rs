//! `cargo xtask test`: every stage, then a table and the sums.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::process;
use crate::report::Report;
use crate::setup::is_set;
use crate::stages::{Context, Stage};
use crate::workspace::Workspace;

/// Runs the stages named, or all. A failed stage doesn't stop the others.
///
/// # Errors
/// When a signal has ended the run.
pub(crate) fn test(workspace: &Workspace, only: &[Stage]) -> Result<ExitCode> {
    let strict = is_set("CI");
    let mut context = Context::new(workspace);
    let mut report = Report::default();
    for stage in Stage::ALL {
        if only.is_empty() || only.contains(&stage) {
            report.0.push(stage.run(&mut context, strict));
        }
        if process::requested() {
            bail!("interrupted");
        }
    }
    drop(context);
    println!("\n{report}");
    Ok(if report.passed() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! Tests in Node's own runner: of the installed tarball, of the README, of
//! pages in real browsers, of safety and of every runtime and tool. Each stage
//! has a fresh server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::{Context, Outcome, honest};
use crate::counts::of_node;
use crate::digest::files_below;
use crate::process::Call;
use crate::server::Server;
use crate::setup::browsers::{Browser, Family};
use crate::setup::node;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(30 * 60);
/// For one file, so that one that hangs is named, and the others run.
const FILE_LIMIT_MS: u32 = 10 * 60 * 1000;

/// Several processes at once ask from one address, faster than any person.
const NO_LIMITS: [&str; 6] = [
    "--limit-anonymous",
    "0",
    "--limit-account",
    "0",
    "--limit-instance",
    "0",
];

pub(super) fn without_browsers(context: &mut Context<'_>, folder: &str) -> Result<Outcome> {
    run(context, folder, &[])
}

pub(super) fn in_browsers(context: &mut Context<'_>, folder: &str) -> Result<Outcome> {
    let mut browsers = Vec::new();
    for family in [Family::Chromium, Family::Firefox] {
        match family.ensure(context.workspace) {
            Ok(browser) => browsers.push(browser),
            Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
        }
    }
    run(context, folder, &browsers)
}

fn run(context: &mut Context<'_>, folder: &str, browsers: &[Browser]) -> Result<Outcome> {
    let workspace = context.workspace;
    let folder = workspace.path(folder);
    let tests = tests_in(&folder)?;
    install(workspace, &folder)?;
    let binary = context.binary()?;
    let installed = context.installed()?;
    let server = Server::start(&binary, &NO_LIMITS)?;
    let report = workspace.notes()?.join("node-tests.json");
    let mut call = runner(workspace, &report)?
        .env("SYNCANO_BASE_URL", server.url())
        .env("SYNCANO_SERVER_BIN", binary.path())
        .env("SYNCANO_TARBALL", installed.tarball())
        .env("SYNCANO_INSTALLED", installed.folder());
    for browser in browsers {
        call = call.env(browser.family.variable(), &browser.browser.path);
    }
    let seen = call.args(tests).watch()?;
    let report = std::fs::read_to_string(&report).context("the runner wrote no report")?;
    let counts = honest(of_node(&report), seen.status.success());
    if counts.failed > 0 {
        eprintln!("the server's last words:\n{}", server.last_words());
    }
    Ok(Outcome::Ran(counts))
}

/// What all tests share, and what those of this folder have besides.
fn install(workspace: &Workspace, folder: &Path) -> Result<()> {
    node::packages(&workspace.path("tests"))?;
    if folder.join("package.json").exists() {
        node::packages(folder)?;
    }
    Ok(())
}

fn tests_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = files_below(folder, &["node_modules"])?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    anyhow::ensure!(!files.is_empty(), "no *.test.mjs in {}", folder.display());
    Ok(files)
}

fn runner(workspace: &Workspace, report: &Path) -> Result<Call> {
    // What is there is of an earlier run.
    if report.exists() {
        std::fs::remove_file(report)?;
    }
    let count = workspace.path("crates/xtask/node/count.mjs");
    Ok(node::node_for_tests()?
        .dir(workspace.root())
        .limit(LIMIT)
        // Browsers and builds of several files at once take each other's time.
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .arg("--test-reporter-destination=stdout")
        .arg(format!("--test-timeout={FILE_LIMIT_MS}"))
        .arg(format!("--test-reporter={}", count.display()))
        .arg(format!("--test-reporter-destination={}", report.display())))
}

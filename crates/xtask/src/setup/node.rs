//! Node, npm, and the packages of a folder with a lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::step::step;
use super::tool::{Found, Tool};
use super::version::Version;
use crate::digest;
use crate::process::Call;

/// What the package itself asks for.
const LOWEST: Version = Version(18, 0, 0);
/// What the test runner's options ask for.
const LOWEST_FOR_TESTS: Version = Version(20, 11, 0);
const HOW: &str = "install Node 20.11 or later (18 is enough for `build` and `demo`) with npm \
                   from https://nodejs.org or your system's packages";

fn find(name: &str, fits: impl Fn(&Tool) -> bool) -> Option<Tool> {
    Tool::find(name, None, fits)
}

pub(crate) fn look() -> [(&'static str, Found); 2] {
    let words = |tool: Option<Tool>| match tool {
        Some(tool) => Found::Yes(tool.words()),
        None => Found::No(HOW.to_owned()),
    };
    [
        ("node", words(find("node", |tool| tool.version >= LOWEST))),
        ("npm", words(find("npm", |_| true))),
    ]
}

/// A call of Node.
///
/// # Errors
/// When there is no Node that is new enough.
pub(crate) fn node() -> Result<Call> {
    find("node", |tool| tool.version >= LOWEST)
        .map(|tool| Call::new(tool.path))
        .context(HOW)
}

/// A call of Node for its test runner.
///
/// # Errors
/// As `node`.
pub(crate) fn node_for_tests() -> Result<Call> {
    find("node", |tool| tool.version >= LOWEST_FOR_TESTS)
        .map(|tool| Call::new(tool.path))
        .context(HOW)
}

/// A call of npm that asks nobody for advice.
///
/// # Errors
/// When there is no npm.
pub(crate) fn npm() -> Result<Call> {
    let path = which::which("npm").ok().context(HOW)?;
    Ok(Call::new(path)
        .env("npm_config_audit", "false")
        .env("npm_config_fund", "false")
        .env("npm_config_update_notifier", "false")
        .env("npm_config_ignore_scripts", "true"))
}

/// Installs what the folder's lock file says, unless it is there. No script of
/// any package runs. (`npm ci` would refuse a lock file that lacks another
/// system's programs, which registries may get later than the rest.)
///
/// # Errors
/// When npm fails.
pub(crate) fn packages(folder: &Path) -> Result<()> {
    let lock = lock_digest(folder)?;
    if is_installed(folder, &lock) {
        return Ok(());
    }
    let what = format!("npm install in {}", folder.display());
    step(&what, "up to a minute", || {
        npm()?
            .args(["install", "--no-save"])
            .dir(folder)
            .limit(Duration::from_secs(15 * 60))
            .run_quietly()?;
        fs::write(stamp(folder), &lock).context("cannot note what was installed")
    })
}

pub(crate) fn look_at_packages(folder: &Path) -> Found {
    match lock_digest(folder) {
        Ok(lock) if is_installed(folder, &lock) => Found::Yes(folder.display().to_string()),
        Ok(_) => Found::Later("npm install, up to a minute".to_owned()),
        Err(error) => Found::No(format!("{error:#}")),
    }
}

fn lock_digest(folder: &Path) -> Result<String> {
    digest::of_files(folder, &[folder.join("package-lock.json")])
}

fn is_installed(folder: &Path, lock: &str) -> bool {
    fs::read_to_string(stamp(folder)).is_ok_and(|noted| noted == lock)
}

/// Inside the folder that it speaks of, so that they vanish together.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.xtask-lock-digest")
}

//! A Python that can replay recorded exchanges.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::step::step;
use crate::process::Call;
use crate::workspace::Workspace;

const HOW: &str = "install Python 3 with venv, or `pip install requests` into the python3 on PATH";

/// The folders to put first on PATH so that `python3` has what it takes: none
/// when it has it already, else that of an environment of our own.
///
/// # Errors
/// When there is no Python, or pip can't install.
pub(crate) fn for_replays(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    if can_replay(Path::new("python3")) {
        return Ok(Vec::new());
    }
    let folder = workspace.tools().join("python");
    let programs = folder.join("bin");
    let python = programs.join("python3");
    if !can_replay(&python) {
        step("Python's requests, by pip", "seconds", || {
            let new = ["-m", "venv", "--clear"];
            Call::new("python3").args(new).arg(&folder).run_quietly()?;
            Call::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--requirement"])
                .arg(workspace.path("crates/xtask/python/requirements.txt"))
                .limit(Duration::from_secs(5 * 60))
                .run_quietly()
        })
        .context(HOW)?;
    }
    Ok(vec![programs])
}

fn can_replay(python: &Path) -> bool {
    let seen = Call::new(python).args(["-c", "import requests"]).keep();
    seen.is_ok_and(|seen| seen.status.success())
}

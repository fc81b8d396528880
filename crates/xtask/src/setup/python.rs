//! A Python that can replay recorded exchanges and make up requests.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::step::step;
use crate::process::Call;
use crate::workspace::Workspace;

const HOW: &str = "install Python 3.11 or newer with venv, or what \
                   crates/xtask/python/requirements.txt names into the python3 on PATH";

/// The folders to put first on PATH so that `python3` and `schemathesis` are there: none
/// when they are already, else that of an environment of our own.
///
/// # Errors
/// When there is no Python, or pip can't install.
pub(crate) fn for_server_tests(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    if is_complete(Path::new("python3"), Path::new("schemathesis")) {
        return Ok(Vec::new());
    }
    let folder = workspace.tools().join("python");
    let programs = folder.join("bin");
    let python = programs.join("python3");
    if !is_complete(&python, &programs.join("schemathesis")) {
        step("requests and schemathesis, by pip", "half a minute", || {
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

fn is_complete(python: &Path, schemathesis: &Path) -> bool {
    let imports = Call::new(python).args(["-c", "import requests"]).keep();
    let version = Call::new(schemathesis).args(["--version"]).keep();
    [imports, version]
        .into_iter()
        .all(|seen| seen.is_ok_and(|seen| seen.status.success()))
}

//! The packed tarball, installed as a user would: into an empty folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;

use crate::setup::node;
use crate::workspace::Workspace;

/// A folder with nothing but the package in it. It is gone when dropped.
#[derive(Debug)]
pub(crate) struct Installed {
    folder: TempDir,
    tarball: PathBuf,
}

impl Installed {
    /// Packs `pkg` and installs the tarball with the network off: the package
    /// has no dependencies, and no script of it runs.
    ///
    /// # Errors
    /// When npm fails.
    pub(crate) fn new(workspace: &Workspace) -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let packed = node::npm()?
            .args(["pack", "--json", "--pack-destination"])
            .arg(folder.path())
            .arg(workspace.path("pkg"))
            .dir(folder.path())
            .read()?;
        let tarball = folder.path().join(file_name(&packed)?);
        let home = folder.path().join("app");
        fs::create_dir(&home)?;
        fs::write(home.join("package.json"), "{ \"private\": true }\n")?;
        node::npm()?
            .args(["install", "--offline"])
            .arg(&tarball)
            .dir(&home)
            .run_quietly()?;
        Ok(Self { folder, tarball })
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    pub(crate) fn tarball(&self) -> &Path {
        &self.tarball
    }
}

/// The tarball's name in npm's answer, a list of packages.
pub(super) fn file_name(answer: &str) -> Result<String> {
    let answer: Value = serde_json::from_str(answer).context("npm pack's answer")?;
    answer
        .get(0)
        .and_then(|package| package.get("filename"))
        .and_then(Value::as_str)
        .map(str::to_owned)
        .context("npm pack named no file")
}

//! Where the repository and its build output are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::Call;

/// The repository's folders, as cargo sees them.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    /// Every member's name with its version.
    members: BTreeMap<String, String>,
}

impl Workspace {
    /// Asks cargo, so that a moved checkout or another target folder is no surprise.
    ///
    /// # Errors
    /// When cargo can't read the workspace.
    pub(crate) fn find() -> Result<Self> {
        let mut call = cargo().args(["metadata", "--no-deps", "--format-version=1"]);
        if let Some(dir) = std::env::var_os("CARGO_MANIFEST_DIR") {
            call = call.dir(dir);
        }
        Self::parse(&call.read()?)
    }

    fn parse(metadata: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(metadata).context("cargo metadata")?;
        let path = |name: &str| {
            value
                .get(name)
                .and_then(Value::as_str)
                .map(PathBuf::from)
                .with_context(|| format!("cargo metadata names no {name}"))
        };
        let packages = value.get("packages").and_then(Value::as_array);
        let members = packages
            .into_iter()
            .flatten()
            .filter_map(|package| {
                let text = |name| package.get(name).and_then(Value::as_str).map(str::to_owned);
                Some((text("name")?, text("version")?))
            })
            .collect();
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            members,
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the repository's root.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Where cargo builds.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// What xtask itself keeps between runs and may lose at any time.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub(crate) fn notes(&self) -> Result<PathBuf> {
        let dir = self.target.join("xtask");
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(dir)
    }

    /// Where tools are installed when PATH has none that fit.
    pub(crate) fn tools(&self) -> PathBuf {
        self.path(".tools")
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// The version that `Cargo.lock` has of a dependency.
    ///
    /// # Errors
    /// When the lock file can't be read or doesn't have it.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.path("Cargo.lock");
        let lock = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        locked_version(&lock, package).with_context(|| format!("Cargo.lock has no {package}"))
    }
}

/// The cargo that runs us, or else the one on PATH.
pub(crate) fn cargo() -> Call {
    Call::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_members_come_from_cargo_metadata() {
        let workspace = Workspace::parse(
            r#"{"packages":[{"name":"syncano","version":"1.1.0"}],
                "workspace_root":"/r","target_directory":"/t"}"#,
        )
        .expect("it is complete");
        assert_eq!(workspace.path("pkg"), Path::new("/r/pkg"));
        assert_eq!(workspace.target(), Path::new("/t"));
        assert_eq!(workspace.members().collect::<Vec<_>>(), ["syncano"]);
    }

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.126")
        );
        assert_eq!(locked_version(lock, "bindgen"), None);
    }
}

//! A program that was found, or what to do about one that wasn't.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::version::Version;
use crate::process::Call;

/// A program on this machine.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    pub(crate) path: PathBuf,
    pub(crate) version: Version,
}

/// The outcome of looking for something.
#[derive(Debug)]
pub(crate) enum Found {
    /// Where and which, in words.
    Yes(String),
    /// Set-up can install it; how long that takes.
    Later(String),
    /// A person has to do this first.
    No(String),
}

impl Tool {
    /// Asks the program itself for its version.
    pub(crate) fn ask(path: &Path) -> Option<Self> {
        let seen = Call::new(path)
            .arg("--version")
            .limit(Duration::from_secs(30))
            .keep()
            .ok()?;
        let version = Version::find(&seen.out).filter(|_| seen.status.success())?;
        Some(Self {
            path: path.to_owned(),
            version,
        })
    }

    /// The first program of this name that fits: on PATH, then in the folder.
    pub(crate) fn find(
        name: &str,
        folder: Option<&Path>,
        fits: impl Fn(&Self) -> bool,
    ) -> Option<Self> {
        let on_path = which::which_all(name).into_iter().flatten();
        let in_folder = folder.map(|folder| executable(folder, name));
        on_path
            .chain(in_folder)
            .filter(|path| path.is_file())
            .filter_map(|path| Self::ask(&path))
            .find(fits)
    }

    pub(crate) fn words(&self) -> String {
        format!("{} ({})", self.version, self.path.display())
    }
}

/// The file that starts the program `name` of this folder.
pub(super) fn executable(folder: &Path, name: &str) -> PathBuf {
    folder
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// Whether a switch in the environment is set to anything but nothing.
pub(crate) fn is_set(name: impl AsRef<OsStr>) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

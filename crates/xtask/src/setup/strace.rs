//! `strace`, by which tests see what reaches the disk, and make a disk fail.

use super::{Found, debian, step};
use crate::process::Call;

const PACKAGE: &str = "strace";

/// Whether it is here.
pub(crate) fn look() -> Found {
    match Call::new(PACKAGE).arg("-V").read() {
        Ok(version) => Found::Yes(version.lines().next().unwrap_or_default().to_owned()),
        Err(_) if debian::is_ours() => Found::Later("with apt-get (seconds)".to_owned()),
        Err(_) => Found::No("your system's package `strace`".to_owned()),
    }
}

/// Installs it where we may. The tests themselves say what they left out without it.
pub(crate) fn ensure() {
    if !matches!(look(), Found::Later(_)) {
        return;
    }
    let installed = step("strace with apt-get", "seconds", || {
        debian::install(&[PACKAGE])
    });
    if let Err(error) = installed {
        eprintln!("{error:#}");
    }
}

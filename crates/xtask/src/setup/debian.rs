//! Packages of Debian, where we may install them.

use std::fs;
use std::sync::Once;
use std::time::Duration;

use anyhow::Result;

use crate::process::Call;

/// Whether this is Debian itself (not a system made from it, whose browsers
/// are packaged otherwise) and we are root.
pub(super) fn is_ours() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    is_debian(&release) && is_root() && which::which("apt-get").is_ok()
}

fn is_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .any(|line| matches!(line.trim(), "ID=debian" | "ID=\"debian\""))
}

/// Whether we are the machine's administrator.
pub(super) fn is_root() -> bool {
    Call::new("id").arg("-u").read().is_ok_and(|id| id == "0")
}

/// Installs packages with nothing they merely recommend.
///
/// # Errors
/// When apt-get fails.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    static LISTS: Once = Once::new();
    let mut lists = Ok(());
    LISTS.call_once(|| lists = apt().arg("update").run_quietly().map(drop));
    lists?;
    apt()
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages)
        .run_quietly()
        .map(drop)
}

fn apt() -> Call {
    Call::new("apt-get")
        .arg("--quiet")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .limit(Duration::from_secs(20 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debian_itself_counts() {
        assert!(is_debian("PRETTY_NAME=\"Debian\"\nID=debian\n"));
        assert!(!is_debian("ID=ubuntu\nID_LIKE=debian\n"));
    }
}

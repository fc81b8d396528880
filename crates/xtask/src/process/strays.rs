//! Processes that left the group of the child that started them, as the
//! browsers of test tools do: when their parent is gone they become ours.

#[cfg(target_os = "linux")]
mod imp {
    use std::collections::BTreeSet;
    use std::fs;

    use anyhow::{Context, Result};
    use nix::sys::prctl;
    use nix::sys::signal::{Signal, kill};
    use nix::sys::wait::waitpid;
    use nix::unistd::Pid;

    /// Makes this process the parent of all orphans below it.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub(crate) fn adopt() -> Result<()> {
        prctl::set_child_subreaper(true).context("cannot adopt orphans")
    }

    /// Ends every child of ours that isn't among those we started, until
    /// there is none: each one's own children become ours as it goes.
    pub(crate) fn end(started: &BTreeSet<u32>) {
        loop {
            let strays: Vec<i32> = children()
                .into_iter()
                .filter(|child| u32::try_from(*child).is_ok_and(|id| !started.contains(&id)))
                .collect();
            if strays.is_empty() {
                return;
            }
            for stray in strays.into_iter().map(Pid::from_raw) {
                // It may be ended already; then it only has to be collected.
                let _ = kill(stray, Signal::SIGKILL);
                let _ = waitpid(stray, None);
            }
        }
    }

    /// Every process whose parent we are.
    fn children() -> Vec<i32> {
        let us = i32::try_from(std::process::id()).ok();
        let Ok(entries) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        let ids = entries
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        ids.filter(|id| parent(*id) == us).collect()
    }

    fn parent(id: i32) -> Option<i32> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name, in parentheses, may hold anything.
        let (_, rest) = stat.rsplit_once(')')?;
        rest.split_whitespace().nth(1)?.parse().ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use std::collections::BTreeSet;

    use anyhow::Result;

    /// Elsewhere there is no such thing; the groups have to do.
    pub(crate) fn adopt() -> Result<()> {
        Ok(())
    }

    pub(crate) fn end(_started: &BTreeSet<u32>) {}
}

pub(super) use imp::{adopt, end};

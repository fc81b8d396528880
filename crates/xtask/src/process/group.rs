//! A process group per child, so that its own children end with it.

#[cfg(unix)]
mod imp {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use anyhow::Result;
    use nix::errno::Errno;
    use nix::sys::signal::{Signal, killpg};
    use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
    use nix::unistd::Pid;

    /// Makes the child the leader of a group of its own.
    pub(crate) fn lead(command: &mut Command) {
        command.process_group(0);
    }

    /// Asks the whole group to end. A group that is gone already is no error.
    pub(crate) fn terminate(leader: u32) {
        send(leader, Signal::SIGTERM);
    }

    /// Ends the whole group.
    pub(crate) fn kill(leader: u32) {
        send(leader, Signal::SIGKILL);
    }

    fn send(leader: u32, signal: Signal) {
        if let Ok(id) = i32::try_from(leader) {
            // It may have ended a moment ago, which is what we want.
            let _ = killpg(Pid::from_raw(id), signal);
        }
    }

    /// Whether the leader has ended. It stays unreaped, so its id (and with it
    /// the group's) can't be given to a stranger before the group is killed.
    pub(crate) fn has_ended(child: &mut Child) -> Result<bool> {
        let id = Pid::from_raw(i32::try_from(child.id())?);
        let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
        loop {
            match waitid(Id::Pid(id), flags) {
                Ok(WaitStatus::StillAlive) => return Ok(false),
                Ok(_) => return Ok(true),
                Err(Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(not(unix))]
mod imp {
    use std::process::{Child, Command};

    use anyhow::Result;

    pub(crate) fn lead(_command: &mut Command) {}

    /// Without signals there is no polite way: the tree is ended.
    pub(crate) fn terminate(leader: u32) {
        kill(leader);
    }

    pub(crate) fn kill(leader: u32) {
        let leader = leader.to_string();
        let _ = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &leader])
            .output();
    }

    pub(crate) fn has_ended(child: &mut Child) -> Result<bool> {
        Ok(child.try_wait()?.is_some())
    }
}

pub(super) use imp::{has_ended, kill, lead, terminate};

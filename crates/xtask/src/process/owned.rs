//! A child that doesn't outlive its owner.

use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::{GRACE, group, interrupt};

const POLL: Duration = Duration::from_millis(10);

/// A running child with all that it starts. Dropping it ends them.
#[derive(Debug)]
pub(crate) struct Owned {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Owned {
    /// Starts the command in a process group of its own.
    ///
    /// # Errors
    /// When the program can't be started, or a signal has asked us to end.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        group::lead(command);
        let child = interrupt::start(command)?;
        Ok(Self { child, ended: None })
    }

    /// The child's pipes, each to be taken once.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits for the end and then ends what the child left behind.
    ///
    /// # Errors
    /// When the limit has passed (the child is ended then).
    pub(crate) fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let start = Instant::now();
        while !self.has_ended()? {
            if start.elapsed() > limit {
                self.stop(GRACE)?;
                bail!("took longer than {} s and was ended", limit.as_secs());
            }
            thread::sleep(POLL);
        }
        self.end()
    }

    /// Asks for the end, and insists after the grace.
    ///
    /// # Errors
    /// When the operating system can't tell how the child ended.
    pub(crate) fn stop(&mut self, grace: Duration) -> Result<ExitStatus> {
        if !self.has_ended()? {
            group::terminate(self.child.id());
        }
        let start = Instant::now();
        while !self.has_ended()? && start.elapsed() < grace {
            thread::sleep(POLL);
        }
        self.end()
    }

    /// Whether the child itself has ended.
    ///
    /// # Errors
    /// When the operating system can't tell.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.ended.is_some() || group::has_ended(&mut self.child)?)
    }

    fn end(&mut self) -> Result<ExitStatus> {
        if let Some(status) = self.ended {
            return Ok(status);
        }
        group::kill(self.child.id());
        let status = self.child.wait().context("cannot wait for a child")?;
        interrupt::forget(self.child.id());
        self.ended = Some(status);
        Ok(status)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // Nobody is left to tell, and the group is killed either way.
        let _ = self.stop(GRACE);
    }
}

//! One call of a program, from its arguments to its end.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};

use super::{Echo, Owned, Pipe};

/// No call may hang the whole run.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// A program to call. Nothing is read from the terminal.
#[derive(Debug)]
pub(crate) struct Call {
    command: Command,
    limit: Duration,
}

/// What a finished call printed.
#[derive(Debug)]
pub(crate) struct Transcript {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Transcript {
    /// Both streams, for programs that spread their summary over them.
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}", self.out, self.err)
    }
}

impl Call {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        Self {
            command,
            limit: LIMIT,
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Puts the folders before those on PATH.
    ///
    /// # Errors
    /// When a folder's name can't stand on PATH.
    pub(crate) fn path_first(self, folders: &[PathBuf]) -> Result<Self> {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let path = folders.iter().cloned();
        let path = std::env::join_paths(path.chain(std::env::split_paths(&inherited)))?;
        Ok(self.env("PATH", path))
    }

    pub(crate) fn without_env(mut self, name: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs it with its output on ours.
    ///
    /// # Errors
    /// When it can't start, takes too long or fails.
    pub(crate) fn run(mut self) -> Result<()> {
        let mut child = Owned::start(&mut self.command)?;
        let status = child.wait(self.limit).with_context(|| self.words())?;
        self.check(status, "")
    }

    /// Runs it silently; what it printed is shown only if it fails.
    ///
    /// # Errors
    /// As `run`.
    pub(crate) fn run_quietly(mut self) -> Result<Transcript> {
        let seen = self.finish(Echo::No, Echo::No)?;
        self.check(seen.status, &seen.all())?;
        Ok(seen)
    }

    /// Runs it silently; failing is no error.
    ///
    /// # Errors
    /// When it can't start or takes too long.
    pub(crate) fn keep(mut self) -> Result<Transcript> {
        self.finish(Echo::No, Echo::No)
    }

    /// What it prints on standard output, without the white space around.
    ///
    /// # Errors
    /// As `run`.
    pub(crate) fn read(self) -> Result<String> {
        Ok(self.run_quietly()?.out.trim().to_owned())
    }

    /// Runs it with its output on ours and in memory; failing is no error.
    ///
    /// # Errors
    /// When it can't start or takes too long.
    pub(crate) fn watch(mut self) -> Result<Transcript> {
        self.finish(Echo::Out, Echo::Err)
    }

    /// Starts it with pipes on its output and gives it away.
    ///
    /// # Errors
    /// When it can't start.
    pub(crate) fn start(mut self) -> Result<Owned> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Owned::start(&mut self.command)
    }

    fn finish(&mut self, out: Echo, err: Echo) -> Result<Transcript> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = Owned::start(&mut self.command)?;
        let missing = || anyhow!("a pipe of the child is missing");
        let out = Pipe::read(child.child().stdout.take().ok_or_else(missing)?, out);
        let err = Pipe::read(child.child().stderr.take().ok_or_else(missing)?, err);
        let status = child.wait(self.limit).with_context(|| self.words())?;
        Ok(Transcript {
            status,
            out: out.rest(),
            err: err.rest(),
        })
    }

    fn check(&self, status: ExitStatus, printed: &str) -> Result<()> {
        if status.success() {
            return Ok(());
        }
        if super::requested() {
            bail!("interrupted");
        }
        bail!("{} failed ({status})\n{}", self.words(), printed.trim())
    }

    /// The command as a person would type it; never its environment.
    fn words(&self) -> String {
        let program = Path::new(self.command.get_program());
        let name = program.file_name().unwrap_or(program.as_os_str());
        let mut words = name.to_string_lossy().into_owned();
        for arg in self.command.get_args() {
            words.push(' ');
            words.push_str(&arg.to_string_lossy());
        }
        words
    }
}

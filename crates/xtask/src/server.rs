//! `syncano-server`, built here and run on a free port.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use tempfile::TempDir;

use crate::process::{Call, Echo, GRACE, Owned, Pipe};
use crate::workspace::{Workspace, cargo};

const PACKAGE: &str = "syncano-server";
const START: Duration = Duration::from_secs(60);
/// How many lines of its log a failing stage shows.
const LAST_LINES: usize = 40;

/// Which of cargo's profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Builds fast; shares what the tests compile.
    Dev,
    /// Runs fast.
    Server,
}

/// The program itself.
#[derive(Clone, Debug)]
pub(crate) struct Binary(PathBuf);

impl Binary {
    /// Builds what has changed.
    ///
    /// # Errors
    /// When it doesn't compile.
    pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<Self> {
        let (flags, folder): (&[&str], _) = match profile {
            Profile::Dev => (&[], "debug"),
            Profile::Server => (&["--profile", "server"], "server"),
        };
        // Cargo's own words stay: the first time it has minutes of work.
        cargo()
            .args(["build", "--package", PACKAGE])
            .args(flags)
            .dir(workspace.root())
            .run()?;
        let program = workspace.target().join(folder).join(PACKAGE);
        Ok(Self(
            program.with_extension(std::env::consts::EXE_EXTENSION),
        ))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn call(&self) -> Call {
        Call::new(&self.0)
    }
}

/// A running server with a database of its own. Dropping it ends the one and
/// removes the other.
#[derive(Debug)]
pub(crate) struct Server {
    url: String,
    child: Owned,
    out: Pipe,
    err: Pipe,
    /// Dropped after the server has ended.
    _database: TempDir,
}

impl Server {
    /// Starts it on a free loopback port, with an empty database.
    ///
    /// # Errors
    /// When it doesn't say within a minute where it listens.
    pub(crate) fn start(binary: &Binary, flags: &[&str]) -> Result<Self> {
        let database = tempfile::tempdir().context("cannot make a temporary folder")?;
        let mut child = binary
            .call()
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(database_url(&database.path().join("syncano.sqlite")))
            .args(flags)
            .start()?;
        let (tell, told) = mpsc::channel();
        let missing = || anyhow!("a pipe of the server is missing");
        let out = child.child().stdout.take().ok_or_else(missing)?;
        let err = child.child().stderr.take().ok_or_else(missing)?;
        let out = Pipe::read_with(out, Echo::No, move |line| {
            if let Some(url) = listening(line) {
                // Nobody listens any more once the first has come.
                let _ = tell.send(url.to_owned());
            }
        });
        let err = Pipe::read(err, Echo::No);
        let Ok(url) = told.recv_timeout(START) else {
            // Its last words are complete only once it has ended.
            child.stop(GRACE)?;
            bail!("the server didn't start\n{}{}", out.rest(), err.rest());
        };
        Ok(Self {
            url,
            child,
            out,
            err,
            _database: database,
        })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The end of what it has printed.
    pub(crate) fn last_words(&self) -> String {
        let all = format!("{}{}", self.out.so_far(), self.err.so_far());
        let lines: Vec<&str> = all.lines().collect();
        let start = lines.len().saturating_sub(LAST_LINES);
        lines.get(start..).unwrap_or_default().join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Politely first, so that its own way of ending is what runs every day.
        let _ = self.child.stop(GRACE);
    }
}

/// The address in the line by which the server says that it is ready.
pub(crate) fn listening(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("listening on ")?;
    rest.starts_with("http").then_some(rest)
}

/// A file as `--database` takes it.
pub(crate) fn database_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// Starts it in the foreground, its own words on our output, and waits.
///
/// # Errors
/// When it can't start or fails.
pub(crate) fn in_foreground(
    binary: &Binary,
    args: &[String],
    once_ready: impl Fn(&str) + Send + 'static,
) -> Result<()> {
    let mut command = std::process::Command::new(binary.path());
    command
        .arg("serve")
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut child = Owned::start(&mut command)?;
    let out = child.child().stdout.take();
    let out = out.context("a pipe of the server is missing")?;
    let out = Pipe::read_with(out, Echo::Out, move |line| {
        if let Some(url) = listening(line) {
            once_ready(url);
        }
    });
    let status = child.wait(Duration::MAX)?;
    out.rest();
    if !status.success() {
        bail!("the server ended with {status}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_line_that_gives_it() {
        assert_eq!(
            listening("listening on http://127.0.0.1:4711\n"),
            Some("http://127.0.0.1:4711")
        );
        assert_eq!(listening("listening on nothing"), None);
        assert_eq!(listening("something else"), None);
    }
}

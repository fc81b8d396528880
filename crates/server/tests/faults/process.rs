//! The real binary, at work.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tokio::sync::{Mutex, MutexGuard};

/// No limits on requests: what is tested is what comes behind them.
const NO_LIMITS: [&str; 6] = [
    "--limit-anonymous",
    "0",
    "--limit-account",
    "0",
    "--limit-instance",
    "0",
];

static TURN: Mutex<()> = Mutex::const_new(());

/// Tests take turns, for runners that begin several at a time in one process.
pub(crate) async fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().await
}

/// A running server. It does not outlive its test.
pub(crate) struct Process {
    child: Child,
    pub(crate) url: String,
}

impl Process {
    /// Serves `db.sqlite` in `folder` on a free port, and writes its log beside it.
    pub(crate) fn start(folder: &Path, options: &[&str]) -> Self {
        Self::start_with_log(folder, options, "warn")
    }

    /// The same with a log as talkative as asked for.
    pub(crate) fn start_with_log(folder: &Path, options: &[&str], level: &str) -> Self {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("log"))
            .expect("a log");
        let mut child = command(folder, "serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(NO_LIMITS)
            .args(options)
            .env("SYNCANO_LOG", level)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the binary");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let url = line.trim().strip_prefix("listening on ").map(str::to_owned);
        Self {
            child,
            url: url.unwrap_or_else(|| panic!("not announced: {line:?}")),
        }
    }

    /// Where it listens: `HOST:PORT`.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").expect("an address")
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a fault would: at once, whatever it is doing.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("SIGKILL");
        self.child.wait().expect("an end");
    }

    /// Memory in KiB by the name that `/proc/PID/status` gives it.
    pub(crate) fn memory_kib(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).expect("a status");
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next());
        number.expect(name).parse().expect("a number")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The binary: the one that was named, such as an optimised one, or else the one that
/// was compiled with the tests.
fn binary() -> PathBuf {
    let named = std::env::var_os("SYNCANO_SERVER_BIN").filter(|name| !name.is_empty());
    named.map_or_else(
        || env!("CARGO_BIN_EXE_syncano-server").into(),
        PathBuf::from,
    )
}

pub(crate) fn command(folder: &Path, name: &str) -> Command {
    let mut command = Command::new(binary());
    let database = format!("sqlite:{}", folder.join("db.sqlite").display());
    command
        .env_clear()
        .arg(name)
        .args(["--database", &database])
        .current_dir(folder);
    command
}

pub(crate) fn run(folder: &Path, name: &str, options: &[&str]) -> Output {
    let mut command = command(folder, name);
    command.args(options).output().expect("the binary")
}

/// The number in a variable of the environment by which a long form of a test is asked
/// for.
pub(crate) fn number(variable: &str, otherwise: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable}={text}")),
        Err(_) => otherwise,
    }
}

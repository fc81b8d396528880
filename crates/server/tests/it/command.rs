//! The real binary.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::figures::figure;
use crate::reply::Reply;

const BINARY: &str = env!("CARGO_BIN_EXE_syncano-server");

/// The longest that a command may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server that does not outlive its test.
pub(crate) struct Process {
    child: Child,
    pub(crate) url: String,
}

impl Process {
    /// Starts `serve` and reads the one line that it prints.
    pub(crate) fn serve(folder: &Path, log: &Path, options: &[&str]) -> Self {
        let mut child = command(folder, "serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(options)
            .env("SYNCANO_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(fs::File::create(log).expect("a log"))
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

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks the server to stop, and tells whether it ended well.
    pub(crate) fn terminate(mut self) -> bool {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .expect("a signal");
        assert!(sent.success());
        self.child.wait().expect("an end").success()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn command(folder: &Path, name: &str) -> Command {
    let mut command = Command::new(BINARY);
    let database = format!("sqlite:{}", folder.join("db.sqlite").display());
    command
        .env_clear()
        .arg(name)
        .args(["--database", &database])
        .current_dir(folder);
    command
}

/// What a command says that ends by itself; one that goes on is ended, and fails the test.
pub(crate) fn refusal(command: &mut Command) -> Output {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let begun = Instant::now();
    while child.try_wait().expect("its state").is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().expect("an end");
            child.wait().expect("an end");
            panic!("the command goes on");
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().expect("its output")
}

pub(crate) fn create_admin(folder: &Path, email: &str, input: &str) -> Output {
    let mut child = command(folder, "create-admin")
        .args(["--email", email, "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(input.as_bytes())
        .expect("written");
    child.wait_with_output().expect("an end")
}

pub(crate) async fn account(url: &str, key: &str) -> Reply {
    let client = reqwest::Client::new();
    let request = client
        .get(format!("{url}/v1.1/account/"))
        .header("X-API-KEY", key);
    Reply::read(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn create_admin_prints_a_key_that_works_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = create_admin(folder.path(), "Root@example.com", "a password\n");
    assert!(made.status.success());
    let key = String::from_utf8(made.stdout).expect("text");
    assert_eq!(key.len(), 41, "{key:?}");
    let server = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    let reply = account(&server.url, key.trim()).await;
    assert_eq!(
        (reply.status, reply.member("email")),
        (200, "root@example.com".to_owned())
    );
    assert_eq!(reply.json()["is_active"], true);
    assert!(
        server.terminate(),
        "a stop that was asked for is no failure"
    );
}

#[test]
fn create_admin_refuses_what_it_cannot_make() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        create_admin(folder.path(), "a@example.com", "first\n")
            .status
            .success()
    );
    for (email, input, text) in [
        (
            "a@example.com",
            "second\n",
            "there is an account with this e-mail already",
        ),
        ("nobody", "x\n", "`nobody` is no e-mail address"),
        (
            "b@example.com",
            "  \n",
            "the first line of standard input holds no password",
        ),
    ] {
        let refused = create_admin(folder.path(), email, input);
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stdout.is_empty());
        let error = String::from_utf8(refused.stderr).expect("text");
        assert_eq!(error, format!("syncano-server: {text}\n"));
    }
}

#[test]
fn database_and_root_key_are_readable_by_their_owner_only() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        create_admin(folder.path(), "a@example.com", "x\n")
            .status
            .success()
    );
    for name in ["db.sqlite", "db.sqlite.root-key"] {
        let mode = fs::metadata(folder.path().join(name))
            .expect(name)
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    figure("modes", "database and root key: 0600");
}

#[test]
fn a_wrong_or_missing_root_key_stops_the_start_with_a_plain_text() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        create_admin(folder.path(), "a@example.com", "x\n")
            .status
            .success()
    );
    let root_key = folder.path().join("db.sqlite.root-key");
    fs::remove_file(&root_key).expect("removed");
    let without = create_admin(folder.path(), "b@example.com", "x\n");
    assert!(!without.status.success());
    assert!(
        !root_key.exists(),
        "a new key could not open what the old one sealed"
    );
    assert!(String::from_utf8_lossy(&without.stderr).contains("there is no root key at"));
    let other = tempfile::tempdir().expect("a folder");
    assert!(
        create_admin(other.path(), "a@example.com", "x\n")
            .status
            .success()
    );
    fs::copy(other.path().join("db.sqlite.root-key"), &root_key).expect("copied");
    let with_another = create_admin(folder.path(), "b@example.com", "x\n");
    assert!(!with_another.status.success());
    assert!(String::from_utf8_lossy(&with_another.stderr).contains("root key"));
    figure(
        "root-key",
        "missing, another one: 2 of 2 starts refused, each with a text that says why",
    );
}

#[test]
fn an_unknown_difference_is_named_with_those_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = command(folder.path(), "serve")
        .args(["--original", "nope"])
        .output();
    let error = String::from_utf8(refused.expect("the binary").stderr).expect("text");
    assert!(
        error.contains("login-reasons, keys-in-query-and-body"),
        "{error}"
    );
}

#[test]
fn the_list_of_differences_can_be_printed() {
    let printed = Command::new(BINARY)
        .arg("differences")
        .output()
        .expect("the binary");
    let table = String::from_utf8(printed.stdout).expect("text");
    assert_eq!(table.lines().count(), 2 + syncano_server::DIFFERENCES.len());
}

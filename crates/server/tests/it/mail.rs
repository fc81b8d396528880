//! How mail leaves the real binary.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::thread::{self, JoinHandle};

use serde_json::json;

use crate::command::Process;
use crate::mailbox::Mailbox;

async fn register(url: &str, email: &str) {
    let body = json!({"email": email, "password": "correct horse"});
    let request = reqwest::Client::new().post(format!("{url}/v1.1/account/register/"));
    let reply = request.json(&body).send().await.expect("an answer");
    assert_eq!(reply.status().as_u16(), 201);
}

/// Takes one mail as an SMTP server does, and returns what was said to it.
fn take_mail(stream: TcpStream) -> String {
    let mut out = stream.try_clone().expect("a second handle");
    let mut say = |line: &str| {
        out.write_all(format!("{line}\r\n").as_bytes())
            .expect("sent");
    };
    let mut heard = String::new();
    let mut in_mail = false;
    say("220 ready");
    for line in BufReader::new(stream).lines() {
        let line = line.expect("a line");
        heard.push_str(&line);
        heard.push('\n');
        match (in_mail, line.as_str()) {
            (true, ".") => {
                in_mail = false;
                say("250 taken");
            }
            (true, _) => {}
            (false, "DATA") => {
                in_mail = true;
                say("354 go on");
            }
            (false, "QUIT") => break,
            (false, _) => say("250 fine"),
        }
        if heard.ends_with("\n.\n") {
            break;
        }
    }
    heard
}

fn smtp_server() -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let mail = thread::spawn(move || take_mail(listener.accept().expect("a caller").0));
    (port, mail)
}

#[tokio::test]
async fn mail_goes_to_the_smtp_server_that_the_options_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (port, mail) = smtp_server();
    let port = port.to_string();
    let server = Process::serve(
        folder.path(),
        &folder.path().join("log"),
        &[
            "--smtp-host",
            "127.0.0.1",
            "--smtp-port",
            &port,
            "--smtp-security",
            "none",
            "--mail-sender",
            "Keys <keys@example.com>",
            "--mail-link-url",
            "https://keys.example.com/",
        ],
    );
    register(&server.url, "ada@example.com").await;
    let heard = tokio::task::spawn_blocking(|| mail.join().expect("a mail"))
        .await
        .expect("a thread");
    assert!(heard.contains("MAIL FROM:<keys@example.com>"), "{heard}");
    assert!(heard.contains("RCPT TO:<ada@example.com>"), "{heard}");
    assert!(
        heard.contains("https://keys.example.com/#/activate/"),
        "{heard}"
    );
    assert!(!folder.path().join("db.sqlite.mail").exists());
    assert!(server.terminate());
}

#[tokio::test]
async fn an_smtp_server_that_hangs_up_fails_no_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener
        .local_addr()
        .expect("an address")
        .port()
        .to_string();
    let hanging_up = thread::spawn(move || drop(listener.accept()));
    let options = [
        "--smtp-host",
        "127.0.0.1",
        "--smtp-port",
        &port,
        "--smtp-security",
        "none",
    ];
    let server = Process::serve(folder.path(), &log, &options);
    register(&server.url, "ada@example.com").await;
    // Stopping waits for the mail under way.
    assert!(server.terminate());
    hanging_up.join().expect("a call");
    let log = fs::read_to_string(&log).expect("a log");
    assert!(log.contains("a mail was not sent"), "{log}");
}

#[tokio::test]
async fn without_an_smtp_server_mails_are_private_files_beside_the_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    register(&server.url, "ada@example.com").await;
    let mailbox = Mailbox::beside(&folder.path().join("db.sqlite"));
    let mail = mailbox.activation("ada@example.com", 1).await;
    assert!(
        mail.link().starts_with("http://127.0.0.1:"),
        "{}",
        mail.link()
    );
    let mode = |path: &std::path::Path| {
        let file = fs::metadata(path).expect("a file");
        file.permissions().mode() & 0o777
    };
    assert_eq!(mode(&mailbox.0), 0o700);
    for entry in fs::read_dir(&mailbox.0).expect("a folder") {
        assert_eq!(mode(&entry.expect("a mail").path()), 0o600);
    }
    assert!(server.terminate());
}

#[test]
fn settings_of_mail_that_cannot_work_are_refused_at_the_start() {
    for (options, reason) in [
        (&["--mail-sender", "nobody"][..], "sender"),
        (&["--mail-link-url", "ftp://example.com/"], "public URL"),
        (&["--smtp-user", "ada"], "--smtp-password-file"),
        (&["--smtp-port", "25"], "--smtp-host"),
        (
            &[
                "--smtp-host",
                "localhost",
                "--smtp-user",
                "ada",
                "--smtp-password-file",
                "no-such-file",
            ],
            "SMTP password",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = crate::command::command(folder.path(), "serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(options)
            .output()
            .expect("an end");
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success(), "{options:?}");
        assert!(told.contains(reason), "{options:?}: {told}");
    }
}

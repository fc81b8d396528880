//! TLS and its certificate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use syncano_server::TlsFiles;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::CertificateDer;

use crate::command::{Process, command, refusal};
use crate::server::Server;
use crate::tls_client::{TlsConnection, get};

/// The longest that anything here may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);
const SELDOM: Duration = Duration::from_secs(3600);

struct Certificate {
    der: CertificateDer<'static>,
    pem: String,
    key: String,
}

impl Certificate {
    fn new() -> Self {
        let made = generate_simple_self_signed(["localhost".to_owned()]);
        let CertifiedKey { cert, signing_key } = made.expect("a certificate");
        Self {
            der: cert.der().clone(),
            pem: cert.pem(),
            key: signing_key.serialize_pem(),
        }
    }

    fn put(&self, files: &TlsFiles) {
        fs::write(&files.certificate, &self.pem).expect("written");
        fs::write(&files.key, &self.key).expect("written");
    }
}

fn files(folder: &Path) -> TlsFiles {
    TlsFiles {
        certificate: folder.join("certificate.pem"),
        key: folder.join("key.pem"),
    }
}

async fn start(files: &TlsFiles, interval: Duration) -> Server {
    Server::start_with(|settings| {
        settings.listening.tls = Some(files.clone());
        settings.listening.certificate_interval = interval;
        settings.timeouts.handshake = Duration::from_secs(2);
    })
    .await
}

#[tokio::test]
async fn tls_is_spoken_and_clear_text_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let certificate = Certificate::new();
    certificate.put(&files);
    let server = start(&files, SELDOM).await;
    let trusted = [certificate.der.clone()];
    let reply = get(server.address(), &trusted, "/").await.expect("TLS");
    assert_eq!(reply.status, 200);
    assert!(
        reply.text.contains("https://localhost/v1.1/"),
        "{}",
        reply.text
    );
    let hsts = reply.headers.get("strict-transport-security");
    assert_eq!(hsts.expect("a header"), "max-age=31536000");
    assert!(reqwest::get(server.url("/")).await.is_err());
    let stranger = [Certificate::new().der];
    assert!(get(server.address(), &stranger, "/").await.is_none());

    let clear = Server::start().await;
    let reply = clear.anonymous().get("/").await;
    assert_eq!(reply.header("strict-transport-security"), None);
}

#[tokio::test]
async fn who_only_connects_is_sent_away_while_others_are_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let certificate = Certificate::new();
    certificate.put(&files);
    let server = start(&files, SELDOM).await;
    let mut silent = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let served = get(server.address(), &[certificate.der], "/livez").await;
    assert_eq!(served.expect("TLS").status, 200);
    let mut nothing = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, silent.read_to_end(&mut nothing)).await;
    drop(ended.expect("the server ends the connection"));
    assert!(nothing.is_empty());
}

/// Asks until `expected` is shown.
async fn is_shown(server: std::net::SocketAddr, expected: &Certificate) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let trusted = [expected.der.clone()];
        if let Some(reply) = get(server, &trusted, "/livez").await {
            return reply.certificate == expected.der;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_over_and_a_bad_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let (old, new) = (Certificate::new(), Certificate::new());
    old.put(&files);
    let server = start(&files, Duration::from_millis(20)).await;
    assert!(is_shown(server.address(), &old).await);
    // Half of the renewal: the key belongs to another certificate.
    fs::write(&files.certificate, &new.pem).expect("written");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(is_shown(server.address(), &old).await);
    fs::write(&files.key, &new.key).expect("written");
    assert!(is_shown(server.address(), &new).await);
    fs::write(&files.key, "no key").expect("written");
    fs::remove_file(&files.certificate).expect("removed");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(is_shown(server.address(), &new).await);
}

#[tokio::test]
async fn a_connection_outlives_the_certificate_that_it_began_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let (old, new) = (Certificate::new(), Certificate::new());
    old.put(&files);
    let server = start(&files, SELDOM).await;
    let connection = TlsConnection::open(server.address(), std::slice::from_ref(&old.der)).await;
    let mut connection = connection.expect("TLS");
    assert_eq!(connection.get("/livez").await.expect("TLS").status, 200);
    new.put(&files);
    server.reload_certificate();
    assert!(is_shown(server.address(), &new).await);
    assert_eq!(connection.get("/livez").await.expect("TLS").status, 200);
}

#[tokio::test]
async fn the_command_reads_the_certificate_anew_at_sighup() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let (old, new) = (Certificate::new(), Certificate::new());
    old.put(&files);
    let log = folder.path().join("log");
    let text = |path: &PathBuf| path.to_str().expect("text").to_owned();
    let (certificate, key) = (text(&files.certificate), text(&files.key));
    let options = ["--tls-certificate", &certificate, "--tls-key", &key];
    let server = Process::serve(folder.path(), &log, &options);
    let address = server.url.strip_prefix("https://").expect("TLS");
    let address = address.parse().expect("an address");
    assert!(is_shown(address, &old).await);
    fs::write(&files.key, &new.key).expect("written");
    hang_up(&server);
    let begun = Instant::now();
    let complaint = "the certificate stays as it is";
    while !fs::read_to_string(&log).expect("a log").contains(complaint) {
        assert!(begun.elapsed() < PATIENCE, "the log says nothing");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(is_shown(address, &old).await);
    fs::write(&files.certificate, &new.pem).expect("written");
    hang_up(&server);
    assert!(is_shown(address, &new).await);
    assert!(server.terminate());
    let log = fs::read_to_string(&log).expect("a log");
    let line = new.key.lines().nth(1).expect("a line of the key");
    assert!(!log.contains(line), "the key is in the log");
}

fn hang_up(server: &Process) {
    let pid = server.id().to_string();
    let sent = Command::new("kill").args(["-HUP", &pid]).status();
    assert!(sent.expect("a signal").success());
}

#[test]
fn a_certificate_that_cannot_be_used_stops_the_start_with_a_plain_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let (one, other) = (Certificate::new(), Certificate::new());
    let cases = [
        (
            one.pem.as_str(),
            other.key.as_str(),
            "cannot be used with the key in",
        ),
        (
            one.key.as_str(),
            one.key.as_str(),
            "certificate.pem holds no certificate in PEM form",
        ),
        (
            one.pem.as_str(),
            one.pem.as_str(),
            "key.pem holds no private key in PEM form",
        ),
    ];
    for (certificate, key, expected) in cases {
        fs::write(&files.certificate, certificate).expect("written");
        fs::write(&files.key, key).expect("written");
        let mut serve = command(folder.path(), "serve");
        serve.args(["--listen", "127.0.0.1:0"]);
        serve.args(["--tls-certificate", "certificate.pem"]);
        serve.args(["--tls-key", "key.pem"]);
        let refused = refusal(&mut serve);
        assert_eq!(refused.status.code(), Some(1));
        let text = String::from_utf8(refused.stderr).expect("text");
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("BEGIN"), "{text}");
    }
}

//! Clients that are slow, large or deep on purpose.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::figures::figure;
use super::latency::{Probe, Rounds};
use super::process::{Process, number, turn};

/// Connections that never finish their headers.
const HALF_HEADERS: usize = 500;
/// Connections that send a byte of their body a second.
const DRIPPING: usize = 50;
/// Connections that each send one too large or too deep body after the other.
const LARGE: usize = 4;
/// How long the server waits for headers, and a second for it to notice.
const HEADER_TIMEOUT: Duration = Duration::from_secs(11);
const PAUSE: Duration = Duration::from_millis(20);

const HEAD: &str =
    "POST /v1.1/account/auth/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

async fn connect(server: SocketAddr) -> TcpStream {
    TcpStream::connect(server).await.expect("a connection")
}

/// Begins with a request's headers and comes back whenever it is thrown out.
async fn half_headers(server: SocketAddr, thrown_out: Arc<AtomicU64>) {
    loop {
        let mut stream = connect(server).await;
        let mut buffer = [0; 64];
        if stream
            .write_all(b"GET /v1.1/ HTTP/1.1\r\nHost: a\r\nX-A:")
            .await
            .is_ok()
        {
            while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
            thrown_out.fetch_add(1, Ordering::Relaxed);
        }
    }
}

async fn drip(server: SocketAddr) {
    loop {
        let mut stream = connect(server).await;
        let head = format!("{HEAD}Content-Length: 1000\r\n\r\n");
        let mut sent = stream.write_all(head.as_bytes()).await;
        while sent.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            sent = stream.write_all(b" ").await;
        }
    }
}

/// Sends a body and tells the status of the answer.
async fn send(server: SocketAddr, head: &str, body: &[u8]) -> Option<u16> {
    let mut stream = connect(server).await;
    let mut answer = Vec::new();
    stream.write_all(head.as_bytes()).await.ok()?;
    // Who is refused before the end of the body is cut off while it sends.
    let _ = stream.write_all(body).await;
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer)
        .split(' ')
        .nth(1)?
        .parse()
        .ok()
}

/// The status of an answer that may get lost: who is refused before the end of the body
/// can find the connection reset.
async fn refusal(server: SocketAddr, head: &str, body: &[u8]) -> u16 {
    for _ in 0..100 {
        if let Some(status) = send(server, head, body).await {
            return status;
        }
    }
    panic!("no answer");
}

/// A megabyte that is announced, one that is not, and a hundred thousand brackets.
fn bodies() -> [(String, Vec<u8>, u16); 3] {
    let megabyte = vec![b' '; 1024 * 1024];
    let chunked = [b"100000\r\n", &megabyte[..], b"\r\n0\r\n\r\n"].concat();
    let deep = "[".repeat(100_000).into_bytes();
    let head = |how: String| format!("{HEAD}Connection: close\r\n{how}\r\n\r\n");
    [
        (
            head(format!("Content-Length: {}", megabyte.len())),
            megabyte,
            413,
        ),
        (head("Transfer-Encoding: chunked".to_owned()), chunked, 413),
        (head(format!("Content-Length: {}", deep.len())), deep, 400),
    ]
}

async fn large(server: SocketAddr) {
    let bodies = bodies();
    loop {
        for (head, body, _) in &bodies {
            send(server, head, body).await;
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn attack(server: SocketAddr, thrown_out: &Arc<AtomicU64>) -> JoinSet<()> {
    let mut clients = JoinSet::new();
    for _ in 0..HALF_HEADERS {
        clients.spawn(half_headers(server, thrown_out.clone()));
    }
    for _ in 0..DRIPPING {
        clients.spawn(drip(server));
    }
    for _ in 0..LARGE {
        clients.spawn(large(server));
    }
    clients
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_large_and_deep_requests_slow_others_by_less_than_three_times() {
    let _turn = turn().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Process::start(folder.path(), &[]);
    let address = server.address().parse().expect("an address");
    let probe = Probe::new(&server).await;
    let before = server.memory_kib("VmHWM:");
    let thrown_out = Arc::new(AtomicU64::new(0));
    let pairs = number("SYNCANO_FAULTS_PAIRS", 5);
    let length = Duration::from_millis(number("SYNCANO_FAULTS_ROUND_MS", 1000));
    let rounds = Rounds::measure(probe, pairs, length, async || attack(address, &thrown_out)).await;
    for (head, body, expected) in bodies() {
        assert_eq!(refusal(address, &head, &body).await, expected);
    }
    let thrown_out = thrown_out.load(Ordering::Relaxed);
    assert!(length < HEADER_TIMEOUT || thrown_out >= pairs * HALF_HEADERS as u64);
    let grown = (server.memory_kib("VmHWM:") - before) as f64 / 1024.0;
    let [quiet, attacked] = rounds.p99s();
    let ratio = rounds.ratio();
    figure(
        "slow-clients",
        &format!(
            "{HALF_HEADERS} half headers, {DRIPPING} bodies of 1 byte/s, {LARGE} senders of 1 MiB \
             and of 100,000 brackets, {pairs} times {} s: p99 of a key check {quiet:.2} ms in \
             quiet, {attacked:.2} ms meanwhile, {ratio:.1} times; memory grew by {grown:.0} MiB; {thrown_out} connections ended",
            length.as_secs_f64()
        ),
    );
    assert!(grown < 50.0, "{grown} MiB");
    assert!(ratio <= 3.0, "{ratio} times: {rounds:?}");
}

//! Logins by the thousand.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;

use super::figures::figure;
use super::latency::{Probe, Rounds};
use super::process::{Process, number, turn};

/// Guesses under way at a time: more than run and wait for their turn.
const GUESSERS: usize = 64;
/// Before somebody who was refused comes back: the queue is full all the time, and what
/// the guessers themselves take of the machine is not what is measured.
const PAUSE: Duration = Duration::from_millis(100);

/// What guesses came to.
#[derive(Debug, Default)]
struct Seen {
    /// The password was looked at.
    hashed: AtomicU64,
    /// Too many passwords were waiting.
    busy: AtomicU64,
    /// Anything else.
    other: AtomicU64,
}

/// Guesses a password from network `number`, where nobody has been before, so that
/// nothing but the work itself slows the guesser down. Comes with the status and the
/// milliseconds until it was there.
pub(crate) async fn guess(server: SocketAddr, number: u32, email: &str) -> (u16, f64) {
    let [_, _, high, low] = number.to_be_bytes();
    let socket = TcpSocket::new_v4().expect("a socket");
    // The last octet does not tell networks apart.
    let from = Ipv4Addr::new(127, high.saturating_add(1), low, 1);
    socket.bind((from, 0).into()).expect("an address");
    let mut stream = socket.connect(server).await.expect("a connection");
    let body = format!(r#"{{"email":"{email}","password":"wrong"}}"#);
    let request = format!(
        "POST /v1.1/account/auth/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let began = Instant::now();
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let taken = began.elapsed().as_secs_f64() * 1000.0;
    let status = answer.split(' ').nth(1).expect("a status");
    (status.parse().expect("a status"), taken)
}

fn flood(server: SocketAddr, numbers: &Arc<AtomicU32>, seen: &Arc<Seen>) -> JoinSet<()> {
    let mut guessers = JoinSet::new();
    for _ in 0..GUESSERS {
        let (numbers, seen) = (numbers.clone(), seen.clone());
        guessers.spawn(async move {
            loop {
                let number = numbers.fetch_add(1, Ordering::Relaxed);
                let email = format!("user{number}@example.com");
                let outcome = match guess(server, number, &email).await {
                    (401, _) => &seen.hashed,
                    (503, _) => &seen.busy,
                    _ => &seen.other,
                };
                outcome.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(PAUSE).await;
            }
        });
    }
    guessers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_logins_slows_key_checks_by_less_than_three_times() {
    let _turn = turn().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Process::start(folder.path(), &[]);
    let address = server.address().parse().expect("an address");
    let probe = Probe::new(&server).await;
    let (numbers, seen) = (Arc::default(), Arc::new(Seen::default()));
    let pairs = number("SYNCANO_FAULTS_PAIRS", 7);
    let length = Duration::from_millis(number("SYNCANO_FAULTS_ROUND_MS", 1000));
    let attack = async || flood(address, &numbers, &seen);
    let rounds = Rounds::measure(probe, pairs, length, attack).await;
    let [quiet, flooded] = rounds.p99s();
    let hashed = seen.hashed.load(Ordering::Relaxed);
    let busy = seen.busy.load(Ordering::Relaxed);
    assert!(hashed > 0 && busy > 0, "{hashed} hashed, {busy} refused");
    assert_eq!(seen.other.load(Ordering::Relaxed), 0);
    let ratio = rounds.ratio();
    figure(
        "login-flood",
        &format!(
            "{hashed} guesses hashed, {busy} refused in {pairs} floods of {} s: p99 of a key \
             check {quiet:.2} ms in quiet, {flooded:.2} ms under the flood, {ratio:.1} times",
            length.as_secs_f64()
        ),
    );
    assert!(ratio <= 3.0, "{ratio} times: {rounds:?}");
}

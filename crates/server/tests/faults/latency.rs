//! How long key checks take while something else goes on.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use super::process::Process;
use super::reply::Reply;
use super::statistics::{median, quantile};

/// Between two checks, so that the checks alone do not keep the machine busy.
const PAUSE: Duration = Duration::from_millis(2);

/// An application that shows its key again and again, over one connection.
pub(crate) struct Probe {
    stream: BufReader<TcpStream>,
    request: String,
}

/// Rounds of checks, alternately in quiet and under an attack.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    quiet: Vec<f64>,
    attacked: Vec<f64>,
}

impl Probe {
    /// Makes an account, an instance and an API key to check.
    pub(crate) async fn new(server: &Process) -> Self {
        let client = reqwest::Client::new();
        let send = async |path: &str, key: Option<&str>, body| {
            let request = client.post(format!("{}{path}", server.url)).json(&body);
            let request = match key {
                Some(key) => request.header("X-API-KEY", key),
                None => request,
            };
            let reply = Reply::read(request.send().await.expect("an answer")).await;
            assert_eq!(reply.status, 201, "{}", reply.text);
            reply
        };
        let account = json!({"email": "ada@example.com", "password": "correct horse"});
        let account = send("/v1.1/account/register/", None, account).await;
        let account = account.member("account_key");
        send(
            "/v1.1/instances/",
            Some(&account),
            json!({"name": "my-shop"}),
        )
        .await;
        let keys = "/v1.1/instances/my-shop/api_keys/";
        let key = send(keys, Some(&account), json!({})).await;
        let stream = TcpStream::connect(server.address()).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).expect("patience");
        Self {
            stream: BufReader::new(stream),
            request: format!(
                "GET {keys}{}/ HTTP/1.1\r\nHost: a\r\nX-API-KEY: {}\r\n\r\n",
                key.json()["id"],
                key.member("api_key")
            ),
        }
    }

    /// Milliseconds that one check takes.
    fn check(&mut self) -> f64 {
        let began = Instant::now();
        let sent = self.stream.get_mut().write_all(self.request.as_bytes());
        sent.expect("sent");
        let mut status = String::new();
        self.stream.read_line(&mut status).expect("a status");
        assert!(status.starts_with("HTTP/1.1 200"), "{status}");
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("a header");
            if line.trim().is_empty() {
                break;
            }
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        began.elapsed().as_secs_f64() * 1000.0
    }

    /// The 99th percentile of the checks of one round, in milliseconds.
    fn round(&mut self, length: Duration) -> f64 {
        let began = Instant::now();
        let mut times = Vec::new();
        while began.elapsed() < length {
            times.push(self.check());
            std::thread::sleep(PAUSE);
        }
        quantile(&mut times, 99)
    }
}

impl Rounds {
    /// Measures on a thread of its own, so that what the attack costs its own side is
    /// not waited for. `attack` starts one; dropping what it returns ends it.
    pub(crate) async fn measure<A>(
        mut probe: Probe,
        pairs: u64,
        length: Duration,
        mut attack: impl AsyncFnMut() -> A,
    ) -> Self {
        let mut rounds = Self::default();
        for _ in 0..pairs {
            for is_attack in [false, true] {
                let running = if is_attack {
                    Some(attack().await)
                } else {
                    None
                };
                let measured = tokio::task::spawn_blocking(move || {
                    let p99 = probe.round(length);
                    (probe, p99)
                });
                let p99;
                (probe, p99) = measured.await.expect("a round");
                drop(running);
                if is_attack {
                    rounds.attacked.push(p99);
                } else {
                    rounds.quiet.push(p99);
                }
                // What has begun ends before the next round.
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
        rounds
    }

    /// How many times longer the 99th percentile is under the attack. Each attacked round is
    /// held against the quiet one just before it, so that what else the machine does, and
    /// does more of at one time than at another, is in both; of these the median.
    pub(crate) fn ratio(&self) -> f64 {
        let pairs = self.attacked.iter().zip(&self.quiet);
        let mut ratios: Vec<f64> = pairs.map(|(attacked, quiet)| attacked / quiet).collect();
        median(&mut ratios)
    }

    /// The 99th percentiles in quiet and under the attack: each the median of its rounds.
    pub(crate) fn p99s(&self) -> [f64; 2] {
        [&self.quiet, &self.attacked].map(|rounds| median(&mut rounds.clone()))
    }
}

//! Clients that are slow, huge or many.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::server::Server;

/// The longest that anything here may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);
const SOON: Duration = Duration::from_secs(1);
/// How long a statement waits for a database that somebody else keeps.
const BUSY: Duration = Duration::from_secs(5);
/// Between two bytes of somebody who dawdles.
const PAUSE: Duration = Duration::from_millis(20);

async fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).await;
    stream.expect("a connection")
}

/// Sends `text` one byte at a time for as long as the server listens, and returns what
/// it says in the end.
async fn dawdle(server: &Server, head: &str, text: &str) -> String {
    let (mut reading, mut writing) = connect(server).await.into_split();
    writing.write_all(head.as_bytes()).await.expect("sent");
    let text = text.to_owned();
    let sending = tokio::spawn(async move {
        for byte in text.bytes().cycle() {
            if writing.write_all(&[byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
    let mut answer = Vec::new();
    let ended = timeout(PATIENCE, reading.read_to_end(&mut answer)).await;
    sending.abort();
    // A reset is an end as well.
    drop(ended.expect("the server ends the connection"));
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn headers_that_trickle_in_are_cut_off_while_others_are_served() {
    let server = Server::start_with(|settings| settings.timeouts.header = SOON).await;
    let slow = (0..50).map(|_| dawdle(&server, "GET / HTTP/1.1\r\nX-A: ", "a"));
    let slow = futures_util::future::join_all(slow);
    let served = async {
        for _ in 0..20 {
            let reply = timeout(PATIENCE, server.anonymous().get("/v1.1/")).await;
            assert_eq!(reply.expect("in time").status, 200);
        }
    };
    let (answers, ()) = tokio::join!(slow, served);
    for answer in answers {
        assert!(!answer.contains("200 OK"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_trickles_in_is_408() {
    let server = Server::start_with(|settings| settings.timeouts.body = SOON).await;
    for framing in ["Content-Length: 200000", "Transfer-Encoding: chunked"] {
        let head = format!("POST /v1.1/account/auth/ HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n");
        let text = if framing.contains("chunked") {
            "1\r\na\r\n"
        } else {
            "a"
        };
        let answer = dawdle(&server, &head, text).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains(r#"{"detail":"The request body took too long."}"#));
    }
}

#[tokio::test]
async fn too_large_or_too_many_headers_are_431() {
    let server = Server::start().await;
    let status = async |headers: String| {
        let mut stream = connect(&server).await;
        let request = format!("GET /v1.1/ HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        // The server may be gone before all is sent.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let padding = |bytes: usize| format!("X-A: {}\r\n", "a".repeat(bytes));
    let many = |count: usize| (0..count).map(|n| format!("X-{n}: a\r\n")).collect();
    assert_eq!(status(padding(15_000)).await, "HTTP/1.1 200");
    assert_eq!(status(padding(17_000)).await, "HTTP/1.1 431");
    assert_eq!(status(padding(100_000)).await, "HTTP/1.1 431");
    assert_eq!(status(many(90)).await, "HTTP/1.1 200");
    assert_eq!(status(many(120)).await, "HTTP/1.1 431");
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_503() {
    let server = Server::start_with(|settings| settings.timeouts.request = 2 * SOON).await;
    let ada = server.account("ada").await;
    // Somebody else has the database for longer than the request may take, and for less
    // time than a statement would wait.
    let lock = server.lock().await;
    let begun = Instant::now();
    let reply = ada
        .actor
        .post("/v1.1/instances/", json!({"name": "my-shop"}))
        .await;
    assert!(begun.elapsed() < BUSY, "{:?}", begun.elapsed());
    let text = r#"{"detail":"The server cannot serve this request now."}"#;
    assert_eq!(reply.outcome(), (503, text));
    assert_eq!(reply.header("retry-after"), Some("1"));
    drop(lock);
    let begun = Instant::now();
    loop {
        let body = json!({"name": "my-shop"});
        let reply = ada.actor.post("/v1.1/instances/", body).await;
        if reply.status == 201 {
            break;
        }
        assert_eq!(reply.status, 503, "{}", reply.text);
        assert!(begun.elapsed() < PATIENCE);
    }
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_until_others_end() {
    let server = Server::start_with(|settings| settings.connections_max = 2).await;
    let request = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut answer = [0; 12];
    let mut first = connect(&server).await;
    let mut second = connect(&server).await;
    for stream in [&mut first, &mut second] {
        stream.write_all(request).await.expect("sent");
        stream.read_exact(&mut answer).await.expect("an answer");
    }
    let mut third = connect(&server).await;
    third.write_all(request).await.expect("sent");
    let early = timeout(SOON, third.read_exact(&mut answer)).await;
    assert!(early.is_err(), "there were two connections already");
    drop(first);
    let late = timeout(PATIENCE, third.read_exact(&mut answer)).await;
    late.expect("in time").expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test]
async fn who_does_not_take_the_answer_is_cut_off() {
    // More than the system keeps for a connection.
    const BYTES: u64 = 64 << 20;
    let folder = tempfile::tempdir().expect("a folder");
    let file = std::fs::File::create(folder.path().join("large")).expect("a file");
    file.set_len(BYTES).expect("its length");
    let server = Server::start_with(|settings| {
        settings.dashboard = Some(folder.path().to_owned());
        settings.timeouts.write = SOON;
        settings.connections_max = 1;
    })
    .await;
    let mut greedy = connect(&server).await;
    let request = b"GET /dashboard/large HTTP/1.1\r\nHost: a\r\n\r\n";
    greedy.write_all(request).await.expect("sent");
    // It has the only connection, and takes nothing.
    let mut next = connect(&server).await;
    let request = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
    next.write_all(request).await.expect("sent");
    let mut answer = [0; 12];
    let served = timeout(PATIENCE, next.read_exact(&mut answer)).await;
    served.expect("in time").expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
    drop(greedy);
}

#[tokio::test]
async fn json_that_is_too_deep_is_400() {
    let server = Server::start().await;
    let anonymous = server.anonymous();
    for body in ["[".repeat(100_000), "{\"a\":".repeat(40_000)] {
        let request = anonymous.request("POST", "/v1.1/account/auth/");
        let request = request
            .header("Content-Type", "application/json")
            .body(body);
        let reply = anonymous.send(request).await;
        assert_eq!(reply.status, 400, "{}", reply.text);
        let detail = reply.member("detail");
        assert!(detail.starts_with("JSON parse error - "), "{detail}");
    }
}

#[tokio::test]
async fn texts_with_nul_or_half_a_character_are_400() {
    let server = Server::start().await;
    let ada = server.account("ada").await.actor;
    server.application(&ada, "my-shop", json!({})).await;
    let shop = "/v1.1/instances/my-shop";
    let routes = [
        ("POST", "/v1.1/account/register/".to_owned(), "email"),
        ("PATCH", "/v1.1/account/".to_owned(), "first_name"),
        ("POST", "/v1.1/instances/".to_owned(), "description"),
        ("PATCH", format!("{shop}/"), "description"),
        ("POST", format!("{shop}/api_keys/"), "description"),
        ("POST", format!("{shop}/users/"), "username"),
        ("POST", format!("{shop}/groups/"), "label"),
        ("POST", format!("{shop}/invitations/"), "email"),
    ];
    for (method, path, field) in routes {
        for text in [r"a\u0000b", r"a\ud800b", r"\udc00\ud800"] {
            let rest = r#""name": "another-shop", "password": "x", "role": "read""#;
            let rest = match field {
                "username" | "email" => rest,
                _ => r#""name": "another-shop""#,
            };
            let body = format!(r#"{{{rest}, "{field}": "{text}"}}"#);
            let request = ada.request(method, &path);
            let request = request
                .header("Content-Type", "application/json")
                .body(body);
            let reply = ada.send(request).await;
            assert_eq!(reply.status, 400, "{method} {path} {text}: {}", reply.text);
        }
    }
}

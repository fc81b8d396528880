use std::time::Duration;

use serde_json::json;
use syncano_server::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::figures::figure;
use crate::server::{PASSWORD, Server};

#[tokio::test]
async fn too_many_requests_are_told_how_long_to_wait() {
    let server = Server::start_with(|settings| {
        settings.limits = Limits {
            anonymous: 2,
            account: 2,
            instance: 2,
        };
    })
    .await;
    for _ in 0..100 {
        let anonymous = server.anonymous();
        let request = anonymous
            .request("GET", "/v1.1/")
            .header("Origin", "https://a.example.com");
        let reply = anonymous.send(request).await;
        if reply.status == 429 {
            let text = r#"{"detail":"Request was throttled. Expected available in 1 second."}"#;
            assert_eq!(reply.text, text);
            assert_eq!(reply.header("retry-after"), Some("1"));
            assert_eq!(
                reply.header("access-control-expose-headers"),
                Some("Retry-After")
            );
            figure(
                "throttle",
                "2 a second allowed: 429 with `Retry-After: 1`, readable across origins",
            );
            return;
        }
    }
    panic!("a hundred requests at once were let through");
}

#[tokio::test]
async fn guesses_at_an_instance_do_not_use_up_its_limit() {
    let server = Server::start_with(|settings| settings.limits.instance = 3).await;
    let ada = server.account("ada").await;
    let stranger = server.account("stranger").await;
    let path = "/v1.1/instances/my-shop/api_keys/";
    ada.actor
        .post("/v1.1/instances/", json!({"name": "my-shop"}))
        .await;
    for actor in [
        server.anonymous(),
        server.with_key(&"b".repeat(40)),
        stranger.actor,
    ] {
        for _ in 0..20 {
            assert_eq!(actor.get(path).await.status, 403);
        }
    }
    assert_eq!(ada.actor.get(path).await.status, 200);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_whether_announced_or_not() {
    let server = Server::start_with(|settings| settings.body_bytes_max = Some(1000)).await;
    let anonymous = server.anonymous();
    let body = || vec![b' '; 2000];
    let announced = anonymous
        .request("POST", "/v1.1/account/auth/")
        .body(body());
    let reply = anonymous.send(announced).await;
    assert_eq!(
        reply.outcome(),
        (413, r#"{"detail":"Request size limit exceeded (2000)."}"#)
    );
    let mut stream = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let head = "POST /v1.1/account/auth/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(b"7d0\r\n").await.expect("sent");
    stream.write_all(&body()).await.expect("sent");
    stream.write_all(b"\r\n0\r\n\r\n").await.expect("sent");
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn a_form_of_too_many_fields_is_refused() {
    let server = Server::start().await;
    let form = "a=b&".repeat(1001);
    let anonymous = server.anonymous();
    let request = anonymous.request("POST", "/v1.1/account/auth/");
    let request = request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    assert_eq!(
        anonymous.send(request).await.outcome(),
        (400, "<h1>Bad Request (400)</h1>")
    );
}

#[tokio::test]
async fn half_a_request_does_not_hold_a_connection() {
    let server = Server::start_with(|settings| {
        settings.timeouts.header = Duration::from_millis(200);
        settings.timeouts.body = Duration::from_millis(200);
    })
    .await;
    let half_body = "POST /v1.1/account/auth/ HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{";
    for (half, expected) in [("GET / HTTP/1.1\r\nHost:", ""), (half_body, "HTTP/1.1 408")] {
        let mut stream = TcpStream::connect(server.address())
            .await
            .expect("a connection");
        stream.write_all(half.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        let ended = tokio::time::timeout(Duration::from_secs(20), read).await;
        // A reset is an end as well.
        drop(ended.expect("the server ends the connection"));
        assert!(
            String::from_utf8_lossy(&answer).starts_with(expected),
            "{answer:?}"
        );
    }
    figure(
        "half-requests",
        "half headers, half a body: 2 of 2 connections ended, 408 for the body",
    );
}

#[tokio::test]
async fn stopping_finishes_what_was_begun() {
    let server = Server::start_with(|settings| {
        settings.passwords.memory_kib = 19 * 1024;
        settings.passwords.passes = 4;
    })
    .await;
    server.account("ada").await;
    let anonymous = server.anonymous();
    let login = tokio::spawn(async move {
        let body = json!({"email": "ada@example.com", "password": PASSWORD});
        anonymous.post("/v1.1/account/auth/", body).await
    });
    let mut stream = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let body = json!({"email": "ada@example.com", "password": PASSWORD}).to_string();
    let head = format!(
        "POST /v1.1/account/auth/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
        .write_all(body.get(..5).expect("half").as_bytes())
        .await
        .expect("sent");
    assert_eq!(login.await.expect("an answer").status, 200);
    // The request has begun: its head is read, its body is not.
    let address = server.address();
    let stopping = tokio::spawn(server.stop());
    stream
        .write_all(body.get(5..).expect("half").as_bytes())
        .await
        .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    stopping.await.expect("stopped");
    assert!(TcpStream::connect(address).await.is_err());
    figure("stop", "a login being hashed, half a body: 2 of 2 answered");
}

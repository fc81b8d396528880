//! `/livez` and `/readyz`.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::reply::Reply;
use crate::server::Server;

/// The longest that anything here may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// Asks until the server is as ready as expected: a result is kept for a moment.
async fn ready(server: &Server, expected: u16) -> Reply {
    let begun = Instant::now();
    loop {
        let reply = server.anonymous().get("/readyz").await;
        if reply.status == expected {
            return reply;
        }
        assert!(begun.elapsed() < PATIENCE, "{}", reply.text);
        tokio::time::sleep(PAUSE).await;
    }
}

fn failing(reply: &Reply) -> Vec<String> {
    let reply = reply.json();
    let checks = reply["checks"].as_object().expect("checks");
    let failing = checks.iter().filter(|(_, state)| **state != "ok");
    failing.map(|(name, _)| name.clone()).collect()
}

#[tokio::test]
async fn health_needs_no_key_and_knows_no_limit() {
    let server = Server::start_with(|settings| settings.limits.anonymous = 1).await;
    for _ in 0..30 {
        let live = server.anonymous().get("/livez").await;
        assert_eq!(live.outcome(), (200, r#"{"status":"ok"}"#));
        assert_eq!(live.header("cache-control"), Some("no-store"));
        let ready = server.anonymous().get("/readyz").await;
        let expected = json!({"status": "ok", "checks": {
            "database": "ok", "root_key": "ok", "migrations": "ok", "running": "ok",
        }});
        assert_eq!((ready.status, ready.json()), (200, expected));
    }
    for path in ["/livez/", "/readyz/", "/v1.1/livez/", "/v1.1/readyz/"] {
        let reply = server.anonymous().get(path).await;
        assert!(matches!(reply.status, 404 | 429), "{path} {}", reply.status);
    }
    assert_eq!(
        server.anonymous().post("/readyz", json!({})).await.status,
        405
    );
}

#[tokio::test]
async fn a_full_database_is_not_ready_until_there_is_room_again() {
    let server = Server::start_with(|settings| settings.database_pages_max = Some(90)).await;
    let ada = server.account("ada").await.actor;
    let made = ada
        .post("/v1.1/instances/", json!({"name": "my-shop"}))
        .await;
    assert_eq!(made.status, 201);
    ready(&server, 200).await;
    let keys = "/v1.1/instances/my-shop/api_keys/";
    let body = json!({"description": "x".repeat(1000)});
    let mut is_full = false;
    for _ in 0..1000 {
        is_full = ada.post(keys, body.clone()).await.status == 503;
        if is_full {
            break;
        }
    }
    assert!(is_full);
    let red = ready(&server, 503).await;
    assert_eq!(failing(&red), ["database"]);
    assert_eq!(red.json()["status"], "unready");
    // What the database said is for the log.
    assert!(!red.text.contains("full"), "{}", red.text);
    assert_eq!(ada.get(keys).await.status, 200);
    assert_eq!(server.anonymous().get("/livez").await.status, 200);
    server.execute("DELETE FROM api_keys").await;
    ready(&server, 200).await;
}

#[tokio::test]
async fn a_database_under_another_root_key_or_schema_is_not_ready() {
    for (sql, check) in [
        ("UPDATE vault SET canary = x'0102'", "root_key"),
        (
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (99999999999999, 'later', 1, x'00', 0)",
            "migrations",
        ),
        ("DROP TABLE write_test", "database"),
    ] {
        let server = Server::start().await;
        ready(&server, 200).await;
        server.execute(sql).await;
        assert_eq!(failing(&ready(&server, 503).await), [check], "{sql}");
        assert_eq!(server.anonymous().get("/v1.1/").await.status, 200);
    }
}

#[tokio::test]
async fn a_database_that_somebody_else_keeps_is_not_ready() {
    let server = Server::start().await;
    let lock = server.lock().await;
    assert_eq!(failing(&ready(&server, 503).await), ["database"]);
    drop(lock);
    ready(&server, 200).await;
}

#[tokio::test]
async fn a_stopping_server_is_not_ready_but_goes_on_for_a_while() {
    let server = Server::start_with(|settings| {
        settings.timeouts.drain = Duration::from_secs(3);
    })
    .await;
    ready(&server, 200).await;
    let anonymous = server.anonymous();
    let stopping = tokio::spawn(server.stop());
    let begun = Instant::now();
    let red: Value = loop {
        let reply = anonymous.get("/readyz").await;
        if reply.status == 503 {
            break reply.json();
        }
        assert!(begun.elapsed() < Duration::from_secs(2));
    };
    assert_eq!(red["checks"]["running"], "failing");
    assert_eq!(red["checks"]["database"], "ok");
    assert_eq!(anonymous.get("/v1.1/").await.status, 200);
    assert_eq!(anonymous.get("/livez").await.status, 200);
    stopping.await.expect("stopped");
}

//! Figures for Prometheus, and that they are about nobody.

use serde_json::json;

use crate::server::{PASSWORD, Server};

/// Does everything that is counted, with texts that must not be found anywhere, and
/// returns those.
async fn traffic(server: &Server) -> Vec<String> {
    let ada = server.account("canary-ada").await;
    let key = ada.actor.key().to_owned();
    let shop = server
        .application(&ada.actor, "canary-shop", json!({}))
        .await;
    let user = server.user(&ada.actor, "canary-shop", "canary-user").await;
    for password in [PASSWORD, "canary-password"] {
        for _ in 0..8 {
            let body = json!({"email": ada.email, "password": password});
            server.anonymous().post("/v1.1/account/auth/", body).await;
        }
    }
    for path in [
        "/v1.1/instances/canary-shop/api_keys/77771/".to_owned(),
        "/v1.1/instances/canary-shop/users/77772/?api_key=canary-query".to_owned(),
        "/canary-path/".to_owned(),
        format!("/v1.1/{key}/"),
        format!("/dashboard/{key}"),
        "/livez".to_owned(),
    ] {
        ada.actor.get(&path).await;
        shop.actor.call("CANARYMETHOD", &path).await;
    }
    vec![
        "canary".to_owned(),
        "CANARY".to_owned(),
        "7777".to_owned(),
        "127.0.0.1".to_owned(),
        key,
        shop.actor.key().to_owned(),
        user.key,
    ]
}

fn value(page: &str, name: &str) -> f64 {
    let found = page
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let found = found.unwrap_or_else(|| panic!("no {name} in {page}"));
    found.parse().expect("a number")
}

#[tokio::test]
async fn requests_are_counted_by_route_and_nobody_can_be_told_from_the_figures() {
    let server = Server::start_with(|settings| {
        settings.metrics_listen = Some(([127, 0, 0, 1], 0).into());
        settings.limits.anonymous = 15;
        settings.dashboard = Some(std::env::temp_dir());
    })
    .await;
    let secrets = traffic(&server).await;
    for _ in 0..60 {
        server.anonymous().get("/v1.1/").await;
    }
    let reply = server.metrics().await;
    assert_eq!(reply.status, 200);
    let kind = reply.header("content-type").expect("a type");
    assert!(kind.starts_with("application/openmetrics-text; version=1.0.0"));
    let page = &reply.text;
    for secret in secrets {
        assert!(!page.contains(&secret), "{secret} is in {page}");
    }
    assert!(page.ends_with("# EOF\n"));
    let made = r#"{method="POST",route="/v1.1/instances/{instance}/api_keys/",status="2xx"}"#;
    assert_eq!(value(page, &format!("syncano_requests_total{made}")), 1.0);
    let timed = r#"{method="POST",route="/v1.1/instances/{instance}/api_keys/"}"#;
    assert_eq!(
        value(
            page,
            &format!("syncano_request_duration_seconds_count{timed}")
        ),
        1.0
    );
    for some in [
        r#"syncano_requests_total{method="GET",route="none",status="4xx"}"#,
        r#"syncano_requests_total{method="GET",route="/livez",status="2xx"}"#,
        r#"syncano_requests_total{method="other",route="/livez",status="4xx"}"#,
        r#"syncano_requests_total{method="GET",route="/dashboard",status="4xx"}"#,
        r#"syncano_requests_total{method="GET",route="/v1.1/",status="4xx"}"#,
        "syncano_throttled_requests_total",
        "syncano_login_refusals_total",
        "syncano_login_attempts_total",
        "syncano_logins_total",
        "syncano_password_hashes_total",
        "syncano_open_connections",
    ] {
        assert!(value(page, some) >= 1.0, "{some}");
    }
    for any in [
        "syncano_waiting_passwords",
        "syncano_database_unavailable_total",
        "syncano_database_errors_total",
    ] {
        value(page, any);
    }
    let build = format!(
        "syncano_build_info{{version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(value(page, &build), 1.0);
}

#[tokio::test]
async fn a_database_that_refuses_is_counted() {
    let server = Server::start_with(|settings| {
        settings.metrics_listen = Some(([127, 0, 0, 1], 0).into());
        settings.database_pages_max = Some(90);
    })
    .await;
    let name = "syncano_database_unavailable_total";
    let before = value(&server.metrics().await.text, name);
    let ada = server.account("ada").await.actor;
    ada.post("/v1.1/instances/", json!({"name": "my-shop"}))
        .await;
    let body = json!({"description": "x".repeat(1000)});
    for _ in 0..1000 {
        let path = "/v1.1/instances/my-shop/api_keys/";
        if ada.post(path, body.clone()).await.status == 503 {
            break;
        }
    }
    assert!(value(&server.metrics().await.text, name) > before);
}

#[tokio::test]
async fn the_api_has_no_figures() {
    let server = Server::start_with(|settings| {
        settings.metrics_listen = Some(([127, 0, 0, 1], 0).into());
    })
    .await;
    assert_eq!(server.anonymous().get("/metrics").await.status, 404);
}

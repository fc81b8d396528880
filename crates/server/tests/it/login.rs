use serde_json::json;
use syncano_server::Switch;

use crate::figures::figure;
use crate::server::{PASSWORD, Server};

const AUTH: &str = "/v1.1/account/auth/";

#[tokio::test]
async fn the_right_password_gets_the_account_with_its_present_key() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let body = json!({"email": "ADA@example.com", "password": format!(" {PASSWORD} ")});
    let reply = server.anonymous().post(AUTH, body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.member("account_key"), ada.actor.key());
    assert_eq!(reply.member("email"), ada.email);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_get_the_same_answer() {
    let server = Server::start().await;
    server.account("ada").await;
    let mut answers = Vec::new();
    for (email, password) in [("ada@example.com", "wrong"), ("eve@example.com", PASSWORD)] {
        let body = json!({"email": email, "password": password});
        let reply = server.anonymous().post(AUTH, body).await;
        answers.push((reply.status, reply.text));
    }
    assert_eq!(
        answers[0],
        (401, r#"{"detail":"Invalid email or password."}"#.to_owned())
    );
    assert_eq!(answers[0], answers[1]);
    figure(
        "login-text",
        "unknown e-mail, wrong password: 1 status, 1 text",
    );
}

#[tokio::test]
async fn every_refused_login_is_one_run_of_the_hash() {
    let server = Server::start_with(|settings| settings.original = vec![Switch::FreeGuesses]).await;
    let ada = server.account("ada").await;
    server.account("without").await;
    server.account("active").await;
    server
        .execute("UPDATE accounts SET password = NULL WHERE email LIKE 'without@%'")
        .await;
    server
        .execute("UPDATE accounts SET is_active = 1 WHERE email LIKE 'active@%'")
        .await;
    let shop = server.application(&ada.actor, "my-shop", json!({})).await;
    server.user(&ada.actor, "my-shop", "bob").await;
    let anonymous = server.anonymous();
    let names = ["ada", "active", "without", "nobody"];
    for name in names {
        let before = server.hashes();
        let body = json!({"email": format!("{name}@example.com"), "password": "wrong"});
        assert_eq!(anonymous.post(AUTH, body).await.status, 401, "{name}");
        assert_eq!(server.hashes(), before + 1, "{name}");
    }
    let users = ["bob", "nobody"];
    for name in users {
        let before = server.hashes();
        let body = json!({"username": name, "password": "wrong"});
        let path = "/v1.1/instances/my-shop/user/auth/";
        assert_eq!(shop.actor.post(path, body).await.status, 401, "{name}");
        assert_eq!(server.hashes(), before + 1, "{name}");
    }
    figure(
        "login-hashes",
        "account inactive, active, without a password, unknown; user known, unknown: 1 run each",
    );
}

#[tokio::test]
async fn every_bad_field_is_reported_at_once() {
    let server = Server::start().await;
    let reply = server.anonymous().post(AUTH, json!({"email": null})).await;
    assert_eq!(
        reply.outcome(),
        (
            400,
            r#"{"email":["This field may not be null."],"password":["This field is required."]}"#
        )
    );
}

#[tokio::test]
async fn social_login_knows_no_token_because_no_provider_is_configured() {
    let server = Server::start().await;
    let anonymous = server.anonymous();
    for (backend, body, status) in [
        ("facebook", json!({}), 401),
        ("facebook", json!({"access_token": "x"}), 401),
        ("myspace", json!({"access_token": "x"}), 400),
        ("myspace", json!({}), 401),
    ] {
        let reply = anonymous.post(&format!("{AUTH}{backend}/"), body).await;
        assert_eq!(reply.status, status, "{backend}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_bad_key_does_not_stop_a_login_but_stops_a_registration() {
    let server = Server::start().await;
    server.account("ada").await;
    let confused = server.with_key("not a key");
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    assert_eq!(confused.post(AUTH, body.clone()).await.status, 200);
    assert_eq!(
        confused.post("/v1.1/account/register/", body).await.status,
        403
    );
}

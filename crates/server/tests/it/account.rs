use serde_json::json;

use crate::figures::figure;
use crate::server::{NO_SUCH_KEY, PASSWORD, Server};

const ACCOUNT: &str = "/v1.1/account/";

#[tokio::test]
async fn an_account_is_registered_once_whatever_the_case() {
    let server = Server::start().await;
    server.account("ada").await;
    let body = json!({"email": "ADA@Example.com", "password": "x"});
    let reply = server
        .anonymous()
        .post("/v1.1/account/register/", body)
        .await;
    assert_eq!(
        reply.outcome(),
        (400, r#"{"email":["This field must be unique."]}"#)
    );
}

#[tokio::test]
async fn a_refused_registration_leaves_no_account_behind() {
    let server = Server::start().await;
    let body = json!({
        "email": "ada@example.com", "password": PASSWORD, "invitation_key": "c".repeat(40),
    });
    let reply = server
        .anonymous()
        .post("/v1.1/account/register/", body)
        .await;
    assert_eq!(
        reply.outcome(),
        (400, r#"{"invitation_key":"Invitation not found."}"#)
    );
    server.account("ada").await;
}

#[tokio::test]
async fn a_closed_server_registers_nobody() {
    let server = Server::start_with(|settings| settings.registration_open = false).await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let reply = server
        .anonymous()
        .post("/v1.1/account/register/", body)
        .await;
    assert_eq!(
        reply.outcome(),
        (400, r#"{"detail":"Registration disabled."}"#)
    );
}

#[tokio::test]
async fn a_put_clears_metadata_and_a_patch_does_not() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let body = json!({"first_name": "Ada", "metadata": {"a": [1, null]}});
    assert_eq!(
        ada.actor.patch(ACCOUNT, body).await.json()["metadata"],
        json!({"a": [1, null]})
    );
    let reply = ada.actor.patch(ACCOUNT, json!({})).await;
    assert_eq!(reply.json()["metadata"], json!({"a": [1, null]}));
    let reply = ada.actor.put(ACCOUNT, json!({"email": ada.email})).await;
    assert_eq!(reply.json()["metadata"], json!({}));
    assert_eq!(reply.member("first_name"), "Ada");
}

#[tokio::test]
async fn an_email_that_is_taken_is_refused_and_nothing_changes() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let bob = server.account("bob").await;
    let body = json!({"email": bob.email, "first_name": "Thief"});
    let reply = ada.actor.patch(ACCOUNT, body).await;
    assert_eq!(
        reply.outcome(),
        (400, r#"{"email":["This field must be unique."]}"#)
    );
    assert_eq!(ada.actor.get(ACCOUNT).await.member("first_name"), "");
}

#[tokio::test]
async fn a_reset_key_is_refused_from_the_next_request_on() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let reply = ada.actor.post("/v1.1/account/reset_key/", json!({})).await;
    assert_eq!(reply.status, 200);
    assert_eq!(ada.actor.get(ACCOUNT).await.outcome(), (403, NO_SUCH_KEY));
    let renewed = server.with_key(&reply.member("account_key"));
    assert_eq!(renewed.get(ACCOUNT).await.status, 200);
    figure(
        "revoked",
        "the very next request with the old key: 403, with the new one: 200",
    );
}

#[tokio::test]
async fn of_fifty_parallel_resets_with_one_key_exactly_one_succeeds() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let resets = (0..50).map(|_| {
        let actor = ada.actor.clone();
        tokio::spawn(async move { actor.post("/v1.1/account/reset_key/", json!({})).await })
    });
    let mut valid = Vec::new();
    for reset in resets.collect::<Vec<_>>() {
        let reply = reset.await.expect("an answer");
        match reply.status {
            200 => valid.push(reply.member("account_key")),
            _ => assert_eq!(reply.outcome(), (403, NO_SUCH_KEY)),
        }
    }
    assert_eq!(valid.len(), 1);
    assert_eq!(server.with_key(&valid[0]).get(ACCOUNT).await.status, 200);
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_the_key_stays() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let path = "/v1.1/account/password/";
    let wrong = json!({"current_password": "wrong", "new_password": ""});
    let reply = ada.actor.post(path, wrong).await;
    assert_eq!(
        reply.outcome(),
        (
            400,
            r#"{"current_password":["Invalid password."],"new_password":["This field may not be blank."]}"#
        )
    );
    let right = json!({"current_password": PASSWORD, "new_password": "another"});
    assert_eq!(ada.actor.post(path, right).await.outcome(), (204, ""));
    let login = |password: &'static str| {
        let body = json!({"email": "ada@example.com", "password": password});
        let anonymous = server.anonymous();
        async move { anonymous.post("/v1.1/account/auth/", body).await }
    };
    assert_eq!(login(PASSWORD).await.status, 401);
    assert_eq!(
        login("another").await.member("account_key"),
        ada.actor.key()
    );
}

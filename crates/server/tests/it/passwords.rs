use serde_json::{Value, json};
use syncano_server::Switch;

use crate::figures::figure;
use crate::reply::Reply;
use crate::server::{NO_SUCH_KEY, PASSWORD, Server};

const RESET: &str = "/v1.1/account/password/reset/";
const CONFIRM: &str = "/v1.1/account/password/reset/confirm/";
const SET: &str = "/v1.1/account/password/set/";
const WRONG_TOKEN: &str = r#"{"non_field_errors":["Invalid token."]}"#;

async fn reset(server: &Server, email: &str) -> Reply {
    server
        .anonymous()
        .post(RESET, json!({"email": email}))
        .await
}

async fn confirm(server: &Server, mut credentials: Value, password: &str) -> Reply {
    credentials["new_password"] = json!(password);
    server.anonymous().post(CONFIRM, credentials).await
}

async fn login(server: &Server, email: &str, password: &str) -> Reply {
    let body = json!({"email": email, "password": password});
    server.anonymous().post("/v1.1/account/auth/", body).await
}

#[tokio::test]
async fn a_mailed_token_sets_a_new_password_once_and_the_key_stays() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    assert_eq!(reset(&server, "ADA@example.com").await.outcome(), (204, ""));
    let mailbox = server.mailbox();
    mailbox.activation(&ada.email, 1).await;
    let mail = mailbox.password_reset(&ada.email, 1).await;
    assert!(mail.link().contains("#/password/reset/"), "{}", mail.link());
    let reply = confirm(&server, mail.credentials(), " another ").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.member("account_key"), ada.actor.key());
    assert_eq!(reply.json()["is_active"], false);
    assert_eq!(login(&server, &ada.email, PASSWORD).await.status, 401);
    assert_eq!(login(&server, &ada.email, "another").await.status, 200);
    let tokens = "SELECT count(*) FROM mailed_tokens";
    assert_eq!(server.number(tokens).await, 0, "nothing is left to be used");
    let again = confirm(&server, mail.credentials(), "a third").await;
    assert_eq!(again.outcome(), (400, WRONG_TOKEN));
    assert_eq!(login(&server, &ada.email, "another").await.status, 200);
}

#[tokio::test]
async fn of_many_parallel_uses_of_a_token_one_succeeds() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    reset(&server, &ada.email).await;
    let mail = server.mailbox().password_reset(&ada.email, 1).await;
    let uses = (0..20).map(|number| {
        let actor = server.anonymous();
        let mut body = mail.credentials();
        body["new_password"] = json!(format!("password {number}"));
        tokio::spawn(async move { (number, actor.post(CONFIRM, body).await) })
    });
    let mut winners = Vec::new();
    for used in uses.collect::<Vec<_>>() {
        let (number, reply) = used.await.expect("an answer");
        match reply.status {
            200 => winners.push(number),
            _ => assert_eq!(reply.outcome(), (400, WRONG_TOKEN)),
        }
    }
    assert_eq!(winners.len(), 1);
    let password = format!("password {}", winners[0]);
    assert_eq!(login(&server, &ada.email, &password).await.status, 200);
    figure(
        "replay",
        "20 uses of one token at a time: 1 succeeds, 19 are refused",
    );
}

#[tokio::test]
async fn a_new_password_ends_every_token_that_was_mailed_before() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    reset(&server, &ada.email).await;
    reset(&server, &ada.email).await;
    let mailbox = server.mailbox();
    let mails = mailbox.about(&ada.email, "Choose a new password", 2).await;
    let tokens: Vec<Value> = mails
        .iter()
        .map(crate::mailbox::Mail::credentials)
        .collect();
    assert_eq!(tokens.len(), 2);
    assert_ne!(tokens[0], tokens[1]);
    let body = json!({"current_password": PASSWORD, "new_password": "another"});
    let changed = ada.actor.post("/v1.1/account/password/", body).await;
    assert_eq!(changed.status, 204);
    for token in tokens {
        let reply = confirm(&server, token, "stolen").await;
        assert_eq!(reply.outcome(), (400, WRONG_TOKEN));
    }
}

#[tokio::test]
async fn a_token_that_went_to_an_address_is_worthless_after_the_address_changed() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    reset(&server, &ada.email).await;
    let mail = server.mailbox().password_reset(&ada.email, 1).await;
    let body = json!({"email": "ada@elsewhere.example.com"});
    assert_eq!(ada.actor.patch("/v1.1/account/", body).await.status, 200);
    let reply = confirm(&server, mail.credentials(), "stolen").await;
    assert_eq!(reply.outcome(), (400, WRONG_TOKEN));
}

#[tokio::test]
async fn a_reset_for_an_unknown_address_looks_like_any_other_and_mails_nobody() {
    let server = Server::start().await;
    let reply = reset(&server, "nobody@example.com").await;
    assert_eq!(reply.outcome(), (204, ""));
    let mailbox = server.mailbox();
    let _folder = server.stop().await;
    assert!(mailbox.mails("nobody@example.com").is_empty());
}

#[tokio::test]
async fn a_reset_names_unknown_addresses_when_it_is_to_be_as_in_the_original() {
    let server = Server::start_with(|settings| settings.original = vec![Switch::MailReasons]).await;
    let reply = reset(&server, "nobody@example.com").await;
    assert_eq!(reply.outcome(), (400, r#"{"email":["Email not found."]}"#));
}

#[tokio::test]
async fn every_problem_of_a_confirmation_is_reported_at_once() {
    let server = Server::start().await;
    let reply = server
        .anonymous()
        .post(CONFIRM, json!({"uid": "?", "token": "x"}))
        .await;
    let expected = json!({"uid": ["Invalid token."], "new_password": ["This field is required."]});
    assert_eq!((reply.status, reply.json()), (400, expected));
}

#[tokio::test]
async fn only_an_account_without_a_password_sets_a_first_one() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let has_one = r#"{"password":["Admin already has password."]}"#;
    let body = || json!({"password": "first"});
    assert_eq!(ada.actor.post(SET, body()).await.outcome(), (400, has_one));
    // As a social login would have left it.
    server.execute("UPDATE accounts SET password = NULL").await;
    let shown = ada.actor.get("/v1.1/account/").await.json();
    assert_eq!(shown["has_password"], false);
    assert_eq!(login(&server, &ada.email, PASSWORD).await.status, 401);
    let blank = ada.actor.post(SET, json!({"password": " "})).await;
    assert_eq!(
        blank.outcome(),
        (400, r#"{"password":["This field may not be blank."]}"#)
    );
    assert_eq!(ada.actor.post(SET, body()).await.outcome(), (204, ""));
    assert_eq!(login(&server, &ada.email, "first").await.status, 200);
    assert_eq!(ada.actor.post(SET, body()).await.outcome(), (400, has_one));
}

#[tokio::test]
async fn public_password_routes_still_refuse_a_bad_key() {
    let server = Server::start().await;
    let guesser = server.with_key(&"a".repeat(40));
    for path in [
        RESET,
        CONFIRM,
        "/v1.1/account/activate/",
        "/v1.1/account/resend_email/",
    ] {
        let reply = guesser.post(path, json!({})).await;
        assert_eq!(reply.outcome(), (403, NO_SUCH_KEY), "{path}");
    }
}

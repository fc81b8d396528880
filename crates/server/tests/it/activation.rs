use serde_json::{Value, json};
use syncano_server::Switch;

use crate::reply::Reply;
use crate::server::{Account, Server};

const ACTIVATE: &str = "/v1.1/account/activate/";
const RESEND: &str = "/v1.1/account/resend_email/";
const WRONG_TOKEN: &str = r#"{"non_field_errors":["Invalid token."]}"#;

async fn activate(server: &Server, credentials: Value) -> Reply {
    server.anonymous().post(ACTIVATE, credentials).await
}

async fn resend(server: &Server, email: &str) -> Reply {
    let body = json!({"email": email});
    server.anonymous().post(RESEND, body).await
}

async fn is_active(account: &Account) -> bool {
    let shown = account.actor.get("/v1.1/account/").await.json();
    shown["is_active"].as_bool().expect("a boolean")
}

#[tokio::test]
async fn registering_mails_a_token_that_activates_the_account() {
    let server = Server::start_with(|settings| {
        settings.mail.link_url = "https://keys.example.com/app/".to_owned();
    })
    .await;
    let ada = server.account("ada").await;
    assert!(!is_active(&ada).await);
    let mail = server.mailbox().activation(&ada.email, 1).await;
    let link = format!(
        "https://keys.example.com/app/#/activate/{}/{}",
        mail.value("uid"),
        mail.value("token")
    );
    assert_eq!(mail.link(), link);
    let reply = activate(&server, mail.credentials()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.json()["is_active"], true);
    assert_eq!(reply.member("account_key"), ada.actor.key());
    assert!(is_active(&ada).await);
}

#[tokio::test]
async fn a_token_activates_once_and_says_so_afterwards() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let mail = server.mailbox().activation(&ada.email, 1).await;
    assert_eq!(activate(&server, mail.credentials()).await.status, 200);
    let again = activate(&server, mail.credentials()).await;
    let used = r#"{"non_field_errors":["Invalid token or account already activated."]}"#;
    assert_eq!(again.outcome(), (400, used));
}

#[tokio::test]
async fn a_token_is_good_for_its_account_and_its_purpose_only() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let bob = server.account("bob").await;
    let mailbox = server.mailbox();
    let of_ada = mailbox.activation(&ada.email, 1).await;
    let of_bob = mailbox.activation(&bob.email, 1).await;
    let mixed = json!({"uid": of_bob.value("uid"), "token": of_ada.value("token")});
    let reply = activate(&server, mixed).await;
    assert_eq!(reply.outcome(), (400, WRONG_TOKEN));
    let mut credentials = of_ada.credentials();
    credentials["new_password"] = json!("stolen");
    let confirm = "/v1.1/account/password/reset/confirm/";
    let reply = server.anonymous().post(confirm, credentials).await;
    assert_eq!(reply.outcome(), (400, WRONG_TOKEN));
    assert!(!is_active(&ada).await && !is_active(&bob).await);
}

#[tokio::test]
async fn what_is_no_token_is_refused_field_by_field() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let uid = server.mailbox().activation(&ada.email, 1).await;
    let uid = uid.value("uid");
    let required = "This field is required.";
    for (body, expected) in [
        (json!({}), json!({"uid": [required], "token": [required]})),
        (
            json!({"uid": "x", "token": ""}),
            json!({"uid": ["Invalid token."], "token": ["This field may not be blank."]}),
        ),
        // The number 999999, which is nobody's.
        (
            json!({"uid": "OTk5OTk5", "token": "a"}),
            json!({"uid": ["Invalid token."]}),
        ),
        (
            json!({"uid": uid, "token": "7ap-bf9cf9ca1a6cf1a27e97"}),
            json!({"non_field_errors": ["Invalid token."]}),
        ),
    ] {
        let reply = activate(&server, body).await;
        assert_eq!((reply.status, reply.json()), (400, expected));
    }
}

#[tokio::test]
async fn an_expired_token_activates_nothing() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let mail = server.mailbox().activation(&ada.email, 1).await;
    // Four days pass. The hash covers the date as it was, so a date that somebody moved in
    // the database helps nobody; the row is as good as gone either way.
    server
        .execute("UPDATE mailed_tokens SET expires_at = expires_at - 345600")
        .await;
    let reply = activate(&server, mail.credentials()).await;
    assert_eq!(reply.outcome(), (400, WRONG_TOKEN));
    assert!(!is_active(&ada).await);
}

#[tokio::test]
async fn another_address_needs_another_activation_and_ends_earlier_tokens() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let mailbox = server.mailbox();
    let first = mailbox.activation(&ada.email, 1).await;
    assert_eq!(activate(&server, first.credentials()).await.status, 200);
    let body = json!({"email": "ada@elsewhere.example.com"});
    let reply = ada.actor.patch("/v1.1/account/", body).await;
    assert_eq!(reply.json()["is_active"], false);
    let second = mailbox.activation("ada@elsewhere.example.com", 1).await;
    assert_eq!(
        activate(&server, first.credentials()).await.outcome(),
        (400, WRONG_TOKEN)
    );
    assert_eq!(activate(&server, second.credentials()).await.status, 200);
    assert!(is_active(&ada).await);
}

#[tokio::test]
async fn a_change_of_anything_else_mails_nothing() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let body = json!({"email": ada.email, "first_name": "Ada"});
    assert_eq!(ada.actor.put("/v1.1/account/", body).await.status, 200);
    let mailbox = server.mailbox();
    let _folder = server.stop().await;
    assert_eq!(mailbox.mails(&ada.email).len(), 1);
}

#[tokio::test]
async fn resending_tells_nobody_which_addresses_have_an_account() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let bob = server.account("bob").await;
    let mailbox = server.mailbox();
    let mail = mailbox.activation(&bob.email, 1).await;
    assert_eq!(activate(&server, mail.credentials()).await.status, 200);
    for email in ["ADA@example.com", &bob.email, "nobody@example.com"] {
        assert_eq!(resend(&server, email).await.outcome(), (204, ""), "{email}");
    }
    let mail = mailbox.activation(&ada.email, 2).await;
    assert_eq!(activate(&server, mail.credentials()).await.status, 200);
    let _folder = server.stop().await;
    assert_eq!(mailbox.mails(&bob.email).len(), 1);
    assert!(mailbox.mails("nobody@example.com").is_empty());
}

#[tokio::test]
async fn resending_gives_reasons_when_it_is_to_be_as_in_the_original() {
    let server = Server::start_with(|settings| settings.original = vec![Switch::MailReasons]).await;
    let ada = server.account("ada").await;
    let reply = resend(&server, "nobody@example.com").await;
    assert_eq!(reply.outcome(), (400, r#"{"email":["Email not found."]}"#));
    assert_eq!(resend(&server, &ada.email).await.status, 204);
    let mail = server.mailbox().activation(&ada.email, 2).await;
    assert_eq!(activate(&server, mail.credentials()).await.status, 200);
    assert_eq!(
        resend(&server, &ada.email).await.outcome(),
        (400, r#"{"detail":"Account has already been activated."}"#)
    );
}

#[tokio::test]
async fn nobody_can_flood_a_mailbox() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for _ in 0..20 {
        assert_eq!(resend(&server, &ada.email).await.status, 204);
    }
    let mailbox = server.mailbox();
    let _folder = server.stop().await;
    assert_eq!(mailbox.mails(&ada.email).len(), 5);
}

use serde_json::{Value, json};
use syncano_server::Switch;

use crate::reply::Reply;
use crate::server::{Account, Actor, NO_PERMISSION, NOT_FOUND, PASSWORD, Server};

const OWN: &str = "/v1.1/account/invitations/";
const ACCEPT: &str = "/v1.1/account/invitations/accept/";
const SENT: &str = "/v1.1/instances/my-shop/invitations/";
const ADMINS: &str = "/v1.1/instances/my-shop/admins/";
const NO_INVITATION: &str = r#"{"invitation_key":"Invitation not found."}"#;

/// A server with the owner of `my-shop`.
async fn shop(original: &[Switch]) -> (Server, Account) {
    let server = Server::start_with(|settings| settings.original = original.to_vec()).await;
    let owner = server.account("owner").await;
    server.application(&owner.actor, "my-shop", json!({})).await;
    (server, owner)
}

async fn invite(by: &Actor, email: &str, role: &str) -> Reply {
    let reply = by.post(SENT, json!({"email": email, "role": role})).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply
}

async fn accept(actor: &Actor, key: &str) -> Reply {
    actor.post(ACCEPT, json!({"invitation_key": key})).await
}

async fn role_of(owner: &Actor, account: &Account) -> Option<String> {
    let reply = owner.get(&format!("{ADMINS}{}/", account.id)).await;
    (reply.status == 200).then(|| reply.member("role"))
}

fn names(value: &Value) -> Vec<&String> {
    value.as_object().expect("an object").keys().collect()
}

#[tokio::test]
async fn an_invitation_has_the_documented_fields_on_both_sides() {
    let (server, owner) = shop(&[]).await;
    let bob = server.account("bob").await;
    let made = invite(&owner.actor, "Bob@example.com", "write")
        .await
        .json();
    assert_eq!(made["email"], "Bob@example.com");
    let id = made["id"].as_i64().expect("a number");
    let sent = owner.actor.get(&format!("{SENT}{id}/")).await.json();
    let expected = json!({
        "id": id, "email": "bob@example.com", "role": "write", "key": made["key"],
        "inviter": "owner@example.com", "created_at": sent["created_at"],
        "updated_at": sent["updated_at"], "state": "new",
        "links": {"self": format!("{SENT}{id}/"), "resend": format!("{SENT}{id}/resend/")},
    });
    assert_eq!(sent, expected);
    let mut received = expected;
    received["instance"] = json!("my-shop");
    received["links"] =
        json!({"self": format!("{OWN}{id}/"), "instance": "/v1.1/instances/my-shop/"});
    let own = bob.actor.get(&format!("{OWN}{id}/")).await.json();
    assert_eq!(own, received);
    assert_eq!(
        bob.actor.get(OWN).await.json()["objects"],
        json!([received])
    );
    let listed = owner.actor.get(SENT).await.json();
    assert_eq!(names(&listed["objects"][0]), names(&sent));
}

#[tokio::test]
async fn an_invitation_is_mailed_and_its_key_joins_the_invited_account() {
    let (server, owner) = shop(&[]).await;
    let bob = server.account("bob").await;
    invite(&owner.actor, &bob.email, "write").await;
    let mail = server.mailbox().invitation(&bob.email, 1).await;
    assert_eq!(mail.value("instance"), "my-shop");
    assert_eq!(mail.value("invited by"), owner.email);
    let key = mail.value("invitation_key");
    assert!(mail.link().ends_with(&format!("#/invitation/{key}")));
    assert_eq!(accept(&bob.actor, key).await.outcome(), (204, ""));
    let role = role_of(&owner.actor, &bob).await;
    assert_eq!(role.as_deref(), Some("write"));
    assert_eq!(
        accept(&bob.actor, key).await.outcome(),
        (400, NO_INVITATION)
    );
    assert_eq!(bob.actor.get(OWN).await.json()["objects"], json!([]));
    let states = owner.actor.get(SENT).await.json();
    assert_eq!(states["objects"][0]["state"], "accepted");
}

#[tokio::test]
async fn an_invitation_key_at_registration_joins_the_new_account() {
    let (server, owner) = shop(&[]).await;
    let key = invite(&owner.actor, "bob@example.com", "read")
        .await
        .member("key");
    let register = |email: &'static str| {
        let body = json!({"email": email, "password": PASSWORD, "invitation_key": key.clone()});
        let anonymous = server.anonymous();
        async move { anonymous.post("/v1.1/account/register/", body).await }
    };
    let foreign = register("eve@example.com").await;
    assert_eq!(foreign.outcome(), (400, NO_INVITATION));
    let reply = register("Bob@example.com").await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let bob = server.with_key(&reply.member("account_key"));
    let shown = bob.get("/v1.1/instances/my-shop/").await;
    assert_eq!(shown.member("role"), "read");
    let used = register("carl@example.com").await;
    assert_eq!(used.outcome(), (400, NO_INVITATION));
}

#[tokio::test]
async fn foreign_invitations() {
    for (original, status) in [(vec![], 400), (vec![Switch::ForeignInvitations], 204)] {
        let (server, owner) = shop(&original).await;
        let eve = server.account("eve").await;
        server.account("bob").await;
        let key = invite(&owner.actor, "bob@example.com", "full")
            .await
            .member("key");
        let reply = accept(&eve.actor, &key).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        let role = role_of(&owner.actor, &eve).await;
        assert_eq!(role.is_some(), status == 204);
    }
}

#[tokio::test]
async fn invitation_keys_shown() {
    for (original, shown) in [(vec![], false), (vec![Switch::InvitationKeysShown], true)] {
        let (server, owner) = shop(&original).await;
        let made = invite(&owner.actor, "bob@example.com", "full").await;
        for (role, sees) in [("read", shown), ("write", shown), ("full", true)] {
            let member = server.account(role).await;
            server.grant(&member, "my-shop", role).await;
            let expected = if sees {
                made.member("key")
            } else {
                String::new()
            };
            let one = member
                .actor
                .get(&format!("{SENT}{}/", made.json()["id"]))
                .await;
            assert_eq!(one.member("key"), expected, "{role}");
            let list = member.actor.get(SENT).await.json();
            assert_eq!(list["objects"][0]["key"], expected, "{role}");
        }
    }
}

#[tokio::test]
async fn whoever_proves_an_address_later_sees_what_was_sent_to_it() {
    let (server, owner) = shop(&[]).await;
    invite(&owner.actor, "bob@example.com", "read").await;
    let bob = server.account("bob").await;
    assert_eq!(bob.actor.get(OWN).await.json()["objects"], json!([]));
    let token = server
        .mailbox()
        .activation(&bob.email, 1)
        .await
        .credentials();
    let reply = server
        .anonymous()
        .post("/v1.1/account/activate/", token)
        .await;
    assert_eq!(reply.status, 200);
    let own = bob.actor.get(OWN).await.json();
    assert_eq!(own["objects"][0]["instance"], "my-shop");
}

#[tokio::test]
async fn a_declined_invitation_is_gone_for_the_invited_and_can_be_made_again() {
    let (server, owner) = shop(&[]).await;
    let bob = server.account("bob").await;
    let eve = server.account("eve").await;
    let first = invite(&owner.actor, &bob.email, "full").await;
    let own = format!("{OWN}{}/", first.json()["id"]);
    assert_eq!(eve.actor.get(&own).await.outcome(), (404, NOT_FOUND));
    assert_eq!(eve.actor.delete(&own).await.outcome(), (404, NOT_FOUND));
    assert_eq!(bob.actor.delete(&own).await.outcome(), (204, ""));
    assert_eq!(bob.actor.get(&own).await.outcome(), (404, NOT_FOUND));
    let key = first.member("key");
    assert_eq!(
        accept(&bob.actor, &key).await.outcome(),
        (400, NO_INVITATION)
    );
    let states = owner.actor.get(SENT).await.json();
    assert_eq!(states["objects"][0]["state"], "declined");
    let second = invite(&owner.actor, &bob.email, "read").await;
    assert_ne!(second.member("key"), key);
    let left = owner.actor.get(SENT).await.json();
    assert_eq!(left["objects"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_deleted_invitation_opens_nothing() {
    let (server, owner) = shop(&[]).await;
    let bob = server.account("bob").await;
    let made = invite(&owner.actor, &bob.email, "full").await;
    let path = format!("{SENT}{}/", made.json()["id"]);
    assert_eq!(owner.actor.delete(&path).await.outcome(), (204, ""));
    assert_eq!(owner.actor.delete(&path).await.outcome(), (404, NOT_FOUND));
    let reply = accept(&bob.actor, &made.member("key")).await;
    assert_eq!(reply.outcome(), (400, NO_INVITATION));
}

#[tokio::test]
async fn an_accepted_invitation_raises_a_role_and_never_lowers_it() {
    let (server, owner) = shop(&[]).await;
    for (present, offered, after) in [
        ("read", "write", "write"),
        ("full", "read", "full"),
        ("write", "write", "write"),
    ] {
        let bob = server.account(&format!("{present}-{offered}")).await;
        let key = invite(&owner.actor, &bob.email, offered)
            .await
            .member("key");
        server.grant(&bob, "my-shop", present).await;
        assert_eq!(accept(&bob.actor, &key).await.status, 204);
        assert_eq!(role_of(&owner.actor, &bob).await.as_deref(), Some(after));
    }
}

#[tokio::test]
async fn members_and_invited_addresses_are_not_invited_again() {
    let (server, owner) = shop(&[]).await;
    let bob = server.account("bob").await;
    server.grant(&bob, "my-shop", "read").await;
    let member = r#"{"email":"Admin with specified Email is already a part of this Instance."}"#;
    for email in ["BOB@example.com", &owner.email] {
        let reply = owner.actor.post(SENT, json!({"email": email})).await;
        assert_eq!(reply.outcome(), (400, member));
    }
    invite(&owner.actor, "carl@example.com", "read").await;
    let body = json!({"email": "CARL@example.com"});
    let reply = owner.actor.post(SENT, body).await;
    let invited = r#"{"detail":"Admin with specified Email already has an invitation created."}"#;
    assert_eq!(reply.outcome(), (400, invited));
}

#[tokio::test]
async fn the_role_of_an_invitation_is_full_unless_told_otherwise() {
    let (_server, owner) = shop(&[]).await;
    let made = owner
        .actor
        .post(SENT, json!({"email": "bob@example.com"}))
        .await;
    assert_eq!(made.member("role"), "full");
    let path = format!("{SENT}{}/", made.json()["id"]);
    for (role, name) in [
        (json!(2), "write"),
        (json!("3"), "read"),
        (json!(1), "full"),
    ] {
        let changed = owner.actor.patch(&path, json!({"role": role})).await;
        assert_eq!(changed.member("role"), name);
    }
    let body = json!({"role": "read", "email": "eve@example.com"});
    let changed = owner.actor.patch(&path, body).await;
    assert_eq!(changed.member("email"), "bob@example.com");
    let kept = owner.actor.patch(&path, json!({})).await;
    assert_eq!(kept.member("role"), "read");
    let replaced = owner.actor.put(&path, json!({})).await;
    assert_eq!(replaced.member("role"), "full");
    for role in [
        json!("x"),
        json!("Full"),
        json!(4),
        json!(true),
        json!(["full"]),
    ] {
        let reply = owner.actor.put(&path, json!({"role": role})).await;
        let told = reply.json()["role"][0].as_str().map(str::to_owned);
        let told = told.unwrap_or_default();
        assert!(
            told.ends_with("is not a valid choice."),
            "{role}: {}",
            reply.text
        );
        assert_eq!(reply.status, 400);
    }
}

#[tokio::test]
async fn an_open_invitation_is_mailed_again_and_an_answered_one_is_not() {
    let (server, owner) = shop(&[]).await;
    let bob = server.account("bob").await;
    let made = invite(&owner.actor, &bob.email, "read").await;
    let path = format!("{SENT}{}/resend/", made.json()["id"]);
    assert_eq!(
        owner.actor.post(&path, json!({})).await.outcome(),
        (204, "")
    );
    let mailbox = server.mailbox();
    let again = mailbox.invitation(&bob.email, 2).await;
    assert_eq!(again.value("invitation_key"), made.member("key"));
    assert_eq!(accept(&bob.actor, &made.member("key")).await.status, 204);
    assert_eq!(
        owner.actor.post(&path, json!({})).await.outcome(),
        (204, "")
    );
    let _folder = server.stop().await;
    assert_eq!(mailbox.mails(&bob.email).len(), 3);
}

#[tokio::test]
async fn invitations_of_another_instance_are_out_of_reach() {
    let (server, owner) = shop(&[]).await;
    let eve = server.account("eve").await;
    server.application(&eve.actor, "evil-shop", json!({})).await;
    let made = invite(&owner.actor, "bob@example.com", "read").await;
    let path = format!(
        "/v1.1/instances/evil-shop/invitations/{}/",
        made.json()["id"]
    );
    for method in ["GET", "PATCH", "DELETE"] {
        assert_eq!(
            eve.actor.call(method, &path).await.outcome(),
            (404, NOT_FOUND)
        );
    }
    let resend = eve.actor.post(&format!("{path}resend/"), json!({})).await;
    assert_eq!(resend.outcome(), (404, NOT_FOUND));
    let foreign = eve.actor.get(SENT).await;
    assert_eq!(foreign.outcome(), (403, NO_PERMISSION));
}

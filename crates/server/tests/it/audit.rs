//! The log of who did what to which key.

use serde_json::{Value, json};

use crate::figures::figure;
use crate::server::{Account, Actor, NO_PERMISSION, PASSWORD, Server};

const LOG: &str = "/v1.1/instances/my-shop/audit/";

/// The entries that an administrator reads, oldest first.
async fn entries(reader: &Actor) -> Vec<Value> {
    let reply = reader.get(LOG).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let entries = reply.json()["objects"].as_array().cloned();
    entries.expect("entries")
}

/// What was done to what, in words.
fn changes(entries: &[Value]) -> Vec<String> {
    let text = |entry: &Value, name: &str| entry[name].as_str().expect("a text").to_owned();
    let words = |entry| format!("{} {}", text(entry, "action"), text(entry, "object"));
    entries.iter().map(words).collect()
}

/// What is new in the log since `seen` entries of it.
async fn since(reader: &Actor, seen: &mut usize) -> Vec<String> {
    let all = entries(reader).await;
    let new = changes(&all[*seen..]);
    *seen = all.len();
    new
}

/// An owner with an instance.
async fn shop(server: &Server) -> Account {
    let ada = server.account("ada").await;
    let made = ada
        .actor
        .post("/v1.1/instances/", json!({"name": "my-shop"}));
    assert_eq!(made.await.status, 201);
    ada
}

fn printed(server_folder: &std::path::Path) -> String {
    let database = format!("sqlite:{}", server_folder.join("server.sqlite").display());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_syncano-server"));
    let out = command
        .env_clear()
        .args(["audit", "--database", &database])
        .output()
        .expect("the binary");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("text")
}

#[tokio::test]
async fn every_change_of_a_key_is_written_down_with_who_made_it_and_without_the_key() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let shop = server.application(&ada.actor, "my-shop", json!({})).await;
    let path = format!("/v1.1/instances/my-shop/api_keys/{}/", shop.id);
    let reset = ada.actor.call("POST", &format!("{path}reset_key/")).await;
    assert_eq!(reset.status, 200);
    let new = reset.member("api_key");
    assert_eq!(ada.actor.delete(&path).await.status, 204);
    let request = ada
        .actor
        .get(&path)
        .await
        .header("x-request-id")
        .map(str::to_owned);
    assert!(request.is_some());
    let log = printed(server.folder.path());
    let lines: Vec<Vec<&str>> = log.lines().map(|line| line.split('\t').collect()).collect();
    let about = |action: &str, object: &str| {
        let found = lines
            .iter()
            .find(|line| line[4] == action && line[5] == object);
        found
            .unwrap_or_else(|| panic!("no {action} {object} in {log}"))
            .clone()
    };
    let id = ada.id.to_string();
    assert_eq!(about("create", "account_key")[1..3], ["anonymous", "-"]);
    assert_eq!(about("create", "api_key")[1..3], ["account", id.as_str()]);
    let line = about("reset", "api_key");
    assert_eq!(line[7], &new[new.len() - 4..]);
    assert_eq!(Some(line[3]), reset.header("x-request-id"));
    about("delete", "api_key");
    about("give full", "role");
    for key in [ada.actor.key(), shop.actor.key(), &new] {
        assert!(!log.contains(key));
    }
    figure(
        "audit",
        "made, reset, deleted: 3 of 3 written down with who did it; 0 keys in the log",
    );
}

#[tokio::test]
async fn the_log_cannot_be_changed_or_shortened() {
    let server = Server::start().await;
    server.account("ada").await;
    let url = format!("sqlite:{}", server.database().display());
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url)
        .await
        .expect("the database");
    for sql in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
        let refused = sqlx::query(sql).execute(&mut connection).await;
        let error = refused.expect_err(sql).to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

#[tokio::test]
async fn administrators_who_manage_keys_read_the_log_in_pages_and_nobody_else_does() {
    let server = Server::start().await;
    let ada = shop(&server).await;
    let key = server
        .application(&ada.actor, "my-shop", json!({"ignore_acl": true}))
        .await;
    let user = server.user(&ada.actor, "my-shop", "alice").await;
    let full = server.account("full").await;
    server.grant(&full, "my-shop", "full").await;
    let whole = full.actor.get(LOG).await.json();
    assert_eq!(whole["next"], Value::Null);
    let hint = &key.actor.key()[36..];
    let objects = whole["objects"].as_array().expect("entries");
    let entry = objects.iter().find(|entry| entry["object"] == "api_key");
    let mut entry = entry.expect("an entry").clone();
    assert!(entry["created_at"].as_str().expect("a date").ends_with('Z'));
    assert!(entry["request_id"].is_string());
    for name in ["created_at", "request_id", "id"] {
        entry.as_object_mut().expect("an object").remove(name);
    }
    let expected = json!({
        "action": "create", "object": "api_key", "object_id": key.id, "hint": hint,
        "actor": "account", "actor_id": ada.id, "actor_user_id": null,
        "actor_email": "ada@example.com",
    });
    assert_eq!(entry, expected);
    let text = full.actor.get(LOG).await.text;
    for secret in [key.actor.key(), &user.key, ada.actor.key()] {
        assert!(!text.contains(secret));
    }

    let page = full
        .actor
        .get(&format!("{LOG}?page_size=2&fields=id,action"))
        .await
        .json();
    assert_eq!(page["objects"].as_array().expect("entries").len(), 2);
    assert_eq!(page["objects"][0].as_object().expect("an entry").len(), 2);
    let next = page["next"].as_str().expect("a link");
    let second = full.actor.get(next).await.json();
    assert_eq!(second["objects"][0]["object"], objects[2]["object"]);
    let newest = full
        .actor
        .get(&format!("{LOG}?ordering=desc&page_size=1"))
        .await
        .json();
    assert_eq!(newest["objects"][0]["id"], objects[objects.len() - 1]["id"]);

    let mut refused = vec![
        server.anonymous(),
        key.actor.clone(),
        key.actor.and_user(&user.key),
    ];
    for role in ["write", "read"] {
        let member = server.account(role).await;
        server.grant(&member, "my-shop", role).await;
        refused.push(member.actor);
    }
    refused.push(server.account("stranger").await.actor);
    for actor in &refused {
        assert_eq!(actor.get(LOG).await.outcome(), (403, NO_PERMISSION));
    }
    let count = refused.len();
    figure(
        "audit-readers",
        &format!("{count} callers of other kinds: {count} of 403"),
    );
}

#[tokio::test]
async fn whatever_changes_a_key_or_who_manages_keys_is_in_the_log() {
    let server = Server::start().await;
    let ada = shop(&server).await;
    let eve = server.account("eve").await;
    let owner = &ada.actor;
    let mut seen = 0;
    assert_eq!(
        since(owner, &mut seen).await,
        ["create instance", "give full role"]
    );
    let below = |path: &str| format!("/v1.1/instances/my-shop/{path}");

    owner.post(&below("api_keys/"), json!({})).await;
    owner
        .patch(&below("api_keys/1/"), json!({"ignore_acl": true}))
        .await;
    owner.post(&below("api_keys/1/reset_key/"), json!({})).await;
    owner.delete(&below("api_keys/1/")).await;
    let keys = [
        "create api_key",
        "change api_key",
        "reset api_key",
        "delete api_key",
    ];
    assert_eq!(since(owner, &mut seen).await, keys);

    let user = json!({"username": "alice", "password": PASSWORD});
    owner.post(&below("users/"), user).await;
    owner
        .patch(&below("users/1/"), json!({"profile": {"city": "London"}}))
        .await;
    owner
        .patch(&below("users/1/"), json!({"password": "another"}))
        .await;
    owner.post(&below("users/1/reset_key/"), json!({})).await;
    owner.delete(&below("users/1/")).await;
    let users = [
        "create user_key",
        "change user_password",
        "reset user_key",
        "delete user_key",
    ];
    assert_eq!(since(owner, &mut seen).await, users);

    let invitations = below("invitations/");
    let invite = || owner.post(&invitations, json!({"email": eve.email}));
    let first = invite().await.json()["id"].clone();
    owner
        .patch(
            &below(&format!("invitations/{first}/")),
            json!({"role": "read"}),
        )
        .await;
    owner.delete(&below(&format!("invitations/{first}/"))).await;
    let second = invite().await.json()["id"].clone();
    eve.actor
        .delete(&format!("/v1.1/account/invitations/{second}/"))
        .await;
    let key = invite().await.member("key");
    let accept = "/v1.1/account/invitations/accept/";
    eve.actor.post(accept, json!({"invitation_key": key})).await;
    let path = below(&format!("admins/{}/", eve.id));
    owner.patch(&path, json!({"role": "write"})).await;
    owner.delete(&path).await;
    let expected = [
        "create invitation",
        "change invitation",
        "delete invitation",
        "create invitation",
        "decline invitation",
        // The new one takes the place of the one that was declined.
        "delete invitation",
        "create invitation",
        "give full role",
        "accept invitation",
        "give write role",
        "take role",
    ];
    let found = since(owner, &mut seen).await;
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for change in expected {
        assert!(
            found.contains(&change.to_owned()),
            "no {change} in {found:?}"
        );
    }

    let renamed = owner
        .post(&below("rename/"), json!({"new_name": "my-shoes"}))
        .await;
    assert_eq!(renamed.status, 200);
    owner
        .post("/v1.1/instances/my-shoes/api_keys/", json!({}))
        .await;
    let log = owner.get("/v1.1/instances/my-shoes/audit/").await.json();
    let log = log["objects"].as_array().expect("entries").clone();
    assert_eq!(changes(&log[seen..]), ["rename instance", "create api_key"]);
    assert_eq!(owner.delete("/v1.1/instances/my-shoes/").await.status, 204);
    // With the instance its administrators are gone, but not what the operator reads.
    let printed = printed(server.folder.path());
    for line in ["delete\tinstance\t1", "delete\tapi_key\t2", "take\trole\t1"] {
        assert!(printed.contains(line), "no {line} in {printed}");
    }
}

#[tokio::test]
async fn the_log_names_the_user_for_whom_a_key_acts_and_no_stranger_by_e_mail() {
    let server = Server::start().await;
    let ada = shop(&server).await;
    let key = server.application(&ada.actor, "my-shop", json!({})).await;
    let user = server.user(&ada.actor, "my-shop", "alice").await;
    let path = format!("/v1.1/instances/my-shop/users/{}/reset_key/", user.id);
    let reset = key.actor.and_user(&user.key).call("POST", &path).await;
    assert_eq!(reset.status, 200, "{}", reset.text);
    let gone = server.account("gone").await;
    server.grant(&gone, "my-shop", "full").await;
    gone.actor
        .post("/v1.1/instances/my-shop/api_keys/", json!({}))
        .await;
    let last = |entries: Vec<Value>| entries.last().expect("an entry").clone();
    let before = last(entries(&ada.actor).await);
    assert_eq!(before["actor_email"], "gone@example.com");
    let admin = format!("/v1.1/instances/my-shop/admins/{}/", gone.id);
    assert_eq!(ada.actor.delete(&admin).await.status, 204);
    let log = entries(&ada.actor).await;
    let entry = |action: &str, id: i64| {
        let found = log
            .iter()
            .rev()
            .find(|entry| entry["action"] == action && entry["actor_id"] == id);
        found.expect("an entry").clone()
    };
    let by_user = entry("reset", key.id);
    assert_eq!(by_user["actor"], "api_key");
    assert_eq!(by_user["actor_user_id"], user.id);
    assert_eq!(by_user["actor_email"], Value::Null);
    let by_gone = entry("create", gone.id);
    assert_eq!(by_gone["actor_email"], Value::Null);
}

#[tokio::test]
async fn an_account_reads_what_happened_to_its_own_key_and_password_only() {
    let server = Server::start().await;
    let ada = shop(&server).await;
    let eve = server.account("eve").await;
    let reset = ada.actor.call("POST", "/v1.1/account/reset_key/").await;
    let ada_now = server.with_key(&reset.member("account_key"));
    let body = json!({"current_password": PASSWORD, "new_password": "another"});
    assert_eq!(
        ada_now.post("/v1.1/account/password/", body).await.status,
        204
    );
    let body = json!({"email": ada.email, "password": "another"});
    assert_eq!(
        server
            .anonymous()
            .post("/v1.1/account/auth/", body)
            .await
            .status,
        200
    );
    let log = ada_now.get("/v1.1/account/audit/").await.json();
    let log = log["objects"].as_array().expect("entries");
    assert_eq!(
        changes(log),
        ["create account_key", "reset account_key", "change password"]
    );
    assert_eq!(log[0]["actor"], "anonymous");
    assert_eq!(log[1]["actor_email"], ada.email.as_str());
    assert_eq!(log[1]["hint"], ada_now.key()[36..]);
    assert!(log.iter().all(|entry| entry["object_id"] == ada.id));
    let other = eve.actor.get("/v1.1/account/audit/").await.json();
    assert_eq!(
        changes(other["objects"].as_array().expect("entries")),
        ["create account_key"]
    );
    let refused = server.anonymous().get("/v1.1/account/audit/").await;
    assert_eq!(refused.outcome(), (403, NO_PERMISSION));
}

#[tokio::test]
async fn a_password_that_the_server_stores_anew_was_not_changed_by_anybody() {
    let server = Server::start().await;
    let ada = shop(&server).await;
    server.user(&ada.actor, "my-shop", "alice").await;
    let folder = server.stop().await;
    let database = folder.path().join("server.sqlite");
    let server = Server::start_with(|settings| {
        settings.database = format!("sqlite:{}", database.display());
        settings.passwords.passes = 2;
    })
    .await;
    let body = json!({"email": ada.email, "password": PASSWORD});
    let login = server.anonymous().post("/v1.1/account/auth/", body).await;
    let ada = server.with_key(&login.member("account_key"));
    let body = json!({"username": "alice", "password": PASSWORD});
    let login = ada.post("/v1.1/instances/my-shop/user/auth/", body).await;
    assert_eq!(login.status, 200);
    let log = ada.get("/v1.1/account/audit/?ordering=desc").await.json();
    assert_eq!(log["objects"][0]["action"], "rehash");
    assert_eq!(log["objects"][0]["actor"], "server");
    let last = entries(&ada).await.pop().expect("an entry");
    assert_eq!(
        (&last["action"], &last["object"]),
        (&json!("rehash"), &json!("user_password"))
    );
    assert_eq!(last["actor"], "server");
}

#[tokio::test]
async fn the_links_of_an_instance_stay_those_of_the_original() {
    let server = Server::start_compatible().await;
    let ada = shop(&server).await;
    let links = ada.actor.get("/v1.1/instances/my-shop/").await.json()["links"].clone();
    assert_eq!(links.as_object().expect("links").len(), 18);
    assert_eq!(links.get("audit"), None);
}

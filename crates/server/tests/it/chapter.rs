//! The rows of the manual's tables about keys, one test a row, named after it.
//!
//! Rows about billing, metrics, classes, data objects and scripts are about parts of the
//! API that this server does not have.

use serde_json::{Value, json};

use crate::server::{Account, Actor, NO_PERMISSION, NO_SUCH_KEY, NOT_FOUND, PASSWORD, Server};

const ACCOUNT: &str = "/v1.1/account/";
const RESET_KEY: &str = "/v1.1/account/reset_key/";
const INSTANCES: &str = "/v1.1/instances/";
const SHOP: &str = "/v1.1/instances/my-shop/";
const KEYS: &str = "/v1.1/instances/my-shop/api_keys/";
const ALL_FLAGS: [&str; 4] = [
    "ignore_acl",
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
];

async fn shop() -> (Server, Account) {
    let server = Server::start().await;
    let owner = server.account("owner").await;
    let made = owner
        .actor
        .post(INSTANCES, json!({"name": "my-shop"}))
        .await;
    assert_eq!(made.status, 201);
    (server, owner)
}

/// An API key of `my-shop` with these flags.
async fn key(server: &Server, owner: &Account, flags: &[&str]) -> Actor {
    let fields: Value = flags
        .iter()
        .map(|flag| ((*flag).to_owned(), json!(true)))
        .collect();
    server
        .application(&owner.actor, "my-shop", fields)
        .await
        .actor
}

fn names(list: &Value) -> Vec<&str> {
    let objects = list["objects"].as_array().expect("a list");
    objects
        .iter()
        .filter_map(|instance| instance["name"].as_str())
        .collect()
}

#[tokio::test]
async fn an_account_key_is_limited_to_one_per_administrator() {
    let (server, owner) = shop().await;
    let renewed = owner.actor.post(RESET_KEY, json!({})).await;
    let renewed = server.with_key(&renewed.member("account_key"));
    assert_eq!(owner.actor.get(ACCOUNT).await.outcome(), (403, NO_SUCH_KEY));
    assert_eq!(renewed.get(ACCOUNT).await.status, 200);
    // There is no list of account keys to add to.
    assert_eq!(renewed.post(ACCOUNT, json!({})).await.status, 405);
}

#[tokio::test]
async fn api_keys_have_no_limit() {
    let (_server, owner) = shop().await;
    let mut last = String::new();
    for _ in 0..120 {
        let made = owner.actor.post(KEYS, json!({})).await;
        assert_eq!(made.status, 201);
        last = made.member("api_key");
    }
    assert_eq!(last.len(), 40);
    let path = format!("{KEYS}?page_size=100&direction=1&last_pk=100");
    let rest = owner.actor.get(&path).await.json();
    assert_eq!(rest["objects"].as_array().map(Vec::len), Some(20));
}

#[tokio::test]
async fn an_account_key_is_created_at_sign_up() {
    let server = Server::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let made = server
        .anonymous()
        .post("/v1.1/account/register/", body)
        .await;
    let ada = server.with_key(&made.member("account_key"));
    // Before any activation.
    assert_eq!(ada.get(ACCOUNT).await.json()["is_active"], false);
}

#[tokio::test]
async fn an_account_key_can_be_reset() {
    let (server, owner) = shop().await;
    let reset = owner.actor.post(RESET_KEY, json!({})).await;
    assert_eq!(reset.status, 200);
    assert_ne!(reset.member("account_key"), owner.actor.key());
    let renewed = server.with_key(&reset.member("account_key"));
    assert_eq!(names(&renewed.get(INSTANCES).await.json()), ["my-shop"]);
}

#[tokio::test]
async fn an_account_key_cannot_be_deleted() {
    let (_server, owner) = shop().await;
    for path in [ACCOUNT, RESET_KEY] {
        assert_eq!(owner.actor.delete(path).await.status, 405, "{path}");
    }
    assert_eq!(owner.actor.get(ACCOUNT).await.status, 200);
}

#[tokio::test]
async fn an_account_key_is_obtainable_by_a_call() {
    let (server, owner) = shop().await;
    let body = json!({"email": owner.email, "password": PASSWORD});
    let reply = server.anonymous().post("/v1.1/account/auth/", body).await;
    assert_eq!(reply.member("account_key"), owner.actor.key());
}

#[tokio::test]
async fn administrators_create_reset_and_delete_api_keys() {
    let (server, owner) = shop().await;
    let full = server.account("full").await;
    server.grant(&full, "my-shop", "full").await;
    for admin in [&owner, &full] {
        let made = admin.actor.post(KEYS, json!({})).await;
        let path = format!("{KEYS}{}/", made.json()["id"]);
        let reset = admin
            .actor
            .post(&format!("{path}reset_key/"), json!({}))
            .await;
        assert_eq!((made.status, reset.status), (201, 200));
        let old = server.with_key(&made.member("api_key"));
        assert_eq!(old.get(SHOP).await.outcome(), (403, NO_SUCH_KEY));
        let new = server.with_key(&reset.member("api_key"));
        assert_eq!(new.get(SHOP).await.status, 200);
        assert_eq!(admin.actor.delete(&path).await.status, 204);
        assert_eq!(new.get(SHOP).await.outcome(), (403, NO_SUCH_KEY));
    }
}

#[tokio::test]
async fn an_account_key_has_full_access_to_the_account() {
    let (_server, owner) = shop().await;
    assert_eq!(owner.actor.get(ACCOUNT).await.status, 200);
    let changed = owner
        .actor
        .patch(ACCOUNT, json!({"first_name": "Ada"}))
        .await;
    assert_eq!(changed.member("first_name"), "Ada");
    let received = owner.actor.get("/v1.1/account/invitations/").await;
    assert_eq!(received.status, 200);
}

#[tokio::test]
async fn an_account_key_opens_every_instance_that_the_administrator_created() {
    let (_server, owner) = shop().await;
    owner
        .actor
        .post(INSTANCES, json!({"name": "second-shop"}))
        .await;
    let list = owner.actor.get(INSTANCES).await.json();
    assert_eq!(names(&list), ["my-shop", "second-shop"]);
    for instance in ["my-shop", "second-shop"] {
        for part in [
            "api_keys",
            "admins",
            "invitations",
            "users",
            "groups",
            "snippets/config",
        ] {
            let path = format!("{INSTANCES}{instance}/{part}/");
            assert_eq!(owner.actor.get(&path).await.status, 200, "{path}");
        }
    }
}

#[tokio::test]
async fn an_account_key_does_not_open_the_user_endpoint() {
    let (server, owner) = shop().await;
    let path = format!("{SHOP}user/");
    let login = json!({"username": "alice", "password": PASSWORD});
    let user = owner
        .actor
        .post(&format!("{SHOP}users/"), login.clone())
        .await;
    let request = owner.actor.request("GET", &path);
    let request = request.header("X-USER-KEY", user.member("user_key"));
    let with_user = owner.actor.send(request).await;
    assert_eq!(with_user.outcome(), (403, NO_PERMISSION));
    for method in ["GET", "PUT", "PATCH"] {
        let alone = owner.actor.call(method, &path).await;
        assert_eq!(alone.outcome(), (403, NO_PERMISSION), "{method}");
    }
    let application = key(&server, &owner, &[]).await;
    let request = application.request("GET", &path);
    let request = request.header("X-USER-KEY", user.member("user_key"));
    assert_eq!(application.send(request).await.member("username"), "alice");
    // What the row leaves out: logging a user in is open to account keys.
    let reply = owner.actor.post(&format!("{SHOP}user/auth/"), login).await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn an_api_key_does_not_open_the_account() {
    let (server, owner) = shop().await;
    for flags in [&[][..], &ALL_FLAGS] {
        let application = key(&server, &owner, flags).await;
        for method in ["GET", "PUT", "PATCH", "DELETE"] {
            let reply = application.call(method, ACCOUNT).await;
            assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{method}");
        }
        let reply = application.post(RESET_KEY, json!({})).await;
        assert_eq!(reply.outcome(), (403, NO_PERMISSION));
    }
}

#[tokio::test]
async fn an_api_key_opens_the_data_of_its_instance_only() {
    let (server, owner) = shop().await;
    owner
        .actor
        .post(INSTANCES, json!({"name": "second-shop"}))
        .await;
    let application = key(&server, &owner, &ALL_FLAGS).await;
    assert_eq!(names(&application.get(INSTANCES).await.json()), ["my-shop"]);
    let other = application.get(&format!("{INSTANCES}second-shop/")).await;
    assert_eq!(other.outcome(), (404, NOT_FOUND));
    for part in ["api_keys", "users", "groups", "snippets/config"] {
        let path = format!("{INSTANCES}second-shop/{part}/");
        assert_eq!(
            application.get(&path).await.outcome(),
            (403, NO_SUCH_KEY),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_regular_api_key_can_view_what_needs_no_user_and_no_flag() {
    let (server, owner) = shop().await;
    let application = key(&server, &owner, &[]).await;
    for part in ["", "api_keys/", "groups/", "snippets/config/"] {
        let path = format!("{SHOP}{part}");
        assert_eq!(application.get(&path).await.status, 200, "{path}");
    }
    let users = application.get(&format!("{SHOP}users/")).await;
    assert_eq!(users.outcome(), (403, NO_PERMISSION));
}

#[tokio::test]
async fn ignore_acl_ignores_permissions_of_users_but_not_of_groups() {
    let (server, owner) = shop().await;
    let flagged = key(&server, &owner, &["ignore_acl"]).await;
    let login = json!({"username": "alice", "password": PASSWORD});
    let user = flagged.post(&format!("{SHOP}users/"), login).await;
    assert_eq!(user.status, 201);
    let path = format!("{SHOP}users/{}/", user.json()["id"]);
    assert_eq!(flagged.get(&path).await.status, 200);
    assert_eq!(flagged.get(&format!("{SHOP}users/")).await.status, 200);
    let groups = format!("{SHOP}groups/");
    let made = flagged.post(&groups, json!({"label": "x"})).await;
    assert_eq!(made.outcome(), (403, NO_PERMISSION));
    let members = flagged.get(&format!("{path}groups/")).await;
    assert_eq!(members.outcome(), (403, NO_PERMISSION));
    assert_eq!(flagged.delete(&path).await.status, 204);
}

#[tokio::test]
async fn allow_user_create_creates_users_and_no_more() {
    let (server, owner) = shop().await;
    let users = format!("{SHOP}users/");
    let login = json!({"username": "alice", "password": PASSWORD});
    for flags in [&[][..], &["allow_group_create"], &["allow_anonymous_read"]] {
        let other = key(&server, &owner, flags).await;
        let reply = other.post(&users, login.clone()).await;
        assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{flags:?}");
    }
    let flagged = key(&server, &owner, &["allow_user_create"]).await;
    let made = flagged.post(&users, login).await;
    assert_eq!(made.status, 201);
    let path = format!("{users}{}/", made.json()["id"]);
    assert_eq!(flagged.get(&users).await.outcome(), (403, NO_PERMISSION));
    assert_eq!(flagged.get(&path).await.outcome(), (403, NO_PERMISSION));
}

#[tokio::test]
async fn connecting_lists_all_instances_of_an_account_key_and_the_one_of_an_api_key() {
    let (server, owner) = shop().await;
    owner
        .actor
        .post(INSTANCES, json!({"name": "second-shop"}))
        .await;
    let application = key(&server, &owner, &[]).await;
    let all = owner.actor.get(INSTANCES).await.json();
    assert_eq!(names(&all), ["my-shop", "second-shop"]);
    let one = application.get(INSTANCES).await.json();
    assert_eq!(names(&one), ["my-shop"]);
    assert_eq!(one["objects"][0]["role"], "api_key");
}

use serde_json::json;

use crate::server::{Actor, NO_PERMISSION, Server};

const FLAGS: [&str; 4] = [
    "ignore_acl",
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
];

/// Who asks, in the order of the tables below.
const ACTORS: [&str; 11] = [
    "anonymous",
    "stranger",
    "read",
    "write",
    "full",
    "no flag",
    "ignore_acl",
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
    "owner",
];

/// `x` is 403. `n` is 404, as if it were not there. `.` passes.
const TABLE: [(&str, &str, &str); 27] = [
    ("GET", "/v1.1/account/", "x....xxxxx."),
    ("PUT", "/v1.1/account/", "x....xxxxx."),
    ("PATCH", "/v1.1/account/", "x....xxxxx."),
    ("POST", "/v1.1/account/password/", "x....xxxxx."),
    ("GET", "/v1.1/account/invitations/", "x....xxxxx."),
    ("POST", "/v1.1/account/invitations/accept/", "x....xxxxx."),
    ("GET", "/v1.1/instances/", "x.........."),
    ("POST", "/v1.1/instances/", "x....xxxxx."),
    ("GET", "/v1.1/instances/my-shop/", "xn........."),
    ("PUT", "/v1.1/instances/my-shop/", "xnxx.xxxxx."),
    ("PATCH", "/v1.1/instances/my-shop/", "xnxx.xxxxx."),
    ("POST", "/v1.1/instances/my-shop/rename/", "xnxxxxxxxx."),
    ("OPTIONS", "/v1.1/instances/my-shop/", "x.........."),
    ("GET", "/v1.1/instances/my-shop/api_keys/", "xxxx......."),
    ("HEAD", "/v1.1/instances/my-shop/api_keys/", "xxxx......."),
    (
        "OPTIONS",
        "/v1.1/instances/my-shop/api_keys/",
        "xxxx.......",
    ),
    ("POST", "/v1.1/instances/my-shop/api_keys/", "xxxx.xxxxx."),
    (
        "GET",
        "/v1.1/instances/my-shop/api_keys/OWN/",
        "xxxx.......",
    ),
    (
        "GET",
        "/v1.1/instances/my-shop/api_keys/OTHER/",
        "xxxx.nnnnn.",
    ),
    (
        "PUT",
        "/v1.1/instances/my-shop/api_keys/OTHER/",
        "xxxx.xxxxx.",
    ),
    (
        "PATCH",
        "/v1.1/instances/my-shop/api_keys/OTHER/",
        "xxxx.xxxxx.",
    ),
    (
        "PATCH",
        "/v1.1/instances/my-shop/api_keys/OWN/",
        "xxxx.xxxxx.",
    ),
    (
        "POST",
        "/v1.1/instances/my-shop/api_keys/OTHER/reset_key/",
        "xxxx.xxxxx.",
    ),
    (
        "DELETE",
        "/v1.1/instances/my-shop/api_keys/OWN/",
        "xxxx.xxxxx.",
    ),
    ("GET", "/v1.1/instances/my-shop/user/", "xxxxxxxxxxx"),
    ("PATCH", "/v1.1/instances/my-shop/user/", "xxxxxxxxxxx"),
    ("DELETE", "/v1.1/instances/my-shop/", "xnxxxxxxxx."),
];

#[tokio::test]
async fn every_caller_may_do_on_every_route_what_the_table_says_and_nothing_else() {
    for (method, path, row) in TABLE {
        let server = Server::start().await;
        let actors = actors(&server).await;
        let owner = actors
            .last()
            .map(|(_, actor)| actor.clone())
            .expect("the owner");
        assert_eq!(row.len(), actors.len());
        for ((name, (own, actor)), expected) in ACTORS.iter().zip(&actors).zip(row.chars()) {
            let other = server.application(&owner, "my-shop", json!({})).await;
            let id = own.unwrap_or(other.id).to_string();
            let path = path
                .replace("OWN", &id)
                .replace("OTHER", &other.id.to_string());
            let reply = actor
                .send(actor.request(method, &path).json(&json!({})))
                .await;
            match expected {
                'x' => {
                    assert_eq!(
                        reply.status, 403,
                        "{method} {path} by {name}: {}",
                        reply.text
                    );
                    if method != "HEAD" {
                        assert_eq!(reply.text, NO_PERMISSION, "{method} {path} by {name}");
                    }
                }
                'n' => assert_eq!(
                    reply.status, 404,
                    "{method} {path} by {name}: {}",
                    reply.text
                ),
                _ => assert!(
                    // What passes may still lack a field: nothing was sent.
                    matches!(reply.status, 200 | 201 | 204 | 400),
                    "{method} {path} by {name}: {} {}",
                    reply.status,
                    reply.text
                ),
            }
        }
    }
}

/// Each actor, with the number of its own API key if it has one.
async fn actors(server: &Server) -> Vec<(Option<i64>, Actor)> {
    let owner = server.account("owner").await;
    server.application(&owner.actor, "my-shop", json!({})).await;
    let mut actors = vec![(None, server.anonymous())];
    actors.push((None, server.account("stranger").await.actor));
    for role in ["read", "write", "full"] {
        let member = server.account(role).await;
        server.grant(&member, "my-shop", role).await;
        actors.push((None, member.actor));
    }
    let keys = std::iter::once(json!({})).chain(FLAGS.iter().map(|flag| json!({*flag: true})));
    for fields in keys {
        let application = server.application(&owner.actor, "my-shop", fields).await;
        actors.push((Some(application.id), application.actor));
    }
    // Last, because what an owner may delete the others could not be asked about.
    actors.push((None, owner.actor));
    actors
}

#[tokio::test]
async fn options_name_only_the_actions_that_the_caller_may_take() {
    let server = Server::start().await;
    let owner = server.account("owner").await;
    let application = server.application(&owner.actor, "my-shop", json!({})).await;
    let path = "/v1.1/instances/my-shop/api_keys/";
    let told = owner.actor.call("OPTIONS", path).await.json();
    assert!(told["actions"]["POST"]["ignore_acl"].is_object());
    let told = application.actor.call("OPTIONS", path).await.json();
    assert_eq!(told.get("actions"), None);
}

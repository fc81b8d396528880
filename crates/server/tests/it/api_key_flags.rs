//! What each flag of an API key changes: one test for each documented row that users,
//! groups and keys can prove.

use serde_json::{Value, json};

use crate::server::{Actor, Server};

const FLAGS: [&str; 4] = [
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
    "ignore_acl",
];

/// A call below the instance.
type Ask = (&'static str, &'static str, Value);

/// An instance with the user 1, the group 1, and an API key for no flag and for each one.
async fn applications() -> (Server, Vec<Actor>) {
    let server = Server::start().await;
    let owner = server.account("owner").await.actor;
    let mut actors = vec![server.application(&owner, "my-shop", json!({})).await.actor];
    for flag in FLAGS {
        let fields = json!({flag: true});
        actors.push(server.application(&owner, "my-shop", fields).await.actor);
    }
    let all: serde_json::Map<_, _> = FLAGS
        .map(|flag| (flag.to_owned(), true.into()))
        .into_iter()
        .collect();
    actors.push(
        server
            .application(&owner, "my-shop", all.into())
            .await
            .actor,
    );
    server.user(&owner, "my-shop", "ada").await;
    let groups = "/v1.1/instances/my-shop/groups/";
    assert_eq!(owner.post(groups, json!({})).await.status, 201);
    (server, actors)
}

async fn is_let(actor: &Actor, (method, path, body): &Ask) -> bool {
    let path = format!("/v1.1/instances/my-shop/{path}");
    let reply = actor.send(actor.request(method, &path).json(body)).await;
    assert!(
        matches!(reply.status, 200 | 201 | 204 | 403),
        "{method} {path}: {}",
        reply.text
    );
    reply.status != 403
}

/// Whether no flag, each flag by itself, and all of them together let a call through.
/// The calls of a row must agree.
async fn proves(asks: &[Ask], expected: [bool; 6]) {
    let (_server, actors) = applications().await;
    for (number, (actor, expected)) in actors.iter().zip(expected).enumerate() {
        for ask in asks {
            let mut ask = ask.clone();
            if let Some(name) = ask.2.get_mut("username") {
                *name = json!(format!("user-{number}"));
            }
            let flag = number.checked_sub(1).and_then(|index| FLAGS.get(index));
            assert_eq!(is_let(actor, &ask).await, expected, "{ask:?} with {flag:?}");
        }
    }
}

#[tokio::test]
async fn row_create_users() {
    let body = json!({"username": "", "password": "x"});
    let asks = [("POST", "users/", body)];
    proves(&asks, [false, true, false, false, true, true]).await;
}

#[tokio::test]
async fn row_list_read_and_update_any_user_and_reset_any_user_key() {
    let asks = [
        ("GET", "users/", json!({})),
        ("GET", "users/1/", json!({})),
        ("PATCH", "users/1/", json!({"profile": {"nick": "a"}})),
        ("PUT", "users/1/", json!({"username": "", "password": "y"})),
        ("POST", "users/1/reset_key/", json!({})),
    ];
    proves(&asks, [false, false, false, false, true, true]).await;
}

#[tokio::test]
async fn row_delete_any_user() {
    let (_server, actors) = applications().await;
    for (number, actor) in actors.iter().enumerate().take(5) {
        let ask = ("DELETE", "users/1/", json!({}));
        assert_eq!(is_let(actor, &ask).await, number == 4, "{number}");
    }
}

#[tokio::test]
async fn row_create_groups() {
    let asks = [("POST", "groups/", json!({"label": "new"}))];
    proves(&asks, [false, false, true, false, false, true]).await;
}

#[tokio::test]
async fn row_update_and_delete_groups_and_manage_memberships() {
    let asks = [
        ("PUT", "groups/1/", json!({})),
        ("PATCH", "groups/1/", json!({})),
        ("DELETE", "groups/1/", json!({})),
        ("GET", "groups/1/users/", json!({})),
        ("POST", "groups/1/users/", json!({"user": 1})),
        ("DELETE", "groups/1/users/1/", json!({})),
        ("GET", "users/1/groups/", json!({})),
        ("POST", "users/1/groups/", json!({"group": 1})),
        ("DELETE", "users/1/groups/1/", json!({})),
    ];
    proves(&asks, [false; 6]).await;
}

#[tokio::test]
async fn row_manage_keys() {
    let asks = [
        ("POST", "api_keys/", json!({})),
        ("PUT", "api_keys/1/", json!({})),
        ("PATCH", "api_keys/1/", json!({})),
        ("DELETE", "api_keys/1/", json!({})),
        ("POST", "api_keys/1/reset_key/", json!({})),
    ];
    proves(&asks, [false; 6]).await;
}

#[tokio::test]
async fn always_readable_with_any_api_key() {
    let asks = [
        ("GET", "", json!({})),
        ("GET", "api_keys/", json!({})),
        ("GET", "groups/", json!({})),
        ("GET", "groups/1/", json!({})),
    ];
    proves(&asks, [true; 6]).await;
}

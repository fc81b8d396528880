//! Who may do what with users and groups: one test for each documented row.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::server::{Actor, EndUser, Server};

/// Who asks, in the order of the rows below.
const CALLERS: [&str; 13] = [
    "anonymous",
    "stranger",
    "read",
    "write",
    "full",
    "owner",
    "no flag",
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
    "ignore_acl",
    "no flag + user key",
    "ignore_acl + user key",
];

/// An instance with every caller, and two users: `own` holds the user key.
struct Cast {
    server: Server,
    owner: Actor,
    callers: Vec<Actor>,
    own: EndUser,
    other: EndUser,
    group: i64,
    /// Users made for one request each.
    extras: AtomicUsize,
}

impl Cast {
    async fn new() -> Self {
        let server = Server::start().await;
        let owner = server.account("owner").await.actor;
        let bare = server.application(&owner, "my-shop", json!({})).await.actor;
        let mut callers = vec![server.anonymous(), server.account("stranger").await.actor];
        for role in ["read", "write", "full"] {
            let member = server.account(role).await;
            server.grant(&member, "my-shop", role).await;
            callers.push(member.actor);
        }
        callers.extend([owner.clone(), bare.clone()]);
        for flag in &CALLERS[7..11] {
            let fields = json!({*flag: true});
            callers.push(server.application(&owner, "my-shop", fields).await.actor);
        }
        let own = server.user(&owner, "my-shop", "own").await;
        let other = server.user(&owner, "my-shop", "other").await;
        let all_seeing = callers[10].clone();
        callers.extend([bare.and_user(&own.key), all_seeing.and_user(&own.key)]);
        let group = made(&owner, "groups/", json!({"label": "all"})).await;
        for user in [own.id, other.id] {
            let path = format!("/v1.1/instances/my-shop/groups/{group}/users/");
            assert_eq!(owner.post(&path, json!({"user": user})).await.status, 201);
        }
        Self {
            server,
            owner,
            callers,
            own,
            other,
            group,
            extras: AtomicUsize::new(0),
        }
    }

    /// Each caller's status for a request whose path and body are made anew.
    async fn statuses(&self, method: &str, target: Target) -> Vec<u16> {
        let mut statuses = Vec::new();
        for (number, caller) in self.callers.iter().enumerate() {
            let (path, body) = self.aim(target, number).await;
            let path = format!("/v1.1/instances/my-shop/{path}");
            let reply = caller.send(caller.request(method, &path).json(&body)).await;
            statuses.push(reply.status);
        }
        statuses
    }

    async fn aim(&self, target: Target, number: usize) -> (String, Value) {
        let name = format!("new-{number}");
        let user = json!({"username": name, "password": "x"});
        let fresh = || async {
            let name = format!("fresh-{}", self.extras.fetch_add(1, Ordering::Relaxed));
            self.server.user(&self.owner, "my-shop", &name).await.id
        };
        let (own, other, group) = (self.own.id, self.other.id, self.group);
        match target {
            Target::Users => ("users/".to_owned(), user),
            Target::Own => (format!("users/{own}/"), json!({"profile": {}})),
            Target::Other => (format!("users/{other}/"), json!({"profile": {}})),
            Target::Fresh => (format!("users/{}/", fresh().await), json!({})),
            Target::OtherKey => (format!("users/{other}/reset_key/"), json!({})),
            Target::Me => ("user/".to_owned(), json!({"profile": {}})),
            Target::Login => {
                let body = json!({"username": "other", "password": crate::server::PASSWORD});
                ("user/auth/".to_owned(), body)
            }
            Target::Groups => ("groups/".to_owned(), json!({"label": name})),
            Target::Group => (format!("groups/{group}/"), json!({"label": name})),
            Target::FreshGroup => {
                let id = made(&self.owner, "groups/", json!({})).await;
                (format!("groups/{id}/"), json!({}))
            }
            Target::Members => {
                let body = json!({"user": fresh().await});
                (format!("groups/{group}/users/"), body)
            }
            Target::OwnMember => (format!("groups/{group}/users/{own}/"), json!({})),
            Target::OtherMember => (format!("groups/{group}/users/{other}/"), json!({})),
            Target::FreshMember => {
                let id = fresh().await;
                let path = format!("groups/{group}/users/");
                let body = json!({"user": id});
                let reply = self
                    .owner
                    .post(&format!("/v1.1/instances/my-shop/{path}"), body)
                    .await;
                assert_eq!(reply.status, 201);
                (format!("{path}{id}/"), json!({}))
            }
            Target::OwnGroups => (format!("users/{own}/groups/"), json!({})),
            Target::OtherGroups => (format!("users/{other}/groups/"), json!({})),
        }
    }

    async fn proves(&self, method: &str, target: Target, expected: [u16; 13]) {
        let found = self.statuses(method, target).await;
        for ((caller, found), expected) in CALLERS.iter().zip(found).zip(expected) {
            assert_eq!(found, expected, "{method} {target:?} by {caller}");
        }
    }
}

async fn made(owner: &Actor, path: &str, body: Value) -> i64 {
    let reply = owner
        .post(&format!("/v1.1/instances/my-shop/{path}"), body)
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["id"].as_i64().expect("an id")
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Users,
    Own,
    Other,
    Fresh,
    OtherKey,
    Me,
    Login,
    Groups,
    Group,
    FreshGroup,
    Members,
    OwnMember,
    OtherMember,
    FreshMember,
    OwnGroups,
    OtherGroups,
}

const OK: u16 = 200;
const MADE: u16 = 201;
const GONE: u16 = 204;
const NO: u16 = 403;
const LOST: u16 = 404;

#[tokio::test]
async fn row_post_users() {
    let expected = [
        NO, NO, NO, MADE, MADE, MADE, NO, MADE, NO, NO, MADE, NO, MADE,
    ];
    Cast::new()
        .await
        .proves("POST", Target::Users, expected)
        .await;
}

#[tokio::test]
async fn row_get_users() {
    let cast = Cast::new().await;
    let expected = [NO, NO, OK, OK, OK, OK, NO, NO, NO, NO, OK, OK, OK];
    cast.proves("GET", Target::Users, expected).await;
    for (caller, count) in [(5, 2), (10, 2), (11, 1), (12, 1)] {
        let reply = cast.callers[caller]
            .get("/v1.1/instances/my-shop/users/")
            .await;
        let objects = reply.json()["objects"].as_array().map(Vec::len);
        assert_eq!(objects, Some(count), "{}", CALLERS[caller]);
    }
}

#[tokio::test]
async fn row_get_put_and_patch_users_id() {
    let cast = Cast::new().await;
    let own = [NO, NO, OK, OK, OK, OK, NO, NO, NO, NO, OK, OK, OK];
    let other = [NO, NO, OK, OK, OK, OK, NO, NO, NO, NO, OK, LOST, LOST];
    cast.proves("GET", Target::Own, own).await;
    cast.proves("GET", Target::Other, other).await;
    let own = [NO, NO, NO, OK, OK, OK, NO, NO, NO, NO, OK, OK, OK];
    let other = [NO, NO, NO, OK, OK, OK, NO, NO, NO, NO, OK, LOST, LOST];
    cast.proves("PATCH", Target::Own, own).await;
    cast.proves("PATCH", Target::Other, other).await;
    // Whoever may change finds out that name and password are missing.
    cast.proves(
        "PUT",
        Target::Other,
        other.map(|status| if status == OK { 400 } else { status }),
    )
    .await;
}

#[tokio::test]
async fn row_delete_users_id() {
    let cast = Cast::new().await;
    let fresh = [NO, NO, NO, GONE, GONE, GONE, NO, NO, NO, NO, GONE, NO, LOST];
    cast.proves("DELETE", Target::Fresh, fresh).await;
    let path = format!("/v1.1/instances/my-shop/users/{}/", cast.own.id);
    assert_eq!(cast.callers[11].delete(&path).await.status, NO);
    assert_eq!(cast.callers[12].delete(&path).await.status, GONE);
}

#[tokio::test]
async fn row_post_users_id_reset_key() {
    let cast = Cast::new().await;
    let other = [NO, NO, NO, OK, OK, OK, NO, NO, NO, NO, OK, LOST, LOST];
    cast.proves("POST", Target::OtherKey, other).await;
    let path = format!("/v1.1/instances/my-shop/users/{}/reset_key/", cast.own.id);
    let reset = cast.callers[11].call("POST", &path).await;
    assert_eq!(reset.status, OK);
    assert_ne!(reset.member("user_key"), cast.own.key);
}

#[tokio::test]
async fn row_post_user_auth() {
    let expected = [NO, OK, OK, OK, OK, OK, OK, OK, OK, OK, OK, OK, OK];
    Cast::new()
        .await
        .proves("POST", Target::Login, expected)
        .await;
}

#[tokio::test]
async fn row_get_and_patch_user() {
    let cast = Cast::new().await;
    let expected = [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, OK, OK];
    cast.proves("GET", Target::Me, expected).await;
    cast.proves("PATCH", Target::Me, expected).await;
}

#[tokio::test]
async fn row_groups() {
    let cast = Cast::new().await;
    let read = [NO, NO, OK, OK, OK, OK, OK, OK, OK, OK, OK, OK, OK];
    cast.proves("GET", Target::Groups, read).await;
    cast.proves("GET", Target::Group, read).await;
    let make = [NO, NO, NO, MADE, MADE, MADE, NO, NO, MADE, NO, NO, NO, NO];
    cast.proves("POST", Target::Groups, make).await;
    let change = [NO, NO, NO, OK, OK, OK, NO, NO, NO, NO, NO, NO, NO];
    cast.proves("PATCH", Target::Group, change).await;
    cast.proves("PUT", Target::Group, change).await;
    let delete = [NO, NO, NO, GONE, GONE, GONE, NO, NO, NO, NO, NO, NO, NO];
    cast.proves("DELETE", Target::FreshGroup, delete).await;
}

#[tokio::test]
async fn row_memberships() {
    let cast = Cast::new().await;
    let read = [NO, NO, OK, OK, OK, OK, NO, NO, NO, NO, NO, OK, OK];
    let other = [NO, NO, OK, OK, OK, OK, NO, NO, NO, NO, NO, NO, NO];
    let other_member = [NO, NO, OK, OK, OK, OK, NO, NO, NO, NO, NO, LOST, LOST];
    cast.proves("GET", Target::Members, read).await;
    cast.proves("GET", Target::OwnMember, read).await;
    cast.proves("GET", Target::OtherMember, other_member).await;
    cast.proves("GET", Target::OwnGroups, read).await;
    cast.proves("GET", Target::OtherGroups, other).await;
    let add = [NO, NO, NO, MADE, MADE, MADE, NO, NO, NO, NO, NO, NO, NO];
    cast.proves("POST", Target::Members, add).await;
    let remove = [NO, NO, NO, GONE, GONE, GONE, NO, NO, NO, NO, NO, NO, NO];
    cast.proves("DELETE", Target::FreshMember, remove).await;
    let path = format!("/v1.1/instances/my-shop/groups/{}/users/", cast.group);
    let shown = cast.callers[11].get(&path).await.json();
    assert_eq!(shown["objects"].as_array().map(Vec::len), Some(1));
    assert_eq!(shown["objects"][0]["user"]["id"], cast.own.id);
}

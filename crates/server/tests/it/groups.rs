use serde_json::{Value, json};

use crate::server::{Actor, NO_PERMISSION, NOT_FOUND, Server};

const GROUPS: &str = "/v1.1/instances/my-shop/groups/";
const USERS: &str = "/v1.1/instances/my-shop/users/";

async fn shop() -> (Server, Actor) {
    let server = Server::start().await;
    let owner = server.account("owner").await.actor;
    server.application(&owner, "my-shop", json!({})).await;
    (server, owner)
}

async fn group(owner: &Actor, body: Value) -> i64 {
    let reply = owner.post(GROUPS, body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["id"].as_i64().expect("an id")
}

#[tokio::test]
async fn a_group_needs_no_field() {
    let (_server, owner) = shop().await;
    let reply = owner.call("POST", GROUPS).await;
    let expected = r#"{"id":1,"name":null,"label":"","description":"","links":{"self":"/v1.1/instances/my-shop/groups/1/","users":"/v1.1/instances/my-shop/groups/1/users/"}}"#;
    assert_eq!(reply.outcome(), (201, expected));
    assert_eq!(
        owner.get(&format!("{GROUPS}1/")).await.outcome(),
        (200, expected)
    );
}

#[tokio::test]
async fn each_bad_field_of_a_group_has_its_message() {
    let (_server, owner) = shop().await;
    group(&owner, json!({"name": "staff"})).await;
    let slug = "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.";
    for (body, errors) in [
        (
            json!({"label": "x".repeat(65), "description": "x".repeat(257)}),
            json!({"label": ["Ensure this field has no more than 64 characters."],
                   "description": ["Ensure this field has no more than 256 characters."]}),
        ),
        (
            json!({"label": null, "name": "two words"}),
            json!({"name": [slug], "label": ["This field may not be null."]}),
        ),
        (
            json!({"name": "staff"}),
            json!({"name": ["This field must be unique."]}),
        ),
    ] {
        let reply = owner.post(GROUPS, body.clone()).await;
        assert_eq!((reply.status, reply.json()), (400, errors), "{body}");
    }
}

#[tokio::test]
async fn a_change_of_a_group_keeps_what_is_not_sent() {
    let (_server, owner) = shop().await;
    let body = json!({"name": "staff", "label": "Staff", "description": "all"});
    let path = format!("{GROUPS}{}/", group(&owner, body).await);
    let changed = owner.patch(&path, json!({"label": ""})).await.json();
    assert_eq!(changed["label"], "");
    assert_eq!(changed["name"], "staff");
    let put = owner.put(&path, json!({"name": null})).await.json();
    assert_eq!(put["name"], Value::Null);
    assert_eq!(put["description"], "all");
    assert_eq!(owner.delete(&path).await.outcome(), (204, ""));
    assert_eq!(owner.get(&path).await.outcome(), (404, NOT_FOUND));
    assert_eq!(owner.patch(&path, json!({})).await.status, 404);
}

#[tokio::test]
async fn groups_are_found_by_the_beginning_of_their_label() {
    let (_server, owner) = shop().await;
    for label in ["red", "reddish", "Red", "blue"] {
        group(&owner, json!({"label": label})).await;
    }
    let found = owner
        .get(&format!("{GROUPS}?label__startswith=re"))
        .await
        .json();
    let labels: Vec<_> = found["objects"]
        .as_array()
        .expect("objects")
        .iter()
        .map(|group| &group["label"])
        .collect();
    assert_eq!(labels, ["red", "reddish"]);
}

#[tokio::test]
async fn a_membership_shows_on_both_sides_and_in_the_user() {
    let (server, owner) = shop().await;
    let staff = group(&owner, json!({"label": "staff"})).await;
    let ada = server.user(&owner, "my-shop", "ada").await.id;
    let of_group = format!("{GROUPS}{staff}/users/");
    let of_user = format!("{USERS}{ada}/groups/");
    let made = owner.post(&of_group, json!({"user": ada})).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    let user = owner.get(&format!("{USERS}{ada}/")).await.json();
    assert_eq!(made["user"], user);
    assert_eq!(made["links"], json!({"self": format!("{of_group}{ada}/")}));
    let staff_body = owner.get(&format!("{GROUPS}{staff}/")).await.json();
    assert_eq!(user["groups"], json!([staff_body]));
    let groups = owner.get(&of_user).await.json();
    let entry = json!({"group": staff_body, "links": {"self": format!("{of_user}{staff}/")}});
    assert_eq!(groups["objects"], json!([entry]));
    let one = owner.get(&format!("{of_user}{staff}/")).await;
    assert_eq!(one.json(), entry);
    assert_eq!(
        owner.delete(&format!("{of_user}{staff}/")).await.status,
        204
    );
    assert_eq!(owner.get(&of_group).await.json()["objects"], json!([]));
    for path in [format!("{of_group}{ada}/"), format!("{of_user}{staff}/")] {
        assert_eq!(owner.get(&path).await.outcome(), (404, NOT_FOUND), "{path}");
        assert_eq!(owner.delete(&path).await.status, 404, "{path}");
        assert_eq!(owner.patch(&path, json!({})).await.status, 405, "{path}");
    }
}

#[tokio::test]
async fn a_user_is_in_at_most_32_groups_and_in_each_once() {
    let (server, owner) = shop().await;
    let ada = server.user(&owner, "my-shop", "ada").await.id;
    let path = format!("{USERS}{ada}/groups/");
    for number in 1..=32 {
        let id = group(&owner, json!({})).await;
        assert_eq!(owner.post(&path, json!({"group": id})).await.status, 201);
        if number == 1 {
            let again = owner.post(&path, json!({"group": id})).await;
            let twice = r#"{"detail":"User is already a part of that group."}"#;
            assert_eq!(again.outcome(), (400, twice));
        }
    }
    let last = group(&owner, json!({})).await;
    let many = r#"{"detail":"User's group count exceeded (32)."}"#;
    let other_side = format!("{GROUPS}{last}/users/");
    assert_eq!(
        owner.post(&path, json!({"group": last})).await.outcome(),
        (400, many)
    );
    assert_eq!(
        owner
            .post(&other_side, json!({"user": ada}))
            .await
            .outcome(),
        (400, many)
    );
    assert_eq!(
        owner.get(&path).await.json()["objects"]
            .as_array()
            .map(Vec::len),
        Some(32)
    );
}

#[tokio::test]
async fn a_membership_needs_a_user_and_a_group_of_this_instance() {
    let (server, owner) = shop().await;
    server.application(&owner, "my-other", json!({})).await;
    let foreign = server.user(&owner, "my-other", "bob").await.id;
    let staff = group(&owner, json!({})).await;
    let path = format!("{GROUPS}{staff}/users/");
    let missing = format!("Invalid pk \"{foreign}\" - object does not exist.");
    for (body, message) in [
        (json!({}), "This field is required."),
        (json!({"user": foreign}), missing.as_str()),
        (
            json!({"user": "x"}),
            "Incorrect type. Expected pk value, received str.",
        ),
    ] {
        let reply = owner.post(&path, body).await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, json!({"user": [message]}))
        );
    }
    for (path, text) in [
        (format!("{USERS}{foreign}/groups/"), "User was not found."),
        (format!("{GROUPS}99/users/"), "Group was not found."),
        (format!("{GROUPS}x/users/"), "Group was not found."),
    ] {
        let reply = owner.get(&path).await;
        assert_eq!((reply.status, reply.json()), (404, json!({"detail": text})));
        let unseen = server.anonymous().get(&path).await;
        assert_eq!(unseen.outcome(), (403, NO_PERMISSION));
    }
}

#[tokio::test]
async fn a_deleted_group_leaves_its_users_and_their_profiles() {
    let (server, owner) = shop().await;
    let staff = group(&owner, json!({})).await;
    let ada = server.user(&owner, "my-shop", "ada").await.id;
    let user = format!("{USERS}{ada}/");
    let body = json!({"profile": {"group": staff, "group_permissions": "read"}});
    assert_eq!(
        owner.patch(&user, body).await.json()["profile"]["group"],
        staff
    );
    let members = format!("{GROUPS}{staff}/users/");
    assert_eq!(owner.post(&members, json!({"user": ada})).await.status, 201);
    assert_eq!(owner.delete(&format!("{GROUPS}{staff}/")).await.status, 204);
    let left = owner.get(&user).await.json();
    assert_eq!(left["groups"], json!([]));
    assert_eq!(left["profile"]["group"], Value::Null);
}

use serde_json::{Value, json};

use crate::server::{Actor, NOT_FOUND, PASSWORD, Server};

const USERS: &str = "/v1.1/instances/my-shop/users/";
const LOGIN: &str = "/v1.1/instances/my-shop/user/auth/";

async fn shop() -> (Server, Actor) {
    let server = Server::start().await;
    let owner = shop_of(&server).await;
    (server, owner)
}

async fn shop_of(server: &Server) -> Actor {
    let owner = server.account("owner").await.actor;
    server.application(&owner, "my-shop", json!({})).await;
    owner
}

fn names(value: &Value) -> Vec<&str> {
    let members = value.as_object().expect("an object");
    members.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_new_user_has_a_key_an_empty_profile_and_no_group() {
    let (_server, owner) = shop().await;
    let body = json!({"username": "Ada", "password": "secret", "groups": [1], "user_key": "x"});
    let reply = owner.post(USERS, body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    // The order of members is part of the documented answer.
    let expected = r#"{"id":1,"username":"Ada","profile":{"id":1,"created_at":"DATE","updated_at":"DATE","revision":1,"owner":1,"owner_permissions":"full","group":null,"group_permissions":"none","other_permissions":"none","channel":null,"channel_room":null,"links":{"self":"/v1.1/instances/my-shop/classes/user_profile/objects/1/","owner":"/v1.1/instances/my-shop/users/1/"}},"groups":[],"user_key":"KEY","links":{"self":"/v1.1/instances/my-shop/users/1/","groups":"/v1.1/instances/my-shop/users/1/groups/","reset-key":"/v1.1/instances/my-shop/users/1/reset_key/","profile":"/v1.1/instances/my-shop/classes/user_profile/objects/1/"}}"#;
    let made = reply.json();
    let date = made["profile"]["created_at"].as_str().expect("a date");
    let key = made["user_key"].as_str().expect("a key");
    assert_eq!(
        reply.text.replace(date, "DATE").replace(key, "KEY"),
        expected
    );
    assert_eq!(key.len(), 40);
    let last = key.chars().last().and_then(|digit| digit.to_digit(16));
    assert_eq!(last.map(|digit| digit & 1), Some(0));
    // What is stored is in lower case.
    let shown = owner.get(&format!("{USERS}1/")).await.json();
    assert_eq!(shown["username"], "ada");
    assert_eq!(shown["user_key"], made["user_key"]);
}

#[tokio::test]
async fn each_bad_field_of_a_user_has_its_message() {
    let (server, owner) = shop().await;
    server.user(&owner, "my-shop", "ada").await;
    let long = "x".repeat(129);
    for (body, errors) in [
        (
            json!({}),
            json!({"username": ["This field is required."], "password": ["This field is required."]}),
        ),
        (
            json!({"username": " ", "password": null}),
            json!({"username": ["This field may not be blank."],
                   "password": ["This field may not be null."]}),
        ),
        (
            json!({"username": "x".repeat(65), "password": long}),
            json!({"username": ["Ensure this field has no more than 64 characters."],
                   "password": ["Ensure this field has no more than 128 characters."]}),
        ),
        (
            json!({"username": "ADA", "password": "x"}),
            json!({"username": ["This field must be unique."]}),
        ),
        (
            json!({"username": "bob", "password": "x", "profile": {
                "owner_permissions": "all", "group": 77, "channel": "news"}}),
            json!({"profile": {"owner_permissions": ["\"all\" is not a valid choice."],
                   "group": ["Invalid pk \"77\" - object does not exist."],
                   "channel": ["Object with name=news does not exist."]}}),
        ),
        (
            json!({"username": "bob", "password": "x", "profile": []}),
            json!({"profile": {"non_field_errors":
                ["Invalid data. Expected a dictionary, but got list."]}}),
        ),
    ] {
        let reply = owner.post(USERS, body.clone()).await;
        assert_eq!((reply.status, reply.json()), (400, errors), "{body}");
    }
    let all = owner.get(USERS).await.json();
    assert_eq!(all["objects"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_put_needs_name_and_password_and_a_patch_needs_nothing() {
    let (server, owner) = shop().await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let path = format!("{USERS}{}/", ada.id);
    let reply = owner.put(&path, json!({"username": "eve"})).await;
    let missing = r#"{"password":["This field is required."]}"#;
    assert_eq!(reply.outcome(), (400, missing));
    let body = json!({"username": "Eve", "password": "new"});
    assert_eq!(owner.put(&path, body).await.member("username"), "Eve");
    let reply = owner.patch(&path, json!({})).await;
    assert_eq!(
        (reply.status, reply.member("username").as_str()),
        (200, "eve")
    );
    server.user(&owner, "my-shop", "ada").await;
    let reply = owner.patch(&path, json!({"username": "Ada"})).await;
    assert_eq!(
        reply.outcome(),
        (400, r#"{"username":["This field must be unique."]}"#)
    );
}

#[tokio::test]
async fn a_profile_counts_its_changes_and_keeps_what_is_not_sent() {
    let (server, owner) = shop().await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let path = format!("{USERS}{}/", ada.id);
    let sent = json!({"profile": {"other_permissions": "read", "nick": "A", "tags": [1, {"a": 2}],
        "revision": 9, "id": 9, "owner": 9}});
    let first = owner.patch(&path, sent).await.json();
    assert_eq!(first["profile"]["revision"], 2);
    assert_eq!(first["profile"]["other_permissions"], "read");
    assert_eq!(first["profile"]["tags"], json!([1, {"a": 2}]));
    assert_eq!(first["profile"]["owner"], ada.id);
    let second = owner
        .patch(&path, json!({"profile": {"nick": "B"}}))
        .await
        .json();
    assert_eq!(second["profile"]["tags"], first["profile"]["tags"]);
    assert_eq!(second["profile"]["nick"], "B");
    assert_eq!(second["profile"]["revision"], 3);
    assert!(second["profile"]["updated_at"].as_str() > first["profile"]["updated_at"].as_str());
    let third = owner
        .patch(&path, json!({"profile": {"nick": "B"}}))
        .await
        .json();
    assert_eq!(third["profile"], second["profile"]);
    assert_eq!(
        names(&second["profile"]).last(),
        names(&first["profile"]).last()
    );
}

#[tokio::test]
async fn a_profile_takes_a_limited_number_of_plainly_named_fields() {
    let (server, owner) = shop().await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let path = format!("{USERS}{}/", ada.id);
    let fields = |from: usize, to: usize| {
        let fields = (from..to).map(|number| (format!("f{number}"), Value::from(number)));
        json!({"profile": fields.collect::<serde_json::Map<_, _>>()})
    };
    assert_eq!(owner.patch(&path, fields(0, 32)).await.status, 200);
    assert_eq!(owner.patch(&path, fields(0, 32)).await.status, 200);
    let many = r#"{"profile":{"non_field_errors":["Too many keys defined (exceeds 32)."]}}"#;
    assert_eq!(
        owner.patch(&path, fields(32, 33)).await.outcome(),
        (400, many)
    );
    let body = json!({"profile": {"f0": "x".repeat(32_001)}});
    assert_eq!(owner.patch(&path, body).await.status, 400);
    let bob = server.user(&owner, "my-shop", "bob").await;
    let path = format!("{USERS}{}/", bob.id);
    let reply = owner.patch(&path, json!({"profile": {"a-b": 1}})).await;
    let named = r#"{"profile":{"non_field_errors":["\"a-b\" is not a valid field name."]}}"#;
    assert_eq!(reply.outcome(), (400, named));
}

#[tokio::test]
async fn a_password_change_keeps_the_user_key() {
    let (server, owner) = shop().await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let path = format!("{USERS}{}/", ada.id);
    let changed = owner.patch(&path, json!({"password": "other"})).await;
    assert_eq!(changed.member("user_key"), ada.key);
    assert!(!changed.text.contains("other\""));
    let old = json!({"username": "ada", "password": PASSWORD});
    assert_eq!(owner.post(LOGIN, old).await.status, 401);
    let new = json!({"username": "Ada", "password": " other "});
    let reply = owner.post(LOGIN, new).await;
    assert_eq!((reply.status, reply.member("user_key")), (200, ada.key));
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_get_the_same_answer() {
    let (server, owner) = shop().await;
    server.user(&owner, "my-shop", "ada").await;
    let mut texts = Vec::new();
    for username in ["eve", "ada"] {
        let body = json!({"username": username, "password": "wrong"});
        let reply = owner.post(LOGIN, body).await;
        assert_eq!(reply.status, 401);
        texts.push(reply.text);
    }
    assert_eq!(texts, [r#"{"detail":"Invalid username or password."}"#; 2]);
}

#[tokio::test]
async fn a_login_needs_its_fields_and_only_posts() {
    let (_server, owner) = shop().await;
    let reply = owner.post(LOGIN, json!({"username": "x".repeat(65)})).await;
    let errors = json!({"username": ["Ensure this field has no more than 64 characters."],
                        "password": ["This field is required."]});
    assert_eq!((reply.status, reply.json()), (400, errors));
    assert_eq!(owner.get(LOGIN).await.status, 405);
}

#[tokio::test]
async fn a_social_login_of_a_user_knows_no_token_because_no_provider_is_configured() {
    let (_server, owner) = shop().await;
    let token = json!({"access_token": "abc"});
    let wrong = (401, r#"{"detail":"Invalid authorization token."}"#);
    for backend in ["facebook", "google-oauth2", "github", "linkedin", "twitter"] {
        let reply = owner
            .post(&format!("{LOGIN}{backend}/"), token.clone())
            .await;
        assert_eq!(reply.outcome(), wrong, "{backend}");
    }
    let reply = owner.post(&format!("{LOGIN}nobody/"), token).await;
    let unknown = (400, r#"{"detail":"Unsupported social backend."}"#);
    assert_eq!(reply.outcome(), unknown);
    let reply = owner.post(&format!("{LOGIN}nobody/"), json!({})).await;
    assert_eq!(reply.outcome(), wrong);
}

#[tokio::test]
async fn users_are_found_by_the_beginning_of_their_name_and_page_by_page() {
    let (server, owner) = shop().await;
    for name in ["ada", "adele", "bob", "adam"] {
        server.user(&owner, "my-shop", name).await;
    }
    let listed = |reply: crate::reply::Reply| {
        let objects = reply.json()["objects"].clone();
        let objects = objects.as_array().expect("objects").clone();
        objects
            .iter()
            .map(|user| user["username"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    let found = owner.get(&format!("{USERS}?username__startswith=ad")).await;
    assert_eq!(listed(found), ["ada", "adele", "adam"]);
    let found = owner.get(&format!("{USERS}?username__startswith=AD")).await;
    assert_eq!(listed(found), [""; 0]);
    let first = owner.get(&format!("{USERS}?page_size=3")).await;
    let next = first.member("next");
    assert_eq!(listed(first), ["ada", "adele", "bob"]);
    assert_eq!(listed(owner.get(&next).await), ["adam"]);
    let fields = owner.get(&format!("{USERS}?fields=username")).await.json();
    assert_eq!(fields["objects"][0], json!({"username": "ada"}));
}

#[tokio::test]
async fn a_deleted_user_and_a_reset_key_are_gone_at_once() {
    let (server, owner) = shop().await;
    let application = server.application(&owner, "my-shop", json!({})).await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let path = format!("{USERS}{}/", ada.id);
    let me = "/v1.1/instances/my-shop/user/";
    let as_ada = |key: &str| application.actor.and_user(key);
    assert_eq!(as_ada(&ada.key).get(me).await.status, 200);
    let reset = owner.call("POST", &format!("{path}reset_key/")).await;
    let key = reset.member("user_key");
    assert_ne!(key, ada.key);
    assert_eq!(as_ada(&ada.key).get(me).await.status, 403);
    assert_eq!(as_ada(&key).get(me).await.status, 200);
    assert_eq!(owner.delete(&path).await.outcome(), (204, ""));
    assert_eq!(as_ada(&key).get(me).await.status, 403);
    assert_eq!(owner.get(&path).await.outcome(), (404, NOT_FOUND));
    assert_eq!(owner.delete(&path).await.outcome(), (404, NOT_FOUND));
}

#[tokio::test]
async fn users_of_another_instance_do_not_exist_here() {
    let (server, owner) = shop().await;
    server.application(&owner, "my-other", json!({})).await;
    let there = server.user(&owner, "my-other", "ada").await;
    let path = format!("{USERS}{}/", there.id);
    for method in ["GET", "DELETE"] {
        assert_eq!(owner.call(method, &path).await.outcome(), (404, NOT_FOUND));
    }
    assert_eq!(owner.patch(&path, json!({})).await.status, 404);
    // The same name is free here.
    server.user(&owner, "my-shop", "ada").await;
}

#[tokio::test]
async fn the_second_version_has_its_own_names_for_the_same_users() {
    let (server, owner) = shop().await;
    let application = server
        .application(&owner, "my-shop", json!({"allow_user_create": true}))
        .await
        .actor;
    let base = "/v2/instances/my-shop/users/";
    let body = json!({"username": "ada", "password": PASSWORD});
    let made = application.post(base, body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json().get("user_key"), None);
    let login = application
        .post(&format!("{base}auth/"), body.clone())
        .await;
    let key = login.member("user_key");
    let me = application.and_user(&key).get(&format!("{base}me/")).await;
    assert_eq!((me.status, me.member("username").as_str()), (200, "ada"));
    assert_eq!(me.json()["links"]["self"], format!("{base}1/"));
    let first = application
        .and_user(&key)
        .get("/v1/instances/my-shop/user/")
        .await;
    assert_eq!(
        first.json()["links"]["self"],
        "/v1/instances/my-shop/users/1/"
    );
    for path in [
        "/v2/instances/my-shop/user/",
        "/v2/instances/my-shop/user/auth/",
    ] {
        assert_eq!(application.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn options_tell_the_fields_of_users_to_whom_may_write_them() {
    let (server, owner) = shop().await;
    let fields = json!({"ignore_acl": true});
    let ignorer = server.application(&owner, "my-shop", fields).await.actor;
    server.user(&owner, "my-shop", "ada").await;
    for actor in [&owner, &ignorer] {
        let told = actor.call("OPTIONS", USERS).await.json();
        let username = &told["actions"]["POST"]["username"];
        let expected = json!({"type": "string", "required": true, "read_only": false,
            "label": "Username", "max_length": 64});
        assert_eq!(*username, expected);
        let told = actor.call("OPTIONS", &format!("{USERS}1/")).await.json();
        let level = &told["actions"]["PUT"]["profile"]["children"]["other_permissions"];
        assert_eq!(
            level["choices"][3],
            json!({"value": "full", "display_name": "full"})
        );
    }
    let reader = server.account("reader").await;
    server.grant(&reader, "my-shop", "read").await;
    for path in [USERS.to_owned(), format!("{USERS}1/")] {
        let told = reader.actor.call("OPTIONS", &path).await;
        assert_eq!((told.status, told.json().get("actions")), (200, None));
    }
    let batch = "/v1.1/instances/my-shop/batch/";
    let told = reader.actor.call("OPTIONS", batch).await.json();
    let method = &told["actions"]["POST"]["requests"]["children"]["method"];
    assert_eq!(method["type"], "choice");
}

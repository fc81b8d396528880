//! The documented order of checks: every request here is wrong in at least two ways, and
//! the earlier one is told.

use serde_json::json;

use crate::server::{Actor, NO_PERMISSION, NO_SUCH_KEY, NOT_FOUND, Server};

const BELOW: &str = "/v1.1/instances/my-shop/";
const NO_INSTANCE: &str = r#"{"detail":"Instance was not found."}"#;
const NO_USER: &str = r#"{"detail":"User was not found."}"#;
const NOT_ACCEPTABLE: &str = r#"{"detail":"Could not satisfy the request Accept header."}"#;
const NO_POST: &str = r#"{"detail":"Method \"POST\" not allowed."}"#;
const BAD_JSON: &str =
    r#"{"detail":"JSON parse error - Parse error at offset 1: Missing a name for object member."}"#;
const BAD_TYPE: &str = r#"{"detail":"Unsupported media type \"image/png\" in request."}"#;

/// What comes with a request.
#[derive(Clone, Copy)]
struct With {
    accept: &'static str,
    kind: &'static str,
    body: &'static str,
}

const NOTHING: With = With {
    accept: "*/*",
    kind: "application/json",
    body: "",
};
const HTML: With = With {
    accept: "text/html",
    ..NOTHING
};
const BROKEN: With = With {
    body: "{",
    ..NOTHING
};
const IMAGE: With = With {
    kind: "image/png",
    ..BROKEN
};
const WRONG_FIELDS: With = With {
    body: r#"{"username":[]}"#,
    ..NOTHING
};

/// Verb, path, who asks, with what, and the answer.
type Case<'a> = (&'a str, &'a str, &'a Actor, With, (u16, &'a str));

#[tokio::test]
async fn the_first_of_several_faults_is_told() {
    let server = Server::start_compatible().await;
    let owner = &server.account("owner").await.actor;
    let application = &server.application(owner, "my-shop", json!({})).await.actor;
    let guesser = &server.with_key("zz");
    let nobody = &server.anonymous();
    let cases: [Case<'_>; 17] = [
        (
            "BREW",
            "/v1.1/instances/no-such/users/",
            guesser,
            HTML,
            (404, NO_INSTANCE),
        ),
        (
            "GET",
            "users/99/groups/?format=xml",
            guesser,
            HTML,
            (404, NO_USER),
        ),
        ("GET", "users/?format=xml", guesser, HTML, (404, NOT_FOUND)),
        ("GET", "users/", guesser, HTML, (406, NOT_ACCEPTABLE)),
        ("POST", "users/99/", guesser, NOTHING, (403, NO_SUCH_KEY)),
        ("POST", "users/99/", nobody, NOTHING, (403, NO_PERMISSION)),
        ("POST", "users/99/", owner, NOTHING, (405, NO_POST)),
        (
            "GET",
            "users/?page_size=x",
            nobody,
            NOTHING,
            (403, NO_PERMISSION),
        ),
        (
            "DELETE",
            "api_keys/99/",
            application,
            NOTHING,
            (403, NO_PERMISSION),
        ),
        (
            "GET",
            "api_keys/99/",
            application,
            NOTHING,
            (404, NOT_FOUND),
        ),
        ("PATCH", "users/99/", owner, WRONG_FIELDS, (404, NOT_FOUND)),
        // A body that cannot be read comes before all of them.
        (
            "BREW",
            "/v1.1/instances/no-such/users/",
            guesser,
            BROKEN,
            (400, BAD_JSON),
        ),
        ("GET", "users/99/groups/", nobody, IMAGE, (415, BAD_TYPE)),
        ("GET", "users/?format=xml", owner, BROKEN, (400, BAD_JSON)),
        ("GET", "users/", guesser, IMAGE, (415, BAD_TYPE)),
        ("POST", "users/99/", owner, BROKEN, (400, BAD_JSON)),
        ("PATCH", "users/99/", owner, IMAGE, (415, BAD_TYPE)),
    ];
    for (verb, path, actor, with, expected) in cases {
        let whole = format!("{BELOW}{path}");
        let path = if path.starts_with('/') { path } else { &whole };
        let request = actor.request(verb, path).header("Accept", with.accept);
        let request = request.header("Content-Type", with.kind).body(with.body);
        let reply = actor.send(request).await;
        assert_eq!(reply.outcome(), expected, "{verb} {path} {}", with.body);
        assert_eq!(reply.header("vary"), Some("Origin"));
        assert!(reply.header("allow").is_some(), "{verb} {path}");
        for name in ["location", "www-authenticate"] {
            assert_eq!(reply.header(name), None, "{verb} {path}");
        }
    }
}

#[tokio::test]
async fn what_needs_no_body_does_not_read_it() {
    let server = Server::start_compatible().await;
    let owner = server.account("owner").await.actor;
    let application = server.application(&owner, "my-shop", json!({})).await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let key = format!("{BELOW}api_keys/{}/", application.id);
    let user = application.actor.and_user(&ada.key);
    for (actor, verb, path, status) in [
        (&owner, "GET", key.clone(), 200),
        (&user, "GET", key.clone(), 200),
        // Without a user key elsewhere, one is looked for in the body.
        (&application.actor, "GET", key.clone(), 400),
        (&owner, "POST", format!("{key}reset_key/"), 200),
        (&owner, "DELETE", key.clone(), 204),
    ] {
        let request = actor.request(verb, &path);
        let request = request.header("Content-Type", "application/json").body("{");
        let reply = actor.send(request).await;
        assert_eq!(reply.status, status, "{verb} {path}: {}", reply.text);
    }
}

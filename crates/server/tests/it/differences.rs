//! One test for each switchable difference: what happens by default, and what with it undone.

use serde_json::{Value, json};
use syncano_server::{Limits, Switch};

use crate::figures::figure;
use crate::server::{NO_PERMISSION, NO_SUCH_KEY, Server};

const SERVER_ERROR: &str = "<h1>Server Error (500)</h1>";

async fn both(switch: Switch) -> [Server; 2] {
    let original = Server::start_with(|settings| settings.original = vec![switch]).await;
    [Server::start().await, original]
}

#[tokio::test]
async fn login_reasons() {
    let [ours, original] = both(Switch::LoginReasons).await;
    for (server, texts) in [
        (ours, ["Invalid email or password."; 2]),
        (original, ["Invalid email.", "Invalid password."]),
    ] {
        server.account("ada").await;
        for (email, text) in ["eve@example.com", "ada@example.com"].iter().zip(texts) {
            let body = json!({"email": email, "password": "wrong"});
            let reply = server.anonymous().post("/v1.1/account/auth/", body).await;
            assert_eq!((reply.status, reply.json()), (401, json!({"detail": text})));
        }
    }
}

#[tokio::test]
async fn keys_in_query_and_body() {
    let [ours, original] = both(Switch::KeysInQueryAndBody).await;
    for (server, status) in [(ours, 403), (original, 200)] {
        let ada = server.account("ada").await;
        let key = ada.actor.key();
        let anonymous = server.anonymous();
        for name in ["api_key", "apikey"] {
            let reply = anonymous.get(&format!("/v1.1/account/?{name}={key}")).await;
            assert_eq!(reply.status, status, "{name}");
        }
        let staff = format!("/v1.1/account/?staff_key={}", "a".repeat(40));
        let reply = ada.actor.get(&staff).await;
        assert_eq!(reply.status, if status == 200 { 403 } else { 200 });
        let body = json!({"_api_key": key, "first_name": "Ada"});
        assert_eq!(anonymous.patch("/v1.1/account/", body).await.status, status);
        let text = json!({"_api_key": key, "_method": "GET"}).to_string();
        let request = anonymous.request("POST", "/v1.1/account/");
        let request = request.header("Content-Type", "text/plain").body(text);
        assert_eq!(anonymous.send(request).await.status, status);
    }
    figure(
        "key-places",
        "keys in query and body: 403 in every place, unless switched on",
    );
}

#[tokio::test]
async fn instance_existence() {
    let [ours, original] = both(Switch::InstanceExistence).await;
    let missing = r#"{"detail":"Instance was not found."}"#;
    for (server, expected) in [(ours, (403, NO_PERMISSION)), (original, (404, missing))] {
        let ada = server.account("ada").await;
        let path = "/v1.1/instances/no-such/api_keys/";
        assert_eq!(server.anonymous().get(path).await.outcome(), expected);
        assert_eq!(ada.actor.get(path).await.outcome(), (404, missing));
        if expected.0 == 403 {
            let application = server.application(&ada.actor, "my-shop", json!({})).await;
            let reply = application.actor.get(path).await;
            assert_eq!(reply.outcome(), (403, NO_SUCH_KEY));
        }
    }
}

#[tokio::test]
async fn server_errors() {
    let server = Server::start().await;
    let compatible = Server::start_compatible().await;
    for (server, is_original) in [(server, false), (compatible, true)] {
        let ada = server.account("ada").await;
        server.account("bob").await;
        server.application(&ada.actor, "my-shop", json!({})).await;
        let keys = "/v1.1/instances/my-shop/api_keys/";
        let rename = "/v1.1/instances/my-shop/rename/";
        let body = json!({"email": "eve@example.com", "password": "x", "mixpanel": 5});
        let eve = server
            .anonymous()
            .post("/v1.1/account/register/", body)
            .await;
        assert_eq!(eve.status, if is_original { 500 } else { 201 });
        let replies = [
            ada.actor
                .patch("/v1.1/account/", json!({"email": "bob@example.com"}))
                .await,
            ada.actor.post(keys, json!({"description": "a\0b"})).await,
            ada.actor.post(rename, json!([])).await,
        ];
        let ours = [
            r#"{"email":["This field must be unique."]}"#,
            r#"{"description":["Null characters are not allowed."]}"#,
            r#"{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}"#,
        ];
        for (reply, ours) in replies.iter().zip(ours) {
            let expected = if is_original {
                (500, SERVER_ERROR)
            } else {
                (400, ours)
            };
            assert_eq!(reply.outcome(), expected);
        }
    }
}

/// Calls until one is refused for coming too fast, or a hundred times.
async fn is_throttled(actor: &crate::server::Actor, path: &str) -> bool {
    for _ in 0..100 {
        if actor.get(path).await.status == 429 {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn refused_uncounted() {
    for (original, expected) in [(vec![], true), (vec![Switch::RefusedUncounted], false)] {
        let server = Server::start_with(|settings| {
            settings.original = original;
            settings.limits.anonymous = 3;
        })
        .await;
        let guesser = server.with_key(&"a".repeat(40));
        assert_eq!(is_throttled(&guesser, "/v1.1/account/").await, expected);
    }
}

#[tokio::test]
async fn api_keys_unthrottled() {
    for (original, expected) in [(vec![], true), (vec![Switch::ApiKeysUnthrottled], false)] {
        let server = Server::start_with(|settings| {
            settings.original = original;
            settings.limits = Limits {
                anonymous: 0,
                account: 0,
                instance: 3,
            };
        })
        .await;
        let ada = server.account("ada").await;
        let application = server.application(&ada.actor, "my-shop", json!({})).await;
        assert_eq!(
            is_throttled(&application.actor, "/v1.1/instances/").await,
            expected
        );
    }
}

#[tokio::test]
async fn hidden_retry_after() {
    let [ours, original] = both(Switch::HiddenRetryAfter).await;
    for (server, exposed) in [(ours, Some("Retry-After")), (original, None)] {
        let anonymous = server.anonymous();
        let request = anonymous
            .request("GET", "/v1.1/")
            .header("Origin", "https://app.example.com");
        let reply = anonymous.send(request).await;
        assert_eq!(reply.header("access-control-expose-headers"), exposed);
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    }
}

#[tokio::test]
async fn four_instances() {
    let [ours, original] = both(Switch::FourInstances).await;
    for (server, max) in [(ours, 16), (original, 4)] {
        let ada = server.account("ada").await;
        for number in 0..max {
            let body = json!({"name": format!("shop-{number}")});
            assert_eq!(ada.actor.post("/v1.1/instances/", body).await.status, 201);
        }
        let reply = ada
            .actor
            .post("/v1.1/instances/", json!({"name": "too-many"}))
            .await;
        let text = format!("Instance count exceeded ({max}).");
        assert_eq!((reply.status, reply.json()), (400, json!({"detail": text})));
    }
}

#[tokio::test]
async fn large_bodies() {
    let [ours, original] = both(Switch::LargeBodies).await;
    for (server, status) in [(ours, 413), (original, 401)] {
        server.account("ada").await;
        let body: Value = json!({
            "email": "ada@example.com", "password": "wrong", "more": "x".repeat(300 * 1024),
        });
        let reply = server.anonymous().post("/v1.1/account/auth/", body).await;
        assert_eq!(reply.status, status, "{}", reply.text);
    }
}

#[tokio::test]
async fn header_space() {
    let server = Server::start_compatible().await;
    let ada = server.account("ada").await;
    let spaced = server.with_key(&format!("{}  ", ada.actor.key()));
    assert_eq!(spaced.get("/v1.1/account/").await.status, 200);
}

#[tokio::test]
async fn no_internal_callers() {
    let server = Server::start_compatible().await;
    server.account("ada").await;
    let reply = server.with_key("1:2:3").get("/v1.1/account/").await;
    assert_eq!(reply.outcome(), (403, NO_SUCH_KEY));
}

#[tokio::test]
async fn login_reasons_of_users() {
    let [ours, original] = both(Switch::LoginReasons).await;
    for (server, texts) in [
        (ours, ["Invalid username or password."; 2]),
        (original, ["Invalid username.", "Invalid password."]),
    ] {
        let owner = server.account("owner").await.actor;
        server.application(&owner, "my-shop", json!({})).await;
        server.user(&owner, "my-shop", "ada").await;
        for (username, text) in ["eve", "ada"].iter().zip(texts) {
            let body = json!({"username": username, "password": "wrong"});
            let reply = owner.post("/v1.1/instances/my-shop/user/auth/", body).await;
            assert_eq!((reply.status, reply.json()), (401, json!({"detail": text})));
        }
    }
}

#[tokio::test]
async fn instance_existence_reaches_users_and_groups() {
    let [ours, original] = both(Switch::InstanceExistence).await;
    for (server, status) in [(ours, 403), (original, 404)] {
        let owner = server.account("owner").await.actor;
        let application = server.application(&owner, "my-shop", json!({})).await.actor;
        for path in ["users/9/groups/", "groups/9/users/"] {
            let path = format!("/v1.1/instances/my-shop/{path}");
            for actor in [server.anonymous(), application.clone()] {
                assert_eq!(actor.get(&path).await.status, status, "{path}");
            }
            assert_eq!(owner.get(&path).await.status, 404, "{path}");
        }
    }
}

#[tokio::test]
async fn keys_in_query_and_body_of_a_batch() {
    let [ours, original] = both(Switch::KeysInQueryAndBody).await;
    for (server, code) in [(ours, 403), (original, 200)] {
        let owner = server.account("owner").await.actor;
        let application = server.application(&owner, "my-shop", json!({})).await.actor;
        let ada = server.user(&owner, "my-shop", "ada").await;
        let base = "/v1.1/instances/my-shop/";
        let part = |path: String| json!({"method": "GET", "path": format!("{base}{path}")});
        let (account, api, user) = (owner.key(), application.key(), &ada.key);
        let body = json!({"requests": [
            part(format!("users/?api_key={account}")),
            part(format!("user/?api_key={api}&user_key={user}")),
            part(format!("user/?user_key={user}")),
            part("groups/?api_key=nonsense".to_owned()),
        ]});
        let reply = application.post(&format!("{base}batch/"), body).await;
        let codes: Vec<Value> = reply
            .json()
            .as_array()
            .expect("a list")
            .iter()
            .map(|answer| answer["code"].clone())
            .collect();
        // A user key alone changes nobody.
        let nonsense = if code == 403 { 200 } else { 403 };
        assert_eq!(codes, [code, code, 403, nonsense]);
    }
}

#[tokio::test]
async fn access_lists() {
    let [ours, original] = both(Switch::AccessLists).await;
    for (server, is_original) in [(ours, false), (original, true)] {
        let owner = server.account("owner").await.actor;
        let flagless = server.application(&owner, "my-shop", json!({})).await.actor;
        let fields = json!({"allow_group_create": true});
        let maker = server.application(&owner, "my-shop", fields).await.actor;
        let fields = json!({"ignore_acl": true});
        let passer = server.application(&owner, "my-shop", fields).await.actor;
        let user = json!({"username": "ada", "password": "x"});
        let users = flagless.post("/v2/instances/my-shop/users/", user).await;
        assert_eq!(users.status, if is_original { 201 } else { 403 });
        for (actor, is_let) in [
            (&flagless, false),
            (&maker, !is_original),
            (&passer, is_original),
        ] {
            let groups = actor.post("/v2/instances/my-shop/groups/", json!({})).await;
            assert_eq!(groups.status, if is_let { 201 } else { 403 });
        }
        // The older versions have flags in any case.
        let body = json!({"username": "bob", "password": "x"});
        let users = flagless.post("/v1.1/instances/my-shop/users/", body).await;
        assert_eq!(users.status, 403);
    }
}

#[tokio::test]
async fn declared_profiles() {
    let [ours, original] = both(Switch::DeclaredProfiles).await;
    for (server, nick) in [(ours, Some("al")), (original, None)] {
        let owner = server.account("owner").await.actor;
        server.application(&owner, "my-shop", json!({})).await;
        let body = json!({"username": "ada", "password": "x", "profile": {"nick": "al"}});
        let made = owner.post("/v1.1/instances/my-shop/users/", body).await;
        assert_eq!(
            made.json()["profile"].get("nick").and_then(Value::as_str),
            nick
        );
    }
}

#[tokio::test]
async fn bare_batch_code() {
    let [ours, original] = both(Switch::BareBatchCode).await;
    let lost = json!({"code": 404, "content": {"detail": "Not found."}});
    for (server, expected) in [(ours, lost), (original, json!("code"))] {
        let owner = server.account("owner").await.actor;
        server.application(&owner, "my-shop", json!({})).await;
        let body = json!({"requests": [
            {"method": "GET", "path": "/v1.1/instances/my-shop/nowhere/"},
        ]});
        let reply = owner.post("/v1.1/instances/my-shop/batch/", body).await;
        assert_eq!(reply.json(), json!([expected]));
    }
}

#[tokio::test]
async fn free_guesses() {
    let [ours, original] = both(Switch::FreeGuesses).await;
    for (server, worst) in [(ours, 429), (original, 401)] {
        let mut statuses = Vec::new();
        for _ in 0..12 {
            let body = json!({"email": "ada@example.com", "password": "wrong"});
            let reply = server.anonymous().post("/v1.1/account/auth/", body).await;
            statuses.push(reply.status);
        }
        assert_eq!(statuses.iter().max(), Some(&worst));
    }
}

#[tokio::test]
async fn json_limits() {
    let server = Server::start_compatible().await;
    let ada = server.account("ada").await.actor;
    for (levels, status) in [(120, 200), (200, 400)] {
        let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let body = format!(
            "{{\"metadata\":{{\"deep\":{deep},\"long\":{}}}}}",
            "9".repeat(40)
        );
        let request = ada.request("PATCH", "/v1.1/account/").body(body);
        let request = request.header("Content-Type", "application/json");
        let reply = ada.send(request).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        if status == 200 {
            assert_eq!(reply.json()["metadata"]["long"], json!(1e40));
        }
    }
}

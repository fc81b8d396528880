//! What the original had besides: the refusals are the same, and nothing is there.

use serde_json::{Value, json};

use crate::server::{Actor, NO_PERMISSION, Server};

const NOTHING: &str =
    "<h1>Not Found</h1><p>The requested resource was not found on this server.</p>";
const BELOW: &str = "/v1.1/instances/my-shop/";

struct Callers {
    server: Server,
    owner: Actor,
    reader: Actor,
    stranger: Actor,
    /// API keys, each with every flag that it can have.
    applications: Vec<Actor>,
}

impl Callers {
    async fn new(server: Server) -> Self {
        let owner = server.account("owner").await.actor;
        let mut applications = Vec::new();
        let all = json!({"ignore_acl": true, "allow_user_create": true,
                         "allow_group_create": true, "allow_anonymous_read": true});
        for fields in [json!({}), all] {
            let made = server.application(&owner, "my-shop", fields).await;
            applications.push(made.actor);
        }
        let reader = server.account("reader").await;
        server.grant(&reader, "my-shop", "read").await;
        let stranger = server.account("stranger").await.actor;
        Self {
            server,
            owner,
            reader: reader.actor,
            stranger,
            applications,
        }
    }
}

#[tokio::test]
async fn api_keys_have_no_access_to_billing_and_metrics() {
    let callers = Callers::new(Server::start_compatible().await).await;
    for path in [
        "billing/profile/",
        "billing/invoices/",
        "billing/subscriptions/",
        "billing/card/",
        "usage/daily/",
        "usage/hourly/",
        "backups/full/",
    ] {
        let path = format!("/v1.1/{path}");
        for actor in callers
            .applications
            .iter()
            .chain([&callers.server.anonymous()])
        {
            for verb in ["GET", "POST", "OPTIONS"] {
                let reply = actor.call(verb, &path).await;
                assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{verb} {path}");
            }
        }
        for verb in ["GET", "OPTIONS"] {
            let reply = callers.stranger.call(verb, &path).await;
            assert_eq!(reply.outcome(), (404, NOTHING), "{verb} {path}");
        }
    }
}

#[tokio::test]
async fn api_keys_have_no_access_to_scripts_triggers_and_schedules() {
    let callers = Callers::new(Server::start_compatible().await).await;
    for (path, version) in [
        ("snippets/scripts/", "v1.1"),
        ("snippets/scripts/1/", "v2"),
        ("codeboxes/", "v1"),
        ("triggers/", "v1.1"),
        ("schedules/1/", "v1.1"),
    ] {
        let path = format!("/{version}/instances/my-shop/{path}");
        let strangers = [callers.server.anonymous(), callers.stranger.clone()];
        for actor in callers.applications.iter().chain(&strangers) {
            for verb in ["GET", "POST", "PATCH", "DELETE"] {
                let reply = actor.call(verb, &path).await;
                assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{verb} {path}");
            }
        }
        assert_eq!(callers.owner.get(&path).await.outcome(), (404, NOTHING));
        assert_eq!(callers.reader.get(&path).await.outcome(), (404, NOTHING));
        let written = callers.reader.post(&path, json!({})).await;
        assert_eq!(written.outcome(), (403, NO_PERMISSION), "{path}");
    }
    // The first version has no snippets, the others no codeboxes.
    for path in [
        "/v1/instances/my-shop/snippets/scripts/",
        "/v2/instances/my-shop/codeboxes/",
    ] {
        assert_eq!(
            callers.server.anonymous().get(path).await.outcome(),
            (404, NOTHING)
        );
    }
}

#[tokio::test]
async fn api_keys_never_write_classes_and_list_channels_only_with_a_flag_or_user() {
    let callers = Callers::new(Server::start_compatible().await).await;
    for verb in ["POST", "PUT", "PATCH", "DELETE"] {
        for path in ["classes/", "classes/book/"] {
            for actor in &callers.applications {
                let path = format!("{BELOW}{path}");
                let reply = actor.call(verb, &path).await;
                assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{verb} {path}");
            }
        }
    }
    let channels = format!("{BELOW}channels/");
    let flagless = &callers.applications[0];
    assert_eq!(
        flagless.get(&channels).await.outcome(),
        (403, NO_PERMISSION)
    );
    let alice = callers
        .server
        .user(&callers.owner, "my-shop", "alice")
        .await;
    for actor in [
        flagless.and_user(&alice.key),
        callers.applications[1].clone(),
    ] {
        assert_eq!(actor.get(&channels).await.outcome(), (404, NOTHING));
    }
}

#[tokio::test]
async fn no_class_is_there_but_that_of_the_profiles() {
    let missing = r#"{"detail":"Class was not found."}"#;
    let server = Server::start_compatible().await;
    let callers = Callers::new(server).await;
    let path = format!("{BELOW}classes/book/objects/");
    for actor in [
        &callers.server.anonymous(),
        &callers.applications[0],
        &callers.owner,
    ] {
        assert_eq!(actor.get(&path).await.outcome(), (404, missing));
    }
    // By default only those learn so who may look.
    let callers = Callers::new(Server::start().await).await;
    for (actor, expected) in [
        (&callers.server.anonymous(), (403, NO_PERMISSION)),
        (&callers.applications[0], (403, NO_PERMISSION)),
        (&callers.applications[1], (404, missing)),
        (&callers.owner, (404, missing)),
    ] {
        assert_eq!(actor.get(&path).await.outcome(), expected);
    }
}

#[tokio::test]
async fn the_entry_points_of_usage_and_backups_are_lists_of_links_for_everybody() {
    let server = Server::start().await;
    for (path, links) in [
        (
            "/v1.1/usage/",
            json!({"daily": "/v1.1/usage/daily/", "hourly": "/v1.1/usage/hourly/"}),
        ),
        ("/v2/backups/", json!({"full": "/v2/backups/full/"})),
    ] {
        let reply = server.anonymous().get(path).await;
        assert_eq!(reply.json(), json!({"links": links}));
        assert_eq!(reply.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
}

#[tokio::test]
async fn the_proxy_of_a_provider_has_no_slash_and_no_code() {
    let server = Server::start().await;
    let anonymous = server.anonymous();
    let path = "/v1.1/account/auth/backend/github/proxy";
    for path in [
        path.to_owned(),
        format!("{path}?code=x&redirect_uri=http://localhost/"),
    ] {
        let reply = anonymous.get(&path).await;
        let text: Value = json!({"code": "Code was not created."});
        assert_eq!((reply.status, reply.json()), (400, text));
    }
    let reply = anonymous.get(&format!("{path}/")).await;
    assert_eq!(reply.outcome(), (404, NOTHING));
}

#[tokio::test]
async fn an_answer_by_a_template_that_is_not_there_is_not_acceptable() {
    let server = Server::start().await;
    let owner = server.account("owner").await.actor;
    server.application(&owner, "my-shop", json!({})).await;
    let refusal = r#"{"detail":"Could not satisfy the request Accept header."}"#;
    let reply = owner
        .get(&format!("{BELOW}users/?template_response=table"))
        .await;
    assert_eq!(reply.outcome(), (406, refusal));
    let path = format!("{BELOW}users/");
    let request = owner
        .request("GET", &path)
        .header("X-TEMPLATE-RESPONSE", "table");
    assert_eq!(owner.send(request).await.outcome(), (406, refusal));
    for path in [
        format!("{BELOW}users/?template_response="),
        "/v1.1/instances/?template_response=table".to_owned(),
    ] {
        assert_eq!(owner.get(&path).await.status, 200, "{path}");
    }
}

use serde_json::{Value, json};

use crate::server::Server;

fn names(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn the_second_version_hides_three_flags_and_keeps_them() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let fields = json!({"allow_user_create": true, "ignore_acl": true});
    let made = server.application(&ada.actor, "my-shop", fields).await;
    let path = |version: &str| format!("/{version}/instances/my-shop/api_keys/{}/", made.id);
    let shown = ada.actor.get(&path("v2")).await.json();
    let mut expected = [
        "id",
        "description",
        "api_key",
        "ignore_acl",
        "created_at",
        "links",
    ];
    expected.sort_unstable();
    let mut found = names(&shown);
    found.sort_unstable();
    assert_eq!(found, expected);
    let put = json!({"allow_user_create": false, "allow_group_create": true});
    assert_eq!(
        ada.actor.put(&path("v2"), put).await.json()["ignore_acl"],
        false
    );
    let kept = ada.actor.get(&path("v1")).await.json();
    assert_eq!(kept["allow_user_create"], true);
    assert_eq!(kept["allow_group_create"], false);
    assert_eq!(kept["links"]["self"], path("v1"));
}

#[tokio::test]
async fn links_keep_the_version_of_the_request() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    server.application(&ada.actor, "my-shop", json!({})).await;
    for (version, own, foreign) in [
        ("v1", "codeboxes", "snippets"),
        ("v1.1", "snippets", "sockets"),
        ("v2", "sockets", "codeboxes"),
    ] {
        let instance = ada
            .actor
            .get(&format!("/{version}/instances/my-shop/"))
            .await
            .json();
        let links = names(&instance["links"]);
        assert!(
            links.contains(&own) && !links.contains(&foreign),
            "{version}: {links:?}"
        );
        for link in instance["links"].as_object().expect("links").values() {
            let link = link.as_str().expect("a path");
            assert!(
                link.starts_with(&format!("/{version}/instances/my-shop/")),
                "{link}"
            );
        }
    }
}

#[tokio::test]
async fn there_is_no_other_version() {
    let server = Server::start().await;
    let reply = server.anonymous().get("/v3/").await;
    let text = "<h1>Not Found</h1><p>The requested resource was not found on this server.</p>";
    assert_eq!(reply.outcome(), (404, text));
    assert_eq!(reply.header("content-type"), Some("text/html"));
}

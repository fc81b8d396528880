use serde_json::json;

use crate::server::Server;

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

#[tokio::test]
async fn options_of_instances_name_the_links_of_their_version() {
    let server = Server::start().await;
    let owner = server.account("owner").await.actor;
    server.application(&owner, "my-shop", json!({})).await;
    for version in ["v1", "v1.1", "v2"] {
        let path = format!("/{version}/instances/my-shop/");
        let shown = owner.get(&path).await.json();
        let shown: Vec<&String> = shown["links"].as_object().expect("links").keys().collect();
        let told = owner.call("OPTIONS", &path).await.json();
        let told = told["actions"]["PUT"]["links"]["links"].clone();
        let told = told.as_array().expect("links");
        assert_eq!(told.len(), shown.len(), "{version}");
        for link in told {
            assert!(
                shown.iter().any(|name| link["name"] == **name),
                "{version} {link}"
            );
        }
    }
}

#[tokio::test]
async fn options_name_the_fields_that_account_routes_take() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for (path, names) in [
        ("activate", &["uid", "token"][..]),
        ("resend_email", &["email"]),
        ("password/set", &["password"]),
        ("password/reset", &["email"]),
        ("password/reset/confirm", &["uid", "token", "new_password"]),
        ("invitations/accept", &["invitation_key"]),
    ] {
        let path = format!("/v1.1/account/{path}/");
        let told = ada.actor.call("OPTIONS", &path).await.json();
        let fields = told["actions"]["POST"].as_object().expect("fields");
        assert_eq!(fields.len(), names.len(), "{path}");
        for name in names {
            assert!(fields.contains_key(*name), "{path} {name}");
        }
        assert!(fields.values().all(|field| field["required"] == true));
    }
}

use serde_json::json;

use crate::server::{NO_PERMISSION, NO_SUCH_KEY, Server};

const CONFIG: &str = "/v1.1/instances/my-shop/snippets/config/";

#[tokio::test]
async fn a_configuration_starts_empty_and_keeps_what_was_put() {
    let server = Server::start().await;
    let owner = server.account("owner").await;
    server.application(&owner.actor, "my-shop", json!({})).await;
    assert_eq!(
        owner.actor.get(CONFIG).await.outcome(),
        (200, r#"{"config":{}}"#)
    );
    let body = json!({"config": {"b": 1, "a": {"c": [null, "ż\u{0}"]}, "links": {"x": 1}}});
    let reply = owner.actor.put(CONFIG, body.clone()).await;
    assert_eq!((reply.status, reply.json()), (200, body.clone()));
    assert_eq!(owner.actor.get(CONFIG).await.json(), body);
    assert_eq!(owner.actor.patch(CONFIG, json!({})).await.json(), body);
    let v2 = owner
        .actor
        .get("/v2/instances/my-shop/snippets/config/")
        .await;
    assert_eq!(v2.json(), body);
    let text = owner
        .actor
        .patch(CONFIG, json!({"config": "{\"d\": 2}"}))
        .await;
    assert_eq!(text.json(), json!({"config": {"d": 2}}));
}

#[tokio::test]
async fn what_is_no_object_is_no_configuration() {
    let server = Server::start().await;
    let owner = server.account("owner").await;
    server.application(&owner.actor, "my-shop", json!({})).await;
    for (body, message) in [
        (json!({}), "This field is required."),
        (json!({"config": null}), "This field may not be null."),
        (json!({"config": "{"}), "Not a valid JSON string."),
        (json!({"config": [1]}), "Config passed in invalid format."),
        (json!({"config": 5}), "Config passed in invalid format."),
    ] {
        let reply = owner.actor.put(CONFIG, body).await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, json!({"config": [message]}))
        );
    }
}

#[tokio::test]
async fn any_api_key_of_the_instance_reads_the_configuration_and_none_writes_it() {
    let server = Server::start().await;
    let owner = server.account("owner").await;
    let own = server.application(&owner.actor, "my-shop", json!({})).await;
    let fields = json!({"ignore_acl": true});
    let other = server.application(&owner.actor, "other-shop", fields).await;
    assert_eq!(own.actor.get(CONFIG).await.status, 200);
    let reply = own.actor.put(CONFIG, json!({"config": {}})).await;
    assert_eq!(reply.outcome(), (403, NO_PERMISSION));
    assert_eq!(other.actor.get(CONFIG).await.outcome(), (403, NO_SUCH_KEY));
}

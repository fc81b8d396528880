use serde_json::json;

use crate::server::{NO_SUCH_KEY, NOT_FOUND, Server};

const INSTANCES: &str = "/v1.1/instances/";

#[tokio::test]
async fn a_name_is_lowered_and_unique_on_the_whole_server() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let bob = server.account("bob").await;
    let reply = ada
        .actor
        .post(INSTANCES, json!({"name": "  My-Shop "}))
        .await;
    assert_eq!(
        (reply.status, reply.member("name")),
        (201, "my-shop".to_owned())
    );
    for (actor, name) in [(&ada.actor, "my-shop"), (&bob.actor, "MY-SHOP")] {
        let reply = actor.post(INSTANCES, json!({"name": name})).await;
        assert_eq!(
            reply.outcome(),
            (400, r#"{"name":["This field must be unique."]}"#)
        );
    }
}

#[tokio::test]
async fn another_account_does_not_find_an_instance_that_is_not_its() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let bob = server.account("bob").await;
    ada.actor.post(INSTANCES, json!({"name": "my-shop"})).await;
    let path = "/v1.1/instances/my-shop/";
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        assert_eq!(
            bob.actor.call(method, path).await.outcome(),
            (404, NOT_FOUND),
            "{method}"
        );
    }
    assert_eq!(bob.actor.get(INSTANCES).await.json()["objects"], json!([]));
}

#[tokio::test]
async fn the_date_of_change_moves_only_with_a_change() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let made = ada.actor.post(INSTANCES, json!({"name": "my-shop"})).await;
    let path = "/v1.1/instances/my-shop/";
    let same = ada
        .actor
        .patch(path, json!({"description": "", "name": "other"}))
        .await;
    assert_eq!(same.member("updated_at"), made.member("updated_at"));
    assert_eq!(same.member("name"), "my-shop");
    let changed = ada.actor.patch(path, json!({"description": "new"})).await;
    assert_ne!(changed.member("updated_at"), made.member("updated_at"));
}

#[tokio::test]
async fn a_renamed_instance_answers_to_its_new_name_only_and_keeps_its_keys() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let application = server.application(&ada.actor, "my-shop", json!({})).await;
    let rename = "/v1.1/instances/my-shop/rename/";
    let reply = ada
        .actor
        .post(rename, json!({"new_name": "Our-Shop"}))
        .await;
    assert_eq!(
        (reply.status, reply.member("name")),
        (200, "Our-Shop".to_owned())
    );
    assert_eq!(
        ada.actor.get("/v1.1/instances/my-shop/").await.outcome(),
        (404, NOT_FOUND)
    );
    let reply = application.actor.get("/v1.1/instances/our-shop/").await;
    assert_eq!(
        (reply.status, reply.member("role")),
        (200, "api_key".to_owned())
    );
}

#[tokio::test]
async fn the_keys_of_a_deleted_instance_die_with_it() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let application = server.application(&ada.actor, "my-shop", json!({})).await;
    assert_eq!(
        ada.actor.delete("/v1.1/instances/my-shop/").await.outcome(),
        (204, "")
    );
    assert_eq!(
        application.actor.get(INSTANCES).await.outcome(),
        (403, NO_SUCH_KEY)
    );
    let again = ada.actor.post(INSTANCES, json!({"name": "my-shop"})).await;
    assert_eq!(again.status, 201);
    let path = "/v1.1/instances/my-shop/api_keys/";
    assert_eq!(
        application.actor.get(path).await.outcome(),
        (403, NO_SUCH_KEY)
    );
}

#[tokio::test]
async fn an_account_owns_no_more_instances_than_allowed() {
    let server = Server::start_with(|settings| settings.instances_per_account = Some(2)).await;
    let ada = server.account("ada").await;
    for name in ["shop-1", "shop-2"] {
        assert_eq!(
            ada.actor
                .post(INSTANCES, json!({"name": name}))
                .await
                .status,
            201
        );
    }
    let reply = ada.actor.post(INSTANCES, json!({"name": "shop-3"})).await;
    assert_eq!(
        reply.outcome(),
        (400, r#"{"detail":"Instance count exceeded (2)."}"#)
    );
}

#[tokio::test]
async fn instances_are_found_by_the_beginning_of_their_name() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for name in ["shop-1", "shop-2", "other"] {
        ada.actor.post(INSTANCES, json!({"name": name})).await;
    }
    let reply = ada
        .actor
        .get("/v1.1/instances/?name__startswith=shop&fields=name")
        .await;
    assert_eq!(
        reply.json()["objects"],
        json!([{"name": "shop-1"}, {"name": "shop-2"}])
    );
}

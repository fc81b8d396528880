use serde_json::{Value, json};
use syncano_server::{Limits, Switch};

use crate::server::{Actor, Server};

const BATCH: &str = "/v1.1/instances/my-shop/batch/";

async fn shop(server: &Server) -> Actor {
    let owner = server.account("owner").await.actor;
    server.application(&owner, "my-shop", json!({})).await;
    owner
}

fn part(method: &str, path: &str, body: Value) -> Value {
    let mut part = json!({"method": method, "path": format!("/v1.1/instances/my-shop/{path}")});
    part["body"] = body;
    part
}

async fn send(actor: &Actor, parts: Vec<Value>) -> Vec<Value> {
    let reply = actor.post(BATCH, json!({"requests": parts})).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json().as_array().expect("a list").clone()
}

fn codes(answers: &[Value]) -> Vec<i64> {
    let codes = answers.iter().map(|answer| answer["code"].as_i64());
    codes.map(|code| code.expect("a code")).collect()
}

#[tokio::test]
async fn parts_are_answered_in_order_each_as_if_sent_alone() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let answers = send(
        &owner,
        vec![
            part("POST", "groups/", json!({"label": "staff"})),
            part("GET", "groups/1/", json!({})),
            part("PATCH", "groups/1/", json!("{\"label\": \"crew\"}")),
            part("POST", "users/", json!({"username": "ada"})),
            part("DELETE", "groups/1/", json!({})),
            part("GET", "groups/1/", json!({})),
            part("PUT", "groups/", json!({})),
            json!({"method": "GET", "path": "/v1.1/instances/my-shop/groups/?page_size=0"}),
        ],
    )
    .await;
    assert_eq!(codes(&answers), [201, 200, 200, 400, 204, 404, 405, 200]);
    assert_eq!(answers[1]["content"], answers[0]["content"]);
    assert_eq!(answers[2]["content"]["label"], "crew");
    assert_eq!(
        answers[3]["content"],
        json!({"password": ["This field is required."]})
    );
    assert_eq!(answers[4], json!({"code": 204}));
    assert_eq!(answers[5]["content"], json!({"detail": "Not found."}));
    assert_eq!(
        answers[7]["content"],
        json!({"next": null, "prev": null, "objects": []})
    );
    assert_eq!(send(&owner, vec![]).await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_sender_of_a_batch_is_the_sender_of_each_part() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let application = server.application(&owner, "my-shop", json!({})).await.actor;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let parts = || {
        vec![
            part("GET", "user/", json!({})),
            part("GET", "users/", json!({"_api_key": owner.key()})),
            part("GET", "api_keys/", json!({})),
            part("DELETE", "api_keys/1/", json!({})),
        ]
    };
    let stranger = server.account("stranger").await.actor;
    assert_eq!(codes(&send(&stranger, parts()).await), [403; 4]);
    assert_eq!(
        codes(&send(&application, parts()).await),
        [403, 403, 200, 403]
    );
    let as_ada = application.and_user(&ada.key);
    assert_eq!(codes(&send(&as_ada, parts()).await), [200, 200, 200, 403]);
    assert_eq!(codes(&send(&owner, parts()).await), [403, 200, 200, 204]);
    let reply = server
        .anonymous()
        .post(BATCH, json!({"requests": []}))
        .await;
    assert_eq!(reply.status, 403);
}

#[tokio::test]
async fn each_bad_part_is_named_by_its_place_and_nothing_is_done() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let good = part("POST", "groups/", json!({}));
    let outside = "Path needs to point to an endpoint within current instance and API version.";
    let members: serde_json::Map<_, _> = (0..33).map(|n| (n.to_string(), json!(1))).collect();
    for (bad, errors) in [
        (
            json!({}),
            json!({"method": ["This field is required."], "path": ["This field is required."]}),
        ),
        (
            part("get", "groups", json!([])),
            json!({"method": ["\"get\" is not a valid choice."],
                   "path": ["Invalid path specified."],
                   "body": ["Invalid data. Expected a dictionary, but got list."]}),
        ),
        (
            part("GET", "groups/", json!("{")),
            json!({"body": ["Not a valid JSON string."]}),
        ),
        (
            part("GET", "groups/", members.into()),
            json!({"body": ["Too many keys defined (exceeds 32)."]}),
        ),
        (
            json!({"method": "GET", "path": "/v1.1/account/"}),
            json!({"path": [outside]}),
        ),
        (
            json!({"method": "GET", "path": "/v1/instances/my-shop/groups/"}),
            json!({"path": [outside]}),
        ),
        (
            json!({"method": "GET", "path": "/v1.1/instances/my-other/groups/"}),
            json!({"path": [outside]}),
        ),
        (
            part("GET", "../my-other/groups/", json!({})),
            json!({"path": ["Invalid path specified."]}),
        ),
        (
            part("GET", &format!("{}/", "x".repeat(8192)), json!({})),
            json!({"path": ["Ensure this field has no more than 8192 characters."]}),
        ),
        (
            json!("GET"),
            json!({"non_field_errors": ["Invalid data. Expected a dictionary, but got str."]}),
        ),
    ] {
        let reply = owner.post(BATCH, json!({"requests": [good, bad]})).await;
        let expected = json!({"requests": [{}, errors]});
        assert_eq!((reply.status, reply.json()), (400, expected), "{bad}");
    }
    let groups = owner.get("/v1.1/instances/my-shop/groups/").await.json();
    assert_eq!(groups["objects"], json!([]));
}

#[tokio::test]
async fn a_batch_holds_a_list_of_at_most_fifty_requests() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let parts = |count| vec![part("GET", "groups/", json!({})); count];
    assert_eq!(send(&owner, parts(50)).await.len(), 50);
    let reply = owner.post(BATCH, json!({"requests": parts(51)})).await;
    let many = r#"{"detail":"Max requests per batch exceeded (50)."}"#;
    assert_eq!(reply.outcome(), (400, many));
    for (body, errors) in [
        (json!({}), json!({"requests": ["This field is required."]})),
        (
            json!({"requests": {}}),
            json!({"requests": {"non_field_errors":
                ["Expected a list of items but got type \"dict\"."]}}),
        ),
    ] {
        let reply = owner.post(BATCH, body).await;
        assert_eq!((reply.status, reply.json()), (400, errors));
    }
}

#[tokio::test]
async fn a_batch_in_a_batch_is_answered_in_its_place() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let inner = json!({"requests": [part("GET", "groups/7/", json!({}))]});
    let answers = send(&owner, vec![part("POST", "batch/", inner)]).await;
    let lost = json!([{"code": 404, "content": {"detail": "Not found."}}]);
    assert_eq!(answers, [json!({"code": 200, "content": lost})]);
}

#[tokio::test]
async fn the_path_of_a_part_counts_in_lower_case() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let path = "/V1.1/Instances/MY-SHOP/Groups/";
    let answers = send(&owner, vec![json!({"method": "GET", "path": path})]).await;
    assert_eq!(codes(&answers), [200]);
    let reply = owner
        .post(
            "/v1.1/instances/My-Shop/batch/",
            json!({"requests": [part("GET", "groups/", json!({}))]}),
        )
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

#[tokio::test]
async fn each_part_uses_up_the_limit_of_the_instance() {
    for original in [vec![], Switch::ALL.to_vec()] {
        let server = Server::start_with(|settings| {
            settings.original = original;
            settings.limits = Limits {
                anonymous: 0,
                account: 0,
                instance: 10,
            };
        })
        .await;
        let owner = shop(&server).await;
        let answers = send(&owner, vec![part("GET", "groups/", json!({})); 30]).await;
        // Limits are per second, and the batch may meet the end of one.
        let refused = answers
            .iter()
            .filter(|answer| answer["code"] == 429)
            .count();
        assert!((10..=29).contains(&refused), "{refused}");
    }
}

#[tokio::test]
async fn a_deleted_instance_is_gone_for_the_parts_that_follow() {
    let server = Server::start().await;
    let owner = shop(&server).await;
    let answers = send(
        &owner,
        vec![
            part("DELETE", "", json!({})),
            part("GET", "groups/", json!({})),
        ],
    )
    .await;
    assert_eq!(codes(&answers), [204, 404]);
}

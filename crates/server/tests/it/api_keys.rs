use serde_json::{Value, json};

use crate::figures::figure;
use crate::server::{NO_SUCH_KEY, NOT_FOUND, Server};

const KEYS: &str = "/v1.1/instances/my-shop/api_keys/";
const FLAGS: [&str; 4] = [
    "ignore_acl",
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
];

fn flags(value: &Value) -> Vec<bool> {
    FLAGS
        .iter()
        .map(|flag| value[*flag].as_bool().expect("a flag"))
        .collect()
}

#[tokio::test]
async fn each_flag_is_kept_by_itself() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for flag in FLAGS {
        let made = server
            .application(&ada.actor, "my-shop", json!({flag: true}))
            .await;
        let reply = ada.actor.get(&format!("{KEYS}{}/", made.id)).await;
        let expected: Vec<bool> = FLAGS.iter().map(|other| *other == flag).collect();
        assert_eq!(flags(&reply.json()), expected, "{flag}");
    }
}

#[tokio::test]
async fn an_api_key_ends_in_an_odd_digit_and_an_account_key_in_an_even_one() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let application = server.application(&ada.actor, "my-shop", json!({})).await;
    for (key, parity) in [(ada.actor.key(), 0), (application.actor.key(), 1)] {
        assert_eq!(key.len(), 40);
        let last = key
            .chars()
            .last()
            .and_then(|digit| digit.to_digit(16))
            .expect("a digit");
        assert_eq!(last & 1, parity);
    }
}

#[tokio::test]
async fn a_put_clears_the_flags_it_leaves_out_and_keeps_the_description() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let fields = json!({"description": "till", "ignore_acl": true, "allow_user_create": true});
    let made = server.application(&ada.actor, "my-shop", fields).await;
    let path = format!("{KEYS}{}/", made.id);
    let patched = ada
        .actor
        .patch(&path, json!({"allow_group_create": "on"}))
        .await
        .json();
    assert_eq!(flags(&patched), [true, true, true, false]);
    let put = ada.actor.put(&path, json!({})).await.json();
    assert_eq!(flags(&put), [false; 4]);
    assert_eq!(put["description"], "till");
    assert_eq!(put["api_key"], made.actor.key());
}

#[tokio::test]
async fn a_reset_keeps_the_row_and_replaces_the_key_at_once() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let made = server
        .application(&ada.actor, "my-shop", json!({"ignore_acl": true}))
        .await;
    let path = format!("{KEYS}{}/", made.id);
    let before = ada.actor.get(&path).await.json();
    let reset = ada
        .actor
        .post(&format!("{path}reset_key/"), json!({}))
        .await
        .json();
    assert_ne!(reset["api_key"], before["api_key"]);
    for field in ["id", "ignore_acl", "created_at", "links"] {
        assert_eq!(reset[field], before[field], "{field}");
    }
    assert_eq!(made.actor.get(&path).await.outcome(), (403, NO_SUCH_KEY));
    let renewed = server.with_key(reset["api_key"].as_str().expect("a key"));
    assert_eq!(renewed.get(&path).await.status, 200);
}

#[tokio::test]
async fn fifty_parallel_resets_and_readers_leave_exactly_one_valid_key() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let made = server.application(&ada.actor, "my-shop", json!({})).await;
    let path = format!("{KEYS}{}/", made.id);
    let calls = (0..100).map(|number| {
        let (actor, path) = (ada.actor.clone(), path.clone());
        tokio::spawn(async move {
            match number % 2 {
                0 => actor.post(&format!("{path}reset_key/"), json!({})).await,
                _ => actor.get(&path).await,
            }
        })
    });
    let mut seen = vec![made.actor.key().to_owned()];
    for call in calls.collect::<Vec<_>>() {
        let reply = call.await.expect("an answer");
        assert_eq!(reply.status, 200, "{}", reply.text);
        seen.push(reply.member("api_key"));
    }
    seen.sort();
    seen.dedup();
    assert!(seen.len() > 50, "50 resets made {} keys", seen.len() - 1);
    let mut valid = 0;
    for key in &seen {
        let reply = server.with_key(key).get(&path).await;
        match reply.status {
            200 => valid += 1,
            _ => assert_eq!(reply.outcome(), (403, NO_SUCH_KEY)),
        }
    }
    assert_eq!(valid, 1);
    figure(
        "reset-race",
        &format!(
            "50 resets and 50 readers at a time: of {} keys 1 is valid",
            seen.len()
        ),
    );
}

#[tokio::test]
async fn a_deleted_key_is_refused_at_once_and_its_number_never_comes_back() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let made = server.application(&ada.actor, "my-shop", json!({})).await;
    let path = format!("{KEYS}{}/", made.id);
    assert_eq!(ada.actor.delete(&path).await.outcome(), (204, ""));
    assert_eq!(
        made.actor.get("/v1.1/instances/").await.outcome(),
        (403, NO_SUCH_KEY)
    );
    assert_eq!(ada.actor.delete(&path).await.outcome(), (404, NOT_FOUND));
    let next = server.application(&ada.actor, "my-shop", json!({})).await;
    assert!(next.id > made.id);
}

#[tokio::test]
async fn a_key_of_another_instance_is_neither_found_nor_accepted() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let here = server.application(&ada.actor, "my-shop", json!({})).await;
    let there = server.application(&ada.actor, "my-other", json!({})).await;
    let path = format!("{KEYS}{}/", there.id);
    assert_eq!(ada.actor.get(&path).await.outcome(), (404, NOT_FOUND));
    assert_eq!(ada.actor.delete(&path).await.outcome(), (404, NOT_FOUND));
    assert_eq!(there.actor.get(KEYS).await.outcome(), (403, NO_SUCH_KEY));
    let listed = here.actor.get(KEYS).await.json();
    assert_eq!(listed["objects"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed["objects"][0]["id"], here.id);
}

use serde_json::json;

use crate::server::{Actor, Server};

const KEYS: &str = "/v1.1/instances/my-shop/api_keys/";

async fn with_keys(server: &Server, count: usize) -> (Actor, Vec<i64>) {
    let owner = server.account("owner").await.actor;
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(server.application(&owner, "my-shop", json!({})).await.id);
    }
    (owner, ids)
}

/// Follows `name` links from `path` and returns the numbers of each page.
async fn walk(actor: &Actor, path: &str, name: &str) -> Vec<Vec<i64>> {
    let mut pages = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = actor.get(&path).await.json();
        let objects = page["objects"].as_array().expect("objects").clone();
        pages.push(
            objects
                .iter()
                .map(|key| key["id"].as_i64().expect("an id"))
                .collect(),
        );
        next = page[name].as_str().map(str::to_owned);
        assert!(pages.len() < 50, "the links go in circles");
    }
    pages
}

#[tokio::test]
async fn links_lead_through_every_key_once_in_both_directions_and_orders() {
    let server = Server::start().await;
    let (owner, ids) = with_keys(&server, 7).await;
    let flat = |pages: Vec<Vec<i64>>| pages.into_iter().flatten().collect::<Vec<_>>();
    let down: Vec<i64> = ids.iter().rev().copied().collect();
    assert_eq!(
        flat(walk(&owner, &format!("{KEYS}?page_size=3"), "next").await),
        ids
    );
    let descending = format!("{KEYS}?page_size=3&ordering=DESC");
    assert_eq!(flat(walk(&owner, &descending, "next").await), down);
    let mut back = walk(&owner, &format!("{KEYS}?page_size=3&direction=0"), "prev").await;
    back.reverse();
    assert_eq!(flat(back), ids);
}

#[tokio::test]
async fn a_page_that_is_just_full_links_to_an_empty_one() {
    let server = Server::start().await;
    let (owner, ids) = with_keys(&server, 4).await;
    let pages = walk(&owner, &format!("{KEYS}?page_size=2"), "next").await;
    assert_eq!(pages, [&ids[..2], &ids[2..], &[]]);
}

#[tokio::test]
async fn a_key_made_between_two_pages_moves_nothing() {
    let server = Server::start().await;
    let (owner, ids) = with_keys(&server, 3).await;
    let first = owner.get(&format!("{KEYS}?page_size=2")).await;
    assert_eq!(
        owner.delete(&format!("{KEYS}{}/", ids[0])).await.status,
        204
    );
    let late = server.application(&owner, "my-shop", json!({})).await;
    let second = owner.get(&first.member("next")).await.json();
    let found: Vec<_> = second["objects"]
        .as_array()
        .expect("objects")
        .iter()
        .collect();
    assert_eq!(found[0]["id"], ids[2]);
    assert_eq!(found[1]["id"], late.id);
}

#[tokio::test]
async fn a_wrong_page_parameter_is_refused() {
    let server = Server::start().await;
    let (owner, _) = with_keys(&server, 1).await;
    for query in [
        "page_size=x",
        "page_size=-1",
        "direction=2",
        "last_pk=",
        "last_pk=2147483648",
    ] {
        let reply = owner.get(&format!("{KEYS}?{query}")).await;
        let refusal = r#"{"detail":"Incorrect page parameter provided."}"#;
        assert_eq!(reply.outcome(), (400, refusal), "{query}");
    }
}

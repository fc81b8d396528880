use std::net::{IpAddr, Ipv4Addr};

use serde_json::json;
use syncano_server::Switch;

use crate::figures::figure;
use crate::reply::Reply;
use crate::server::{PASSWORD, Server};

const AUTH: &str = "/v1.1/account/auth/";
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 1, 1));

/// Logs in from another network than everybody else's.
async fn log_in_from(server: &Server, address: IpAddr, email: &str, password: &str) -> Reply {
    let client = reqwest::Client::builder()
        .local_address(address)
        .build()
        .expect("a client");
    let body = json!({"email": email, "password": password});
    let request = client.post(server.url(AUTH)).json(&body);
    Reply::read(request.send().await.expect("an answer")).await
}

async fn guess(server: &Server, email: &str) -> Reply {
    let body = json!({"email": email, "password": "wrong"});
    server.anonymous().post(AUTH, body).await
}

/// Whether guesses have to wait. Not even a slow machine lets seven more of them pass.
async fn is_slowed_down(server: &Server, email: &str) -> bool {
    for _ in 0..8 {
        if guess(server, email).await.status == 429 {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_thousand_guesses_reach_the_hash_a_few_times_and_lock_nobody_out() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let before = server.hashes();
    let mut refused = 0;
    for _ in 0..1000 {
        let reply = guess(&server, &ada.email).await;
        if reply.status == 429 {
            let wait: u64 = reply
                .header("retry-after")
                .expect("a wait")
                .parse()
                .expect("seconds");
            assert!((1..=900).contains(&wait), "{wait}");
            refused += 1;
        } else {
            assert_eq!(reply.status, 401);
        }
    }
    let hashes = server.hashes() - before;
    assert!((5..=20).contains(&hashes), "{hashes}");
    assert_eq!(refused + hashes, 1000);
    figure(
        "guesses",
        &format!(
            "1,000 guesses: {hashes} hashed, {refused} refused; the right password from elsewhere works"
        ),
    );
    assert_eq!(
        log_in_from(&server, ELSEWHERE, &ada.email, PASSWORD)
            .await
            .status,
        200
    );
    assert_eq!(ada.actor.get("/v1.1/account/").await.status, 200);
}

#[tokio::test]
async fn guesses_at_the_same_time_are_counted_before_they_are_hashed() {
    let server = Server::start().await;
    let before = server.hashes();
    let guesses = (0..50).map(|_| guess(&server, "ada@example.com"));
    let replies = futures_util::future::join_all(guesses).await;
    assert!(server.hashes() - before <= 20);
    assert!(replies.iter().any(|reply| reply.status == 429));
}

#[tokio::test]
async fn names_of_nobody_are_limited_like_those_of_somebody() {
    let server = Server::start().await;
    server.account("ada").await;
    for name in ["ada@example.com", "nobody@example.com"] {
        for _ in 0..5 {
            assert_eq!(guess(&server, name).await.status, 401, "{name}");
        }
    }
    for name in ["ADA@example.com", "nobody@example.com"] {
        assert!(is_slowed_down(&server, name).await, "{name}");
    }
}

#[tokio::test]
async fn a_success_forgives_the_failures_before_it() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for _ in 0..4 {
        for _ in 0..4 {
            assert_eq!(guess(&server, &ada.email).await.status, 401);
        }
        let body = json!({"email": ada.email, "password": PASSWORD});
        assert_eq!(server.anonymous().post(AUTH, body).await.status, 200);
    }
}

#[tokio::test]
async fn many_names_from_one_network_are_limited_and_other_networks_are_not() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for number in 0..50 {
        let reply = guess(&server, &format!("user{number}@example.com")).await;
        assert_eq!(reply.status, 401, "{number}");
    }
    // One of these comes before the first second is over.
    let mut replies = Vec::new();
    for number in 0..20 {
        replies.push(
            guess(&server, &format!("other{number}@example.com"))
                .await
                .status,
        );
    }
    assert!(replies.contains(&429));
    assert_eq!(
        log_in_from(&server, ELSEWHERE, &ada.email, PASSWORD)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn end_users_are_limited_too_and_the_original_never_waits() {
    for (original, last) in [(vec![], 429), (vec![Switch::FreeGuesses], 401)] {
        let server = Server::start_with(|settings| settings.original = original).await;
        let ada = server.account("ada").await;
        let shop = server.application(&ada.actor, "my-shop", json!({})).await;
        server.user(&ada.actor, "my-shop", "bob").await;
        let mut status = 0;
        for _ in 0..12 {
            let body = json!({"username": "bob", "password": "wrong"});
            let path = "/v1.1/instances/my-shop/user/auth/";
            status = status.max(shop.actor.post(path, body).await.status);
        }
        assert_eq!(status, last);
    }
}

#[tokio::test]
async fn counters_outlive_a_restart_and_name_nobody() {
    let server = Server::start().await;
    for _ in 0..30 {
        guess(&server, "ada@example.com").await;
    }
    let database = server.database();
    let folder = server.stop().await;
    let bytes = std::fs::read(database).expect("the database");
    assert!(!bytes.windows(15).any(|found| found == b"ada@example.com"));
    let path = format!("sqlite:{}", folder.path().join("server.sqlite").display());
    let again = Server::start_with(|settings| settings.database = path).await;
    assert!(is_slowed_down(&again, "ada@example.com").await);
}

#[tokio::test]
async fn a_clock_that_jumps_back_makes_nobody_wait_longer() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    assert!(is_slowed_down(&server, &ada.email).await);
    // What a clock that was a year ahead left behind.
    server
        .execute(
            "UPDATE login_attempts SET updated_at = updated_at + 31536000000000, \
             blocked_until = blocked_until + 31536000000000",
        )
        .await;
    let reply = guess(&server, &ada.email).await;
    let wait = reply.header("retry-after").expect("still a wait");
    let wait: u64 = wait.parse().expect("seconds");
    assert!((1..=900).contains(&wait), "{wait}");
    let ahead =
        "SELECT count(*) FROM login_attempts WHERE updated_at > unixepoch() * 1000000 + 60000000";
    assert_eq!(server.number(ahead).await, 0);
    figure(
        "clock",
        "counters of a year ahead: a wait of 15 minutes at most",
    );
}

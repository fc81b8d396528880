//! Clear text in public, and whom requests come from behind a proxy.

use serde_json::json;
use syncano_server::{App, Limits, Running, ServeError, Settings};

use crate::command::{command, refusal};
use crate::reply::Reply;
use crate::server::Server;

/// Sends a request as a proxy on this machine would for somebody else.
async fn get_for(server: &Server, address: &str, path: &str) -> Reply {
    let anonymous = server.anonymous();
    let request = anonymous.request("GET", path);
    let request = request
        .header("X-Forwarded-For", address)
        .header("X-Forwarded-Proto", "https");
    anonymous.send(request).await
}

async fn start(proxies: &[&str], anonymous: u32) -> Server {
    Server::start_with(|settings| {
        let networks = proxies.iter().map(|text| text.parse().expect("a network"));
        settings.listening.trusted_proxies = networks.collect();
        settings.limits = Limits {
            anonymous,
            account: 0,
            instance: 0,
        };
    })
    .await
}

#[tokio::test]
async fn clear_text_is_not_spoken_in_public_unless_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("server.sqlite");
    let settings = Settings::new(format!("sqlite:{}", path.display()));
    let app = App::open(settings).await.expect("a database");
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[::ffff:192.0.2.1]:0"] {
        let address = address.parse().expect("an address");
        let refused = Running::start(app.clone(), address).await;
        let refused = refused.expect_err("no server");
        assert!(
            matches!(refused, ServeError::ClearText(_)),
            "{address}: {refused}"
        );
    }
    app.close().await;
}

#[test]
fn the_command_says_what_to_do_about_clear_text() {
    let folder = tempfile::tempdir().expect("a folder");
    for option in ["--listen", "--metrics-listen"] {
        let mut serve = command(folder.path(), "serve");
        serve.env("SYNCANO_LISTEN", "127.0.0.1:0");
        serve.args([option, "0.0.0.0:0"]);
        let refused = refusal(&mut serve);
        assert_eq!(refused.status.code(), Some(1), "{option}");
        assert!(refused.stdout.is_empty(), "nothing is announced");
        let made = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(made, 0, "nothing was made");
        let text = String::from_utf8(refused.stderr).expect("text");
        for part in [
            "0.0.0.0:0 can be reached from other machines",
            "--tls-certificate",
            "--trusted-proxy",
            "--insecure-http",
        ] {
            assert!(text.contains(part), "{option}: {text}");
        }
    }
}

#[tokio::test]
async fn a_trusted_proxy_tells_clients_apart() {
    let server = start(&["127.0.0.0/8"], 1).await;
    for number in 0..50 {
        let client = format!("198.51.100.7, 203.0.113.{number}");
        let reply = get_for(&server, &client, "/v1.1/").await;
        assert_eq!(reply.status, 200, "{client} has a limit of its own");
    }
    let mut refused = false;
    for _ in 0..50 {
        let reply = get_for(&server, "203.0.113.200", "/v1.1/").await;
        refused |= reply.status == 429;
    }
    assert!(refused, "and it counts for that client");
}

#[tokio::test]
async fn who_is_no_trusted_proxy_stays_one_client() {
    for proxies in [&[][..], &["192.0.2.0/24"]] {
        let server = start(proxies, 1).await;
        let mut refused = false;
        for number in 0..100 {
            let reply = get_for(&server, &format!("203.0.113.{number}"), "/v1.1/").await;
            refused |= reply.status == 429;
        }
        assert!(refused, "{proxies:?}");
    }
}

#[tokio::test]
async fn guesses_count_for_the_network_that_a_trusted_proxy_names() {
    for (proxies, elsewhere) in [(&["127.0.0.1/32"][..], 401), (&[], 429)] {
        let server = start(proxies, 0).await;
        let anonymous = server.anonymous();
        let guess = |address: &'static str| {
            let body = json!({"email": "ada@example.com", "password": "wrong"});
            let request = anonymous.request("POST", "/v1.1/account/auth/");
            let request = request.header("X-Forwarded-For", address).json(&body);
            anonymous.send(request)
        };
        let mut slowed_down = false;
        for _ in 0..8 {
            slowed_down |= guess("203.0.113.1").await.status == 429;
        }
        assert!(slowed_down);
        assert_eq!(guess("198.51.100.1").await.status, elsewhere);
    }
}

#[tokio::test]
async fn links_have_the_scheme_that_a_trusted_proxy_names() {
    for (proxies, scheme) in [(&["127.0.0.1/32"][..], "https://"), (&[], "http://")] {
        let server = start(proxies, 0).await;
        let reply = get_for(&server, "203.0.113.1", "/").await.json();
        let link = reply["links"]["v1.1"].as_str().expect("a link");
        assert!(link.starts_with(scheme), "{link}");
    }
}

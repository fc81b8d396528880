//! The log of who did what to which key.

use serde_json::json;

use crate::figures::figure;
use crate::server::Server;

fn printed(server_folder: &std::path::Path) -> String {
    let database = format!("sqlite:{}", server_folder.join("server.sqlite").display());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_syncano-server"));
    let out = command
        .env_clear()
        .args(["audit", "--database", &database])
        .output()
        .expect("the binary");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("text")
}

#[tokio::test]
async fn every_change_of_a_key_is_written_down_with_who_made_it_and_without_the_key() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let shop = server.application(&ada.actor, "my-shop", json!({})).await;
    let path = format!("/v1.1/instances/my-shop/api_keys/{}/", shop.id);
    let reset = ada.actor.call("POST", &format!("{path}reset_key/")).await;
    assert_eq!(reset.status, 200);
    let new = reset.member("api_key");
    assert_eq!(ada.actor.delete(&path).await.status, 204);
    let request = ada
        .actor
        .get(&path)
        .await
        .header("x-request-id")
        .map(str::to_owned);
    assert!(request.is_some());
    let log = printed(server.folder.path());
    let lines: Vec<Vec<&str>> = log.lines().map(|line| line.split('\t').collect()).collect();
    let about = |action: &str, object: &str| {
        let found = lines
            .iter()
            .find(|line| line[4] == action && line[5] == object);
        found
            .unwrap_or_else(|| panic!("no {action} {object} in {log}"))
            .clone()
    };
    let id = ada.id.to_string();
    assert_eq!(about("create", "account_key")[1..3], ["anonymous", "-"]);
    assert_eq!(about("create", "api_key")[1..3], ["account", id.as_str()]);
    let line = about("reset", "api_key");
    assert_eq!(line[7], &new[new.len() - 4..]);
    assert_eq!(Some(line[3]), reset.header("x-request-id"));
    about("delete", "api_key");
    about("give full", "role");
    for key in [ada.actor.key(), shop.actor.key(), &new] {
        assert!(!log.contains(key));
    }
    figure(
        "audit",
        "made, reset, deleted: 3 of 3 written down with who did it; 0 keys in the log",
    );
}

#[tokio::test]
async fn the_log_cannot_be_changed_or_shortened() {
    let server = Server::start().await;
    server.account("ada").await;
    let url = format!("sqlite:{}", server.database().display());
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url)
        .await
        .expect("the database");
    for sql in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
        let refused = sqlx::query(sql).execute(&mut connection).await;
        let error = refused.expect_err(sql).to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

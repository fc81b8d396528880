//! A disk that is full, read-only, broken or gone.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::figures::figure;
use super::process::{Process, run, turn};
use super::reply::Reply;
use super::strace::{self, Strace};

const KEYS: &str = "instances/my-shop/api_keys/";

/// An administrator with an instance and an API key.
struct Shop {
    server: Process,
    client: reqwest::Client,
    account_key: String,
    api_key: String,
}

impl Shop {
    async fn open(folder: &Path) -> Self {
        let mut shop = Self {
            server: Process::start(folder, &[]),
            client: reqwest::Client::new(),
            account_key: String::new(),
            api_key: String::new(),
        };
        let credentials = json!({"email": "ada@example.com", "password": "correct horse"});
        let made = shop.send("POST", "account/register/", credentials).await;
        shop.account_key = made.member("account_key");
        shop.send("POST", "instances/", json!({"name": "my-shop"}))
            .await;
        shop.api_key = shop.send("POST", KEYS, json!({})).await.member("api_key");
        shop
    }

    async fn send_as(&self, key: &str, method: &str, path: &str, body: Value) -> Reply {
        let method = method.parse().expect("a method");
        let request = self
            .client
            .request(method, format!("{}/v1.1/{path}", self.server.url));
        let request = if key.is_empty() {
            request
        } else {
            request.header("X-API-KEY", key)
        };
        Reply::read(request.json(&body).send().await.expect("an answer")).await
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> Reply {
        self.send_as(&self.account_key, method, path, body).await
    }

    async fn keys(&self) -> usize {
        let reply = self.send("GET", KEYS, json!({})).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["objects"].as_array().expect("a list").len()
    }

    /// Changes are refused for now and not made; keys are checked and data is read.
    async fn serves_readers_only(&self, why: &str) {
        let before = self.keys().await;
        let credentials = json!({"email": "ada@example.com", "password": "correct horse"});
        for (path, body) in [
            (KEYS, json!({})),
            ("account/reset_key/", json!({})),
            ("instances/", json!({"name": "another-shop"})),
            ("account/auth/", credentials),
        ] {
            let reply = self.send("POST", path, body).await;
            assert_eq!(reply.status, 503, "{why}: {path}: {}", reply.text);
            let wait = reply.header("retry-after").expect("a wait");
            assert!(wait.parse::<u64>().expect("seconds") >= 1, "{why}");
        }
        assert_eq!(self.keys().await, before, "{why}");
        for _ in 0..20 {
            let checked = self
                .send_as(&self.api_key, "GET", &format!("{KEYS}1/"), json!({}))
                .await;
            assert_eq!(checked.status, 200, "{why}: {}", checked.text);
        }
        let unknown = self.send_as(&"a".repeat(40), "GET", KEYS, json!({})).await;
        assert_eq!(unknown.status, 403, "{why}");
    }

    async fn serves_all(&self, why: &str) {
        let before = self.keys().await;
        let reply = self.send("POST", KEYS, json!({})).await;
        assert_eq!(reply.status, 201, "{why}: {}", reply.text);
        assert_eq!(self.keys().await, before + 1, "{why}");
    }
}

#[tokio::test]
async fn a_disk_that_fails_refuses_changes_only_until_it_works_again() {
    let _turn = turn().await;
    if !strace::is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let shop = Shop::open(folder.path()).await;
    let log = folder.path().join("db.sqlite-wal");
    let faults = [
        ("a full disk", "write,pwrite64", "ENOSPC"),
        ("a read-only disk", "write,pwrite64", "EROFS"),
        ("a broken disk", "write,pwrite64", "EIO"),
        ("a disk that does not flush", "fdatasync,fsync", "EIO"),
    ];
    for (why, calls, error) in faults {
        let options = [
            "-P",
            log.to_str().expect("text"),
            "-e",
            &format!("trace={calls}"),
            "-e",
            &format!("inject={calls}:error={error}"),
        ];
        let strace = Strace::attach(&shop.server, &options, &folder.path().join("trace"));
        shop.serves_readers_only(why).await;
        drop(strace);
        let trace = fs::read_to_string(folder.path().join("trace")).expect("a trace");
        assert!(trace.contains("(INJECTED)"), "{why}: {trace}");
        shop.serves_all(why).await;
    }
    figure(
        "disk",
        "ENOSPC, EROFS and EIO on writing, EIO on flushing, 4 changes each: 16 times 503 and 0 \
         changes; 20 key checks each: 80 times 200; recovered 4 times without a restart",
    );
}

#[tokio::test]
async fn a_database_that_was_moved_away_or_replaced_is_not_written_to() {
    let _turn = turn().await;
    let folder = tempfile::tempdir().expect("a folder");
    let shop = Shop::open(folder.path()).await;
    let database = folder.path().join("db.sqlite");
    let aside = folder.path().join("aside");
    let copied = run(folder.path(), "backup", &["--to", "copy"]);
    assert!(copied.status.success());

    fs::rename(&database, &aside).expect("moved");
    shop.serves_readers_only("gone").await;
    assert!(
        !database.exists(),
        "an empty database took the place of the real one"
    );
    fs::rename(&aside, &database).expect("moved");
    shop.serves_all("back again").await;

    fs::rename(&database, &aside).expect("moved");
    fs::rename(folder.path().join("copy"), &database).expect("moved");
    shop.serves_readers_only("replaced").await;
    fs::rename(&aside, &database).expect("moved");
    shop.serves_all("back again").await;

    let log = folder.path().join("db.sqlite-wal");
    fs::rename(&log, &aside).expect("moved");
    shop.serves_readers_only("its log of changes is gone").await;
    fs::rename(&aside, &log).expect("moved");
    shop.serves_all("back again").await;
    figure(
        "database-gone",
        "database moved away, database replaced, log of changes moved away: 12 times 503 and 0 \
         changes, 60 key checks 200; recovered 3 times without a restart",
    );
}

//! What reaches the disk before an answer leaves.

use std::collections::HashSet;
use std::fs;

use serde_json::{Value, json};

use super::figures::figure;
use super::process::{Process, turn};
use super::reply::Reply;
use super::strace::{self, Strace};

/// What a trace says about answers and the log of changes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    /// 2xx answers that left after the log was written and flushed to the disk.
    flushed: u64,
    /// Those that left before.
    early: u64,
}

/// Reads a trace of one client's changes, which come one after the other.
fn read(trace: &str) -> Told {
    let mut told = Told::default();
    let (mut is_written, mut is_flushed) = (false, false);
    // Threads that wait for the disk.
    let mut flushing = HashSet::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.trim_start().split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        let is_about_log = call.contains("-wal>");
        // Which of the two it is depends on how SQLite was compiled.
        let call = call.replacen("fsync", "fdatasync", 1);
        if call.starts_with("fdatasync(") && is_about_log {
            if call.ends_with("= 0") {
                is_flushed = true;
            } else if call.contains("<unfinished") {
                flushing.insert(thread.to_owned());
            }
        } else if call.starts_with("<... fdatasync resumed") {
            is_flushed |= flushing.remove(thread) && call.ends_with("= 0");
        } else if (call.starts_with("pwrite64(") || call.starts_with("write(")) && is_about_log {
            (is_written, is_flushed) = (true, false);
        } else if call.contains("\"HTTP/1.1 2") {
            if is_written && is_flushed {
                told.flushed += 1;
            } else {
                told.early += 1;
            }
            (is_written, is_flushed) = (false, false);
        }
    }
    told
}

#[test]
fn a_trace_is_read_line_by_line() {
    let good = "7  write(9</d/db.sqlite-wal>, \"x\", 9) = 9\n\
                7  fdatasync(9</d/db.sqlite-wal> <unfinished ...>\n\
                8  fdatasync(9</d/other>) = 0\n\
                7  <... fdatasync resumed>) = 0\n\
                8  sendto(12<socket:[1]>, \"HTTP/1.1 201 Created\"..., 99, 0, NULL, 0) = 99\n";
    assert_eq!(
        read(good),
        Told {
            flushed: 1,
            early: 0
        }
    );
    let lines: Vec<&str> = good.lines().collect();
    let early = [lines[0], lines[1], lines[4], lines[3]].join("\n");
    assert_eq!(
        read(&early),
        Told {
            flushed: 0,
            early: 1
        }
    );
    let never = [lines[0], lines[4]].join("\n");
    assert_eq!(
        read(&never),
        Told {
            flushed: 0,
            early: 1
        }
    );
    let failed = good.replace("resumed>) = 0", "resumed>) = -1 EIO");
    assert_eq!(
        read(&failed),
        Told {
            flushed: 0,
            early: 1
        }
    );
}

#[tokio::test]
async fn every_acknowledged_change_is_on_the_disk_before_its_answer_leaves() {
    let _turn = turn().await;
    if !strace::is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("trace");
    let server = Process::start(folder.path(), &[]);
    let calls = "trace=write,pwrite64,writev,sendto,sendmsg,fdatasync,fsync";
    let strace = Strace::attach(&server, &["-e", calls], &out);
    let changes = change_everything(&server.url).await;
    drop(strace);
    let told = read(&fs::read_to_string(&out).expect("a trace"));
    assert_eq!(
        told,
        Told {
            flushed: changes,
            early: 0
        }
    );
    figure(
        "flushed",
        &format!(
            "{changes} acknowledged changes of every kind: {changes} flushed before the answer, 0 after"
        ),
    );
}

#[tokio::test]
async fn nothing_in_a_request_makes_the_server_connect_to_anybody() {
    let _turn = turn().await;
    if !strace::is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("trace");
    let server = Process::start(folder.path(), &["--compatible"]);
    let address = server.address();
    let strace = Strace::attach(&server, &["-e", "trace=connect,accept4"], &out);
    let changes = change_everything(&server.url).await;
    let client = reqwest::Client::new();
    let mut asked = changes;
    for path in [
        "account/auth/facebook/",
        "account/auth/google-oauth2/",
        "account/auth/",
    ] {
        for value in [
            format!("http://{address}/"),
            format!("//{address}"),
            address.to_owned(),
        ] {
            let names = [
                "access_token",
                "email",
                "password",
                "name",
                "url",
                "callback_url",
            ];
            let body: serde_json::Map<_, _> = names
                .map(|name| (name.to_owned(), json!(value)))
                .into_iter()
                .collect();
            let request = client.post(format!("{}/v1.1/{path}?url={value}", server.url));
            let request = request
                .header("Referer", &value)
                .header("X-Forwarded-Host", &value);
            let reply = Reply::read(request.json(&body).send().await.expect("an answer")).await;
            assert!(reply.status < 500, "{path}: {}", reply.text);
            asked += 1;
        }
    }
    drop(strace);
    let trace = fs::read_to_string(&out).expect("a trace");
    assert!(trace.contains("accept4("), "the trace shows nothing");
    let connections = trace
        .lines()
        .filter(|line| line.contains("connect("))
        .count();
    assert_eq!(connections, 0, "{trace}");
    figure(
        "outbound",
        &format!("{asked} requests of every kind: 0 connections made"),
    );
}

/// Makes every kind of change once, and counts them.
async fn change_everything(url: &str) -> u64 {
    let client = reqwest::Client::new();
    let send = async |key: &str, method: &str, path: &str, body: Value| {
        let method = method.parse().expect("a method");
        let request = client
            .request(method, format!("{url}/v1.1/{path}"))
            .json(&body);
        let request = if key.is_empty() {
            request
        } else {
            request.header("X-API-KEY", key)
        };
        let reply = Reply::read(request.send().await.expect("an answer")).await;
        assert!((200..300).contains(&reply.status), "{path}: {}", reply.text);
        reply
    };
    let credentials = json!({"email": "ada@example.com", "password": "correct horse"});
    let mut changes = 0;
    let reply = send("", "POST", "account/register/", credentials.clone()).await;
    let reply = send(
        &reply.member("account_key"),
        "POST",
        "account/reset_key/",
        json!({}),
    )
    .await;
    let key = reply.member("account_key");
    changes += 2;
    for (method, path, body) in [
        ("POST", "account/auth/", credentials),
        (
            "PUT",
            "account/",
            json!({"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}),
        ),
        ("POST", "instances/", json!({"name": "my-shop"})),
        (
            "PATCH",
            "instances/my-shop/",
            json!({"description": "books"}),
        ),
        ("POST", "instances/my-shop/api_keys/", json!({})),
        (
            "PATCH",
            "instances/my-shop/api_keys/1/",
            json!({"ignore_acl": true}),
        ),
        ("POST", "instances/my-shop/api_keys/1/reset_key/", json!({})),
        ("DELETE", "instances/my-shop/api_keys/1/", json!({})),
        (
            "POST",
            "instances/my-shop/users/",
            json!({"username": "bob", "password": "x"}),
        ),
        (
            "PATCH",
            "instances/my-shop/users/1/",
            json!({"username": "bobby"}),
        ),
        ("POST", "instances/my-shop/users/1/reset_key/", json!({})),
        (
            "POST",
            "instances/my-shop/groups/",
            json!({"label": "staff"}),
        ),
        (
            "POST",
            "instances/my-shop/groups/1/users/",
            json!({"user": 1}),
        ),
        ("DELETE", "instances/my-shop/groups/1/", json!({})),
        ("DELETE", "instances/my-shop/users/1/", json!({})),
        (
            "POST",
            "instances/my-shop/invitations/",
            json!({"email": "bob@example.com", "role": "read"}),
        ),
        ("DELETE", "instances/my-shop/invitations/1/", json!({})),
        ("DELETE", "instances/my-shop/", json!({})),
    ] {
        send(&key, method, path, body).await;
        changes += 1;
    }
    changes
}

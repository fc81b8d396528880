use std::fs;
use std::path::Path;

use serde_json::json;
#[cfg(target_os = "linux")]
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::command::{Process, command};
use crate::figures::figure;
use crate::mailbox::Mailbox;
#[cfg(target_os = "linux")]
use crate::memory;
use crate::needles::Needles;
use crate::reply::Reply;

const CANARY: &str = "canary password 7f3a";
const USER_CANARY: &str = "canary password of a user 91c0";

/// Calls the server in every way in which a secret can travel, and returns the secrets.
async fn use_secrets(url: &str) -> Vec<String> {
    let client = reqwest::Client::new();
    let send = |request: reqwest::RequestBuilder| async {
        Reply::read(request.send().await.expect("an answer")).await
    };
    let mut secrets = vec![CANARY.to_owned()];
    let credentials = json!({"email": "ada@example.com", "password": CANARY});
    let reply = send(
        client
            .post(format!("{url}/v1.1/account/register/"))
            .json(&credentials),
    )
    .await;
    let mut key = reply.member("account_key");
    secrets.push(key.clone());
    let reset = client
        .post(format!("{url}/v1.1/account/reset_key/"))
        .header("X-API-KEY", &key);
    key = send(reset).await.member("account_key");
    secrets.push(key.clone());
    let wrong = json!({"email": "ada@example.com", "password": format!("{CANARY}!")});
    for body in [&credentials, &wrong] {
        send(client.post(format!("{url}/v1.1/account/auth/")).json(body)).await;
    }
    let instances = format!("{url}/v1.1/instances/");
    send(
        client
            .post(&instances)
            .header("X-API-KEY", &key)
            .json(&json!({"name": "my-shop"})),
    )
    .await;
    let keys = format!("{instances}my-shop/api_keys/");
    let made = send(
        client
            .post(&keys)
            .header("Authorization", format!("Token {key}")),
    )
    .await;
    secrets.push(made.member("api_key"));
    let reset = format!("{keys}{}/reset_key/", made.json()["id"]);
    secrets.push(
        send(client.post(reset).header("X-API-KEY", &key))
            .await
            .member("api_key"),
    );
    secrets.extend(use_user_secrets(&client, &instances, &key, &made.member("api_key")).await);
    // In places where a key has no business, and broken requests around it.
    send(client.get(format!("{url}/v1.1/account/?api_key={key}"))).await;
    send(client.get(format!("{url}/v1.1/{key}/"))).await;
    send(client.get(format!("{instances}{key}/api_keys/?fields={key}"))).await;
    send(
        client
            .get(format!("{keys}{key}/"))
            .header("X-API-KEY", &key),
    )
    .await;
    send(
        client
            .post(&keys)
            .header("X-API-KEY", format!("{key}x"))
            .body(format!("{{{key}")),
    )
    .await;
    send(client.post(&keys).json(&json!({"_api_key": key}))).await;
    secrets
}

/// The same for an end user.
async fn use_user_secrets(
    client: &reqwest::Client,
    instances: &str,
    account_key: &str,
    api_key: &str,
) -> Vec<String> {
    let send = |request: reqwest::RequestBuilder, body: serde_json::Value| async move {
        let request = request.header("X-API-KEY", account_key).json(&body);
        Reply::read(request.send().await.expect("an answer")).await
    };
    let instance = format!("{instances}my-shop/");
    let user = json!({"username": "eve", "password": USER_CANARY});
    let made = send(client.post(format!("{instance}users/")), user.clone()).await;
    let old = made.member("user_key");
    let reset = client.post(format!("{instance}users/1/reset_key/"));
    let key = send(reset, json!({})).await.member("user_key");
    for password in [USER_CANARY, "wrong"] {
        let body = json!({"username": "eve", "password": password});
        send(client.post(format!("{instance}user/auth/")), body).await;
    }
    let requests = json!({"requests": [
        {"method": "PATCH", "path": "/v1.1/instances/my-shop/users/1/", "body": user},
        {"method": "GET", "path": format!("/v1.1/instances/my-shop/user/?user_key={key}")},
    ]});
    send(client.post(format!("{instance}batch/")), requests).await;
    for path in ["user/".to_owned(), format!("user/?user_key={key}")] {
        let request = client.get(format!("{instance}{path}"));
        let request = request
            .header("X-API-KEY", api_key)
            .header("X-USER-KEY", &key);
        Reply::read(request.send().await.expect("an answer")).await;
    }
    vec![USER_CANARY.to_owned(), old, key]
}

#[tokio::test]
async fn no_key_password_or_token_is_in_any_file_of_the_server() {
    let (mut searched, mut forms, mut count) = (0, 0, 0);
    for options in [&[][..], &["--compatible"]] {
        let folder = tempfile::tempdir().expect("a folder");
        let logs = tempfile::tempdir().expect("a folder");
        let server = Process::serve(folder.path(), &logs.path().join("log"), options);
        let secrets = use_everything(&server, folder.path()).await;
        let needles = Needles::new(&secrets);
        (forms, count) = (forms + needles.len(), count + secrets.len());
        assert!(
            command(folder.path(), "backup")
                .args(["--to", "copy"])
                .status()
                .is_ok()
        );
        // While it runs: with the log of changes and the index of that log.
        for name in ["db.sqlite", "db.sqlite-wal", "db.sqlite-shm", "copy"] {
            assert!(folder.path().join(name).exists(), "{name}");
        }
        searched += search(folder.path(), &needles);
        assert!(server.terminate());
        searched += search(folder.path(), &needles);
        let rotated = command(folder.path(), "rotate-root")
            .args(["--new-root-key-file", "new.root-key"])
            .output();
        assert!(rotated.expect("the binary").status.success());
        searched += search(folder.path(), &needles);
        searched += search(logs.path(), &needles);
        plant_and_find(folder.path(), &needles, &secrets);
    }
    assert!(searched > 1_000_000, "only {searched} bytes were searched");
    figure(
        "search-files",
        &format!(
            "{count} keys, passwords and tokens in {forms} forms, {:.1} MB of files: 0 hits; \
             planted ones are found",
            searched as f64 / 1e6
        ),
    );
}

/// What would be there is found: in the files that were just searched.
fn plant_and_find(folder: &Path, needles: &Needles, secrets: &[String]) {
    for (number, secret) in secrets.iter().enumerate() {
        let planted = format!("before {secret} after").into_bytes();
        let path = folder.join("planted");
        let copy = fs::read(folder.join("copy")).expect("a copy");
        fs::write(&path, [&copy[..], &planted[..]].concat()).expect("a file");
        let found = needles.find(&fs::read(&path).expect("a file"));
        assert!(found.iter().any(|found| found.0 == number), "{number}");
    }
}

/// Every secret that can be used, used; the root key is one.
async fn use_everything(server: &Process, folder: &Path) -> Vec<String> {
    let mut secrets = use_secrets(&server.url).await;
    let mailbox = Mailbox::beside(&folder.join("db.sqlite"));
    secrets.extend(use_mails(&server.url, &mailbox, &secrets[2]).await);
    let root_key = fs::read_to_string(folder.join("db.sqlite.root-key")).expect("the root key");
    secrets.push(root_key.lines().nth(1).expect("its text").to_owned());
    secrets
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn no_key_password_or_token_stays_in_memory_after_its_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    // A request under way has to be there, or the search is none.
    let planted = "planted 5d1f0c27 in half a request".to_owned();
    let mut half = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let head = format!("GET /v1.1/ HTTP/1.1\r\nHost: a\r\nX-Planted: {planted}\r\n");
    half.write_all(head.as_bytes()).await.expect("sent");
    let control = Needles::new(std::slice::from_ref(&planted));
    wait_for(|| !memory::search(server.id(), &control).found.is_empty()).await;
    drop(half);
    wait_for(|| memory::search(server.id(), &control).found.is_empty()).await;

    let secrets = use_everything(&server, folder.path()).await;
    let needles = Needles::new(&secrets);
    // The last connections end a moment after their clients.
    wait_for(|| memory::search(server.id(), &needles).found.is_empty()).await;
    let residue = memory::search(server.id(), &needles);
    assert_eq!(residue.found, []);
    figure(
        "search-memory",
        &format!(
            "{} keys, passwords and tokens in {} forms, {:.0} MB of memory after their requests: \
             0 hits; one of a request under way is found",
            secrets.len(),
            needles.len(),
            residue.searched as f64 / 1e6
        ),
    );
}

#[cfg(target_os = "linux")]
async fn wait_for(mut done: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while began.elapsed().as_secs() < 10 {
        if done() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Uses what is mailed, and returns it.
async fn use_mails(url: &str, mailbox: &Mailbox, key: &str) -> Vec<String> {
    let client = reqwest::Client::new();
    let account = format!("{url}/v1.1/account");
    let reset = client.post(format!("{account}/password/reset/"));
    let reset = reset.json(&json!({"email": "ada@example.com"}));
    reset.send().await.expect("an answer");
    let invite = client
        .post(format!("{url}/v1.1/instances/my-shop/invitations/"))
        .header("X-API-KEY", key)
        .json(&json!({"email": "bob@example.com"}));
    invite.send().await.expect("an answer");
    let ada = "ada@example.com";
    let mut secrets = Vec::new();
    for mail in [
        mailbox.activation(ada, 1).await,
        mailbox.password_reset(ada, 1).await,
    ] {
        let mut body = mail.credentials();
        body["new_password"] = json!(CANARY);
        for path in ["activate", "password/reset/confirm", mail.value("token")] {
            let request = client.post(format!("{account}/{path}/")).json(&body);
            request.send().await.expect("an answer");
        }
        secrets.push(mail.value("token").to_owned());
    }
    let mail = mailbox.invitation("bob@example.com", 1).await;
    secrets.push(mail.value("invitation_key").to_owned());
    secrets
}

/// Looks for every secret in every file of a folder, except in the folder of mails, whose
/// purpose is to hold them, and in files of root keys. Returns the bytes searched.
fn search(folder: &Path, needles: &Needles) -> usize {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() || path.extension().is_some_and(|end| end == "root-key") {
            continue;
        }
        let contents = fs::read(&path).expect("a file");
        bytes += contents.len();
        assert_eq!(needles.find(&contents), [], "{}", path.display());
    }
    bytes
}

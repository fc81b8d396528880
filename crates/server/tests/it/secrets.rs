use std::fs;

use serde_json::json;

use crate::command::Process;
use crate::mailbox::Mailbox;
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
async fn no_key_and_no_password_is_in_the_logs_or_in_the_files_of_the_database() {
    for options in [&[][..], &["--compatible"]] {
        let folder = tempfile::tempdir().expect("a folder");
        let logs = tempfile::tempdir().expect("a folder");
        let server = Process::serve(folder.path(), &logs.path().join("log"), options);
        let mut secrets = use_secrets(&server.url).await;
        let mailbox = Mailbox::beside(&folder.path().join("db.sqlite"));
        secrets.extend(use_mails(&server.url, &mailbox, &secrets[2]).await);
        let mut searched = search(folder.path(), &secrets);
        assert!(server.terminate());
        searched += search(folder.path(), &secrets);
        searched += search(logs.path(), &secrets);
        assert!(searched > 100_000, "only {searched} bytes were searched");
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
/// purpose is to hold them. Returns the bytes searched.
fn search(folder: &std::path::Path, secrets: &[String]) -> usize {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            continue;
        }
        let contents = fs::read(&path).expect("a file");
        bytes += contents.len();
        for secret in secrets {
            let found = contents
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in {}", path.display());
        }
    }
    bytes
}

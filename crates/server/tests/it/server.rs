use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use syncano_server::{App, Limits, Running, Settings, Switch};
use tempfile::TempDir;

use crate::mailbox::Mailbox;
use crate::reply::Reply;

pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const NO_PERMISSION: &str =
    r#"{"detail":"You do not have permission to perform this action."}"#;
pub(crate) const NO_SUCH_KEY: &str = r#"{"detail":"No such API Key."}"#;
pub(crate) const NOT_FOUND: &str = r#"{"detail":"Not found."}"#;

/// A server of its own for one test.
pub(crate) struct Server {
    pub(crate) folder: TempDir,
    running: Running,
    client: reqwest::Client,
}

impl Server {
    /// The defaults, without limits on requests and with cheap password hashes.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with everything switched to the original's behaviour.
    pub(crate) async fn start_compatible() -> Self {
        Self::start_with(|settings| settings.original = Switch::ALL.to_vec()).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("server.sqlite");
        let mut settings = Settings::new(format!("sqlite:{}", path.display()));
        settings.limits = Limits {
            anonymous: 0,
            account: 0,
            instance: 0,
        };
        settings.passwords.memory_kib = 64;
        settings.passwords.passes = 1;
        change(&mut settings);
        let app = App::open(settings).await.expect("a database");
        let running = Running::start(app, ([127, 0, 0, 1], 0).into())
            .await
            .expect("a port");
        Self {
            folder,
            running,
            client: reqwest::Client::new(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.running.address
    }

    /// What Prometheus would see.
    pub(crate) async fn metrics(&self) -> Reply {
        let address = self.running.metrics_address.expect("an address");
        let answer = reqwest::get(format!("http://{address}/metrics")).await;
        Reply::read(answer.expect("an answer")).await
    }

    pub(crate) fn reload_certificate(&self) {
        self.running.reload_certificate();
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("server.sqlite")
    }

    /// The mails that it has sent.
    pub(crate) fn mailbox(&self) -> Mailbox {
        Mailbox::beside(&self.database())
    }

    /// Changes the database behind the server's back.
    pub(crate) async fn execute(&self, sql: &'static str) {
        let mut connection = self.connect().await;
        sqlx::query(sql)
            .execute(&mut connection)
            .await
            .expect("a change");
    }

    /// Looks up a number in the database.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        let mut connection = self.connect().await;
        let found = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
        found.expect("a number")
    }

    /// Keeps the database from being changed by anybody else until it is dropped.
    pub(crate) async fn lock(&self) -> SqliteConnection {
        let mut connection = self.connect().await;
        let locked = sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut connection)
            .await;
        locked.expect("a lock");
        connection
    }

    async fn connect(&self) -> SqliteConnection {
        let url = format!("sqlite:{}", self.database().display());
        SqliteConnection::connect(&url).await.expect("the database")
    }

    /// Passwords hashed so far.
    pub(crate) fn hashes(&self) -> u64 {
        self.running.passwords_hashed()
    }

    /// Finishes what runs and stops; the folder lives on.
    pub(crate) async fn stop(self) -> TempDir {
        self.running.stop().await;
        self.folder
    }

    /// Somebody without a key.
    pub(crate) fn anonymous(&self) -> Actor {
        self.actor(None)
    }

    /// Somebody who shows `key`.
    pub(crate) fn with_key(&self, key: &str) -> Actor {
        self.actor(Some(key.to_owned()))
    }

    fn actor(&self, key: Option<String>) -> Actor {
        Actor {
            base: self.url(""),
            client: self.client.clone(),
            key,
            user_key: None,
        }
    }

    /// A new account.
    pub(crate) async fn account(&self, name: &str) -> Account {
        let email = format!("{name}@example.com");
        let body = json!({"email": email, "password": PASSWORD});
        let reply = self.anonymous().post("/v1.1/account/register/", body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let id = reply.json()["id"].as_i64().expect("an id");
        let actor = self.with_key(&reply.member("account_key"));
        Account { id, email, actor }
    }

    /// An instance of `owner` with one API key of the given fields.
    pub(crate) async fn application(
        &self,
        owner: &Actor,
        name: &str,
        fields: Value,
    ) -> Application {
        let reply = owner.get(&format!("/v1.1/instances/{name}/")).await;
        if reply.status == 404 {
            let made = owner.post("/v1.1/instances/", json!({"name": name})).await;
            assert_eq!(made.status, 201, "{}", made.text);
        }
        let reply = owner
            .post(&format!("/v1.1/instances/{name}/api_keys/"), fields)
            .await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let id = reply.json()["id"].as_i64().expect("an id");
        Application {
            id,
            actor: self.with_key(&reply.member("api_key")),
        }
    }

    /// A new end user of an instance, with [`PASSWORD`].
    pub(crate) async fn user(&self, owner: &Actor, instance: &str, username: &str) -> EndUser {
        let body = json!({"username": username, "password": PASSWORD});
        let path = format!("/v1.1/instances/{instance}/users/");
        let reply = owner.post(&path, body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        EndUser {
            id: reply.json()["id"].as_i64().expect("an id"),
            key: reply.member("user_key"),
        }
    }

    /// Gives an account a role, as an accepted invitation would.
    pub(crate) async fn grant(&self, account: &Account, instance: &str, role: &str) {
        let mut connection = self.connect().await;
        let done = sqlx::query(
            "INSERT INTO roles (instance_id, account_id, role) \
             SELECT id, ?, ? FROM instances WHERE name = ?",
        )
        .bind(account.id)
        .bind(role)
        .bind(instance)
        .execute(&mut connection)
        .await
        .expect("a role");
        assert_eq!(done.rows_affected(), 1);
    }
}

/// An administrator.
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) actor: Actor,
}

/// Somebody with an API key.
pub(crate) struct Application {
    pub(crate) id: i64,
    pub(crate) actor: Actor,
}

/// An end user of one instance.
#[derive(Clone)]
pub(crate) struct EndUser {
    pub(crate) id: i64,
    pub(crate) key: String,
}

/// Somebody who sends requests.
#[derive(Clone)]
pub(crate) struct Actor {
    base: String,
    client: reqwest::Client,
    pub(crate) key: Option<String>,
    /// Shown next to `key`.
    pub(crate) user_key: Option<String>,
}

impl Actor {
    pub(crate) fn key(&self) -> &str {
        self.key.as_deref().expect("a key")
    }

    /// The same caller, who also shows a user key.
    pub(crate) fn and_user(&self, user_key: &str) -> Self {
        Self {
            user_key: Some(user_key.to_owned()),
            ..self.clone()
        }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = match &self.key {
            Some(key) => request.header("X-API-KEY", key),
            None => request,
        };
        match &self.user_key {
            Some(key) => request.header("X-USER-KEY", key),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        Reply::read(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn call(&self, method: &str, path: &str) -> Reply {
        self.send(self.request(method, path)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.call("GET", path).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("POST", path).json(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("PUT", path).json(&body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("PATCH", path).json(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.call("DELETE", path).await
    }
}

//! Somebody who changes keys, users and instances all the time, and knows exactly what
//! was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use fastrand::Rng;
use reqwest::Method;
use serde_json::{Value, json};

use super::reply::Reply;

const PASSWORD: &str = "correct horse";
/// Rows of a kind in an instance; from then on some go before others come.
const ROWS_MAX: usize = 6;
/// Instances that come and go, besides the one that stays.
const SIDE_INSTANCES_MAX: usize = 2;

/// Keys of one kind in one instance, by the numbers of their rows.
type Keys = BTreeMap<i64, String>;

#[derive(Clone, Debug, Default)]
struct Instance {
    api_keys: Keys,
    users: Keys,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    ApiKey,
    User,
}

/// A change that may be under way.
#[derive(Clone, Debug)]
enum Change {
    ResetAccountKey,
    MakeInstance(String),
    DeleteInstance(String),
    Make(String, Kind),
    Reset(String, Kind, i64),
    Delete(String, Kind, i64),
}

/// What has been counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) acknowledged: u64,
    /// Under way when the server was killed.
    pub(crate) cut: u64,
    /// Keys that had to open something, and did.
    pub(crate) opened: u64,
    /// Keys that had to be refused, and were.
    pub(crate) refused: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.cut += other.cut;
        self.opened += other.opened;
        self.refused += other.refused;
    }
}

pub(crate) struct Customer {
    url: String,
    http: reqwest::Client,
    rng: Rng,
    name: String,
    account_key: String,
    instances: BTreeMap<String, Instance>,
    under_way: Option<Change>,
    /// Account and API keys that must never be good for anything again.
    revoked: BTreeSet<String>,
    /// The same of users, with their instances, without which they are good for nothing.
    revoked_users: Vec<(String, String)>,
    /// What was revoked in earlier rounds.
    long_revoked: Vec<String>,
    made: u64,
    pub(crate) tally: Tally,
}

/// The connection broke before the whole answer was there.
struct Cut;

impl Customer {
    /// Registers, with an instance that stays.
    pub(crate) async fn new(url: &str, name: String, seed: u64) -> Self {
        let mut customer = Self {
            url: url.to_owned(),
            http: reqwest::Client::new(),
            rng: Rng::with_seed(seed),
            name,
            account_key: String::new(),
            instances: BTreeMap::new(),
            under_way: None,
            revoked: BTreeSet::new(),
            revoked_users: Vec::new(),
            long_revoked: Vec::new(),
            made: 0,
            tally: Tally::default(),
        };
        let account = json!({"email": customer.email(), "password": PASSWORD});
        let reply = customer.anonymous("account/register/", account).await;
        customer.account_key = reply.member("account_key");
        let first = customer.main_instance();
        for change in [
            Change::MakeInstance(first.clone()),
            Change::Make(first, Kind::ApiKey),
        ] {
            assert!(customer.make(change).await.is_ok(), "a server at work");
        }
        customer
    }

    fn email(&self) -> String {
        format!("{}@example.com", self.name)
    }

    fn main_instance(&self) -> String {
        format!("{}-shop", self.name)
    }

    /// Goes on at another address, as the same server has after a restart.
    pub(crate) fn go_on_at(&mut self, url: &str) {
        url.clone_into(&mut self.url);
        self.http = reqwest::Client::new();
    }

    async fn anonymous(&self, path: &str, body: Value) -> Reply {
        let request = self.http.post(format!("{}/v1.1/{path}", self.url));
        let reply = Reply::read(request.json(&body).send().await.expect("an answer")).await;
        assert!(reply.status < 300, "{}", reply.text);
        reply
    }

    /// Sends a request as the administrator.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Result<Reply, Cut> {
        let request = self
            .http
            .request(method, format!("{}/v1.1/{path}", self.url))
            .header("X-API-KEY", &self.account_key)
            .json(&body);
        let response = request.send().await.map_err(|_| Cut)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.map_err(|_| Cut)?;
        Ok(Reply {
            status,
            headers,
            text,
        })
    }

    async fn get(&self, path: &str) -> Reply {
        let reply = self.ask(Method::GET, path, json!({})).await;
        reply.unwrap_or_else(|Cut| panic!("no answer to {path}"))
    }

    /// Makes one change after the other until the server is gone, and counts them.
    pub(crate) async fn work(&mut self, done: &AtomicU64) {
        loop {
            let change = self.choose();
            if self.make(change).await.is_err() {
                self.tally.cut += 1;
                return;
            }
            done.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn choose(&mut self) -> Change {
        let names: Vec<String> = self.instances.keys().cloned().collect();
        let name = names[self.rng.usize(..names.len())].clone();
        let is_main = name == self.main_instance();
        match self.rng.u8(0..20) {
            0 => return Change::ResetAccountKey,
            1 if names.len() <= SIDE_INSTANCES_MAX => {
                self.made += 1;
                return Change::MakeInstance(format!("{}-side-{}", self.name, self.made));
            }
            2 if !is_main => return Change::DeleteInstance(name),
            _ => {}
        }
        // Hashing the password of a new user takes as long as many other changes.
        let kind = if self.rng.u8(0..8) == 0 {
            Kind::User
        } else {
            Kind::ApiKey
        };
        let keys = self.instances[&name].of(kind);
        let ids: Vec<i64> = keys.keys().copied().collect();
        // One API key stays, to look at users with.
        let may_delete = ids.len() > 1;
        match self.rng.u8(0..3) {
            0 if ids.len() < ROWS_MAX => Change::Make(name, kind),
            1 if may_delete => Change::Delete(name, kind, ids[self.rng.usize(1..ids.len())]),
            _ if !ids.is_empty() => Change::Reset(name, kind, ids[self.rng.usize(..ids.len())]),
            _ => Change::Make(name, kind),
        }
    }

    async fn make(&mut self, change: Change) -> Result<(), Cut> {
        let (method, path, body) = self.request(&change);
        self.under_way = Some(change.clone());
        let reply = self.ask(method, &path, body).await?;
        assert!(
            (200..300).contains(&reply.status),
            "{change:?}: {} {}",
            reply.status,
            reply.text
        );
        self.under_way = None;
        self.tally.acknowledged += 1;
        self.note(change, &reply);
        Ok(())
    }

    fn request(&mut self, change: &Change) -> (Method, String, Value) {
        let path = |name: &str, kind: Kind| format!("instances/{name}/{}/", kind.path());
        match change {
            Change::ResetAccountKey => (Method::POST, "account/reset_key/".to_owned(), json!({})),
            Change::MakeInstance(name) => {
                (Method::POST, "instances/".to_owned(), json!({"name": name}))
            }
            Change::DeleteInstance(name) => {
                (Method::DELETE, format!("instances/{name}/"), json!({}))
            }
            Change::Make(name, kind) => {
                self.made += 1;
                let body = match kind {
                    Kind::ApiKey => json!({"ignore_acl": true}),
                    Kind::User => {
                        json!({"username": format!("user-{}", self.made), "password": PASSWORD})
                    }
                };
                (Method::POST, path(name, *kind), body)
            }
            Change::Reset(name, kind, id) => (
                Method::POST,
                format!("{}{id}/reset_key/", path(name, *kind)),
                json!({}),
            ),
            Change::Delete(name, kind, id) => (
                Method::DELETE,
                format!("{}{id}/", path(name, *kind)),
                json!({}),
            ),
        }
    }

    /// Writes down what was acknowledged.
    fn note(&mut self, change: Change, reply: &Reply) {
        match change {
            Change::ResetAccountKey => {
                let old = std::mem::replace(&mut self.account_key, reply.member("account_key"));
                self.revoked.insert(old);
            }
            Change::MakeInstance(name) => {
                self.instances.insert(name, Instance::default());
            }
            Change::DeleteInstance(name) => {
                let gone = self.instances.remove(&name).unwrap_or_default();
                self.revoked.extend(gone.api_keys.into_values());
            }
            Change::Make(name, kind) => {
                let id = reply.json()["id"].as_i64().expect("an id");
                self.put(&name, kind, id, Some(reply.member(kind.member())));
            }
            Change::Reset(name, kind, id) => {
                self.put(&name, kind, id, Some(reply.member(kind.member())));
            }
            Change::Delete(name, kind, id) => self.put(&name, kind, id, None),
        }
    }

    /// Replaces a key by another one or by none.
    fn put(&mut self, name: &str, kind: Kind, id: i64, key: Option<String>) {
        let instance = self.instances.get_mut(name).expect("an instance");
        let keys = instance.of_mut(kind);
        let old = match key {
            Some(key) => keys.insert(id, key),
            None => keys.remove(&id),
        };
        match kind {
            Kind::ApiKey => self.revoked.extend(old),
            Kind::User => self
                .revoked_users
                .extend(old.map(|key| (name.to_owned(), key))),
        }
    }

    /// Compares everything that was acknowledged with what is there after a restart, and
    /// takes over what was under way, of which both outcomes are right and no third one.
    pub(crate) async fn check(&mut self) {
        let change = self.under_way.take();
        self.check_account(matches!(change, Some(Change::ResetAccountKey)))
            .await;
        self.check_instances(change.as_ref()).await;
        for name in self.instances.keys().cloned().collect::<Vec<_>>() {
            for kind in [Kind::ApiKey, Kind::User] {
                self.check_rows(&name, kind, change.as_ref()).await;
            }
            self.open_all(&name).await;
        }
        for key in &self.revoked {
            assert_eq!(
                self.account_with(key).await,
                403,
                "a revoked key lives again"
            );
        }
        self.tally.refused += self.revoked.len() as u64;
        self.long_revoked.extend(std::mem::take(&mut self.revoked));
        for (name, key) in std::mem::take(&mut self.revoked_users) {
            let instance = self.instances.get(&name);
            let Some(api_key) = instance.and_then(|found| found.api_keys.values().next()) else {
                continue;
            };
            let reply = self.user_with(&name, api_key, &key).await;
            assert_ne!(reply.status, 200, "a revoked user key lives again");
            self.tally.refused += 1;
        }
    }

    /// Looks once more at everything that was ever revoked.
    pub(crate) async fn check_revoked(&mut self) {
        for key in &self.long_revoked {
            assert_eq!(
                self.account_with(key).await,
                403,
                "a revoked key lives again"
            );
        }
        self.tally.refused += self.long_revoked.len() as u64;
    }

    async fn user_with(&self, name: &str, api_key: &str, user_key: &str) -> Reply {
        let request = self
            .http
            .get(format!("{}/v1.1/instances/{name}/user/", self.url));
        let request = request
            .header("X-API-KEY", api_key)
            .header("X-USER-KEY", user_key);
        Reply::read(request.send().await.expect("an answer")).await
    }

    async fn account_with(&self, key: &str) -> u16 {
        let request = self.http.get(format!("{}/v1.1/account/", self.url));
        let reply = request.header("X-API-KEY", key).send().await;
        reply.expect("an answer").status().as_u16()
    }

    async fn check_account(&mut self, is_under_way: bool) {
        let status = self.account_with(&self.account_key).await;
        if status == 403 && is_under_way {
            let credentials = json!({"email": self.email(), "password": PASSWORD});
            let reply = self.anonymous("account/auth/", credentials).await;
            let old = std::mem::replace(&mut self.account_key, reply.member("account_key"));
            self.revoked.insert(old);
            assert_eq!(self.account_with(&self.account_key).await, 200);
        } else {
            assert_eq!(status, 200, "an acknowledged account key was lost");
        }
        self.tally.opened += 1;
    }

    async fn check_instances(&mut self, change: Option<&Change>) {
        let listed = self.get("instances/?page_size=100").await.json();
        let found: BTreeSet<String> = names(&listed);
        let known: BTreeSet<String> = self.instances.keys().cloned().collect();
        for name in known.difference(&found) {
            let is_right = matches!(change, Some(Change::DeleteInstance(gone)) if gone == name);
            assert!(is_right, "{name} was lost");
            let gone = self.instances.remove(name).unwrap_or_default();
            self.revoked.extend(gone.api_keys.into_values());
        }
        for name in found.difference(&known) {
            let is_right = matches!(change, Some(Change::MakeInstance(made)) if made == name);
            assert!(is_right, "{name} lives again");
            self.instances.insert(name.clone(), Instance::default());
        }
    }

    async fn check_rows(&mut self, name: &str, kind: Kind, change: Option<&Change>) {
        let path = format!("instances/{name}/{}/?page_size=100", kind.path());
        let listed = self.get(&path).await;
        assert_eq!(listed.status, 200, "{}", listed.text);
        let found: Keys = rows(&listed.json(), kind.member());
        let known = self.instances[name].of(kind).clone();
        let about = |id: i64| match change {
            Some(Change::Reset(at, of, row) | Change::Delete(at, of, row)) => {
                at == name && *of == kind && *row == id
            }
            _ => false,
        };
        let mut unknown = 0;
        for id in known
            .keys()
            .chain(found.keys())
            .copied()
            .collect::<BTreeSet<_>>()
        {
            match (known.get(&id), found.get(&id)) {
                (Some(old), Some(new)) if old == new => {}
                (Some(_), Some(new)) => {
                    let is_right = matches!(change, Some(Change::Reset(..))) && about(id);
                    assert!(
                        is_right,
                        "{name} {kind:?} {id}: the acknowledged key was lost"
                    );
                    self.put(name, kind, id, Some(new.clone()));
                }
                (Some(_), None) => {
                    let is_right = matches!(change, Some(Change::Delete(..))) && about(id);
                    assert!(is_right, "{name} {kind:?} {id} was lost");
                    self.put(name, kind, id, None);
                }
                (None, Some(new)) => {
                    unknown += 1;
                    let is_right =
                        matches!(change, Some(Change::Make(at, of)) if at == name && *of == kind);
                    assert!(is_right && unknown == 1, "{name} {kind:?} {id} lives again");
                    self.put(name, kind, id, Some(new.clone()));
                }
                (None, None) => {}
            }
        }
    }

    /// Every key of an instance opens what it is for.
    async fn open_all(&mut self, name: &str) {
        let instance = self.instances[name].clone();
        let url = format!("{}/v1.1/instances/{name}/", self.url);
        for (id, key) in &instance.api_keys {
            let request = self.http.get(format!("{url}api_keys/{id}/"));
            let reply = request.header("X-API-KEY", key).send().await;
            assert_eq!(
                reply.expect("an answer").status().as_u16(),
                200,
                "an API key"
            );
            self.tally.opened += 1;
        }
        let Some(api_key) = instance.api_keys.values().next() else {
            return;
        };
        for (id, key) in &instance.users {
            let reply = self.user_with(name, api_key, key).await;
            assert_eq!(reply.status, 200, "a user key: {}", reply.text);
            assert_eq!(reply.json()["id"].as_i64(), Some(*id));
            self.tally.opened += 1;
        }
    }
}

impl Instance {
    fn of(&self, kind: Kind) -> &Keys {
        match kind {
            Kind::ApiKey => &self.api_keys,
            Kind::User => &self.users,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut Keys {
        match kind {
            Kind::ApiKey => &mut self.api_keys,
            Kind::User => &mut self.users,
        }
    }
}

impl Kind {
    fn path(self) -> &'static str {
        match self {
            Self::ApiKey => "api_keys",
            Self::User => "users",
        }
    }

    /// Where an answer has the key.
    fn member(self) -> &'static str {
        match self {
            Self::ApiKey => "api_key",
            Self::User => "user_key",
        }
    }
}

fn objects(listed: &Value) -> &Vec<Value> {
    assert!(listed["next"].is_null(), "more than a page");
    listed["objects"].as_array().expect("a list")
}

fn names(listed: &Value) -> BTreeSet<String> {
    let names = objects(listed).iter().map(|row| row["name"].as_str());
    names.map(|name| name.expect("a name").to_owned()).collect()
}

fn rows(listed: &Value, member: &str) -> Keys {
    let row = |row: &Value| {
        let key = row[member].as_str().expect("a key that opens");
        (row["id"].as_i64().expect("an id"), key.to_owned())
    };
    objects(listed).iter().map(row).collect()
}

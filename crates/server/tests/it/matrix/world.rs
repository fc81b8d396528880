use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::table::CALLERS;
use crate::reply::Reply;
use crate::server::{Account, Actor, PASSWORD, Server};

/// Flags of the API keys, in the order of the callers.
const FLAGS: [&[&str]; 6] = [
    &[],
    &["ignore_acl"],
    &["allow_user_create"],
    &["allow_group_create"],
    &["allow_anonymous_read"],
    &[
        "ignore_acl",
        "allow_user_create",
        "allow_group_create",
        "allow_anonymous_read",
    ],
];
const ROLES: [&str; 3] = ["read", "write", "full"];

static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// A name that nothing has yet.
fn unique(prefix: &str) -> String {
    format!("{prefix}-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// One who asks, and what the table calls by another name for each.
pub(super) struct Caller {
    actor: Actor,
    user_key: Option<String>,
    names: HashMap<&'static str, String>,
}

impl Caller {
    fn new(actor: Actor) -> Self {
        Self {
            actor,
            user_key: None,
            names: HashMap::new(),
        }
    }

    pub(super) async fn send(&self, method: &str, path: &str, body: &str) -> Reply {
        let mut request: RequestBuilder = self.actor.request(method, path);
        if let Some(user_key) = &self.user_key {
            request = request.header("X-USER-KEY", user_key);
        }
        if !body.is_empty() {
            request = request
                .header("Content-Type", "application/json")
                .body(body.to_owned());
        }
        self.actor.send(request).await
    }
}

/// An instance with one of everything, and everybody who could ask for it.
pub(super) struct World {
    pub(super) callers: Vec<Caller>,
    names: HashMap<&'static str, String>,
}

/// Posts what must succeed.
async fn make(actor: &Actor, path: &str, body: Value) -> Value {
    let reply = actor.post(path, body).await;
    assert_eq!(reply.status, 201, "{path}: {}", reply.text);
    reply.json()
}

fn id(made: &Value) -> String {
    made["id"].to_string()
}

fn text(made: &Value, name: &str) -> String {
    made[name].as_str().expect("a text").to_owned()
}

impl World {
    pub(super) async fn new(server: &Server) -> Self {
        let shop = unique("my-shop");
        let owner = server.account(&unique("owner")).await;
        server.application(&owner.actor, &shop, json!({})).await;
        let below = format!("/v1.1/instances/{shop}/");
        let mut names = HashMap::from([
            ("owner", owner.id.to_string()),
            ("github", "github".to_owned()),
        ]);
        let user_key = people(&owner.actor, &below, &mut names).await;
        let mut callers = vec![Caller::new(server.anonymous())];
        for (flags, with_user) in FLAGS
            .into_iter()
            .map(|flags| (flags, false))
            .chain([(FLAGS[0], true), (FLAGS[5], true)])
        {
            let fields: Value = flags
                .iter()
                .map(|flag| ((*flag).to_owned(), json!(true)))
                .collect();
            let application = server.application(&owner.actor, &shop, fields).await;
            let mut caller = Caller::new(application.actor);
            caller.names.insert("own key", application.id.to_string());
            caller.user_key = with_user.then(|| user_key.clone());
            callers.push(caller);
        }
        let other = server.application(&owner.actor, &shop, json!({})).await;
        names.insert("other key", other.id.to_string());
        callers.extend(administrators(server, owner, &shop, &mut names).await);
        assert_eq!(callers.len(), CALLERS.len());
        names.insert("shop", shop);
        Self { callers, names }
    }

    /// The path of a route with its parameters filled in, for one caller.
    pub(super) fn path(&self, caller: &Caller, path: &str, with: &[&'static str]) -> String {
        let mut with = with.iter();
        let segments = path.split('/').map(|segment| {
            if segment.starts_with('{') {
                let name = with.next().expect("a value for the parameter");
                self.value(caller, name).to_owned()
            } else {
                segment.to_owned()
            }
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// A body with its names filled in, for one caller.
    pub(super) fn body(&self, caller: &Caller, body: &str) -> String {
        let value = |name| self.value(caller, name);
        body.replace("$unique", &unique("new-thing"))
            .replace("$email", value("email"))
            .replace("$own", value("own invitation key"))
            .replace("$other", value("other invitation key"))
            .replace("$user", value("own user"))
            .replace("$group", value("empty group"))
    }

    /// What a name of the table stands for. Callers who have none of their own get
    /// what is somebody else's.
    fn value<'a>(&'a self, caller: &'a Caller, name: &'static str) -> &'a str {
        let substitute = match name {
            "own key" => "other key",
            "own invitation" => "other invitation",
            "own invitation key" => "other invitation key",
            "themselves" => "other administrator",
            "email" => "somebody's email",
            name => name,
        };
        let found = caller.names.get(name).or_else(|| self.names.get(name));
        found
            .or_else(|| self.names.get(substitute))
            .unwrap_or_else(|| panic!("the world has no {name}"))
    }
}

/// Two users, two groups and an invitation. Returns the user key of the first user.
async fn people(owner: &Actor, below: &str, names: &mut HashMap<&'static str, String>) -> String {
    let users = format!("{below}users/");
    let login = |name: &str| json!({"username": name, "password": PASSWORD});
    let alice = make(owner, &users, login("alice")).await;
    let bob = make(owner, &users, login("bob")).await;
    let groups = format!("{below}groups/");
    let group = make(owner, &groups, json!({"label": "with both"})).await;
    let empty = make(owner, &groups, json!({"label": "with nobody"})).await;
    for user in [&alice, &bob] {
        let path = format!("{groups}{}/users/", id(&group));
        make(owner, &path, json!({"user": user["id"]})).await;
    }
    let invited = json!({"email": format!("{}@example.com", unique("invited"))});
    let sent = make(owner, &format!("{below}invitations/"), invited).await;
    names.extend([
        ("own user", id(&alice)),
        ("other user", id(&bob)),
        ("own profile", id(&alice["profile"])),
        ("other profile", id(&bob["profile"])),
        ("group", id(&group)),
        ("empty group", id(&empty)),
        ("sent invitation", id(&sent)),
    ]);
    text(&alice, "user_key")
}

/// The stranger, one administrator of each role and the owner, each invited elsewhere.
async fn administrators(
    server: &Server,
    owner: Account,
    shop: &str,
    names: &mut HashMap<&'static str, String>,
) -> Vec<Caller> {
    let host = server.account(&unique("host")).await;
    let elsewhere = unique("elsewhere");
    server.application(&host.actor, &elsewhere, json!({})).await;
    let path = format!("/v1.1/instances/{elsewhere}/invitations/");
    let somebody = server.account(&unique("somebody")).await;
    server.grant(&somebody, shop, "read").await;
    let other = make(&host.actor, &path, json!({"email": somebody.email})).await;
    names.extend([
        ("other administrator", somebody.id.to_string()),
        ("somebody's email", somebody.email),
        ("other invitation", id(&other)),
        ("other invitation key", text(&other, "key")),
    ]);
    let mut accounts = vec![server.account(&unique("stranger")).await];
    for role in ROLES {
        let member = server.account(&unique(role)).await;
        server.grant(&member, shop, role).await;
        accounts.push(member);
    }
    accounts.push(owner);
    let mut callers = Vec::new();
    for account in accounts {
        let own = make(&host.actor, &path, json!({"email": account.email})).await;
        let mut caller = Caller::new(account.actor);
        caller.names = HashMap::from([
            ("themselves", account.id.to_string()),
            ("email", account.email),
            ("own invitation", id(&own)),
            ("own invitation key", text(&own, "key")),
        ]);
        callers.push(caller);
    }
    callers
}

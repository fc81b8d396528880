//! Examples. The tests send those of requests to a server on which everything that they
//! name is number 1, unless another number is here.

use serde_json::{Map, Value, json};

use crate::domain::access::Verb;
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::version::Version;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse";
const INSTANCE: &str = "my-shop";
const KEY: &str = "0123456789abcdef0123456789abcdef01234567";
const DATE: &str = "2026-11-23T09:36:00.000000Z";

/// The value of a part of a path.
pub(super) fn parameter(path: &str, name: &str) -> Option<Value> {
    Some(match (path, name) {
        (_, "instance") => json!(INSTANCE),
        (_, "backend") => json!("github"),
        // The first invitation is to another instance's account.
        ("account/invitations/{id}/", _) => json!(2),
        // The first administrator is the owner, whom nobody changes.
        ("instances/{instance}/admins/{id}/", _) => json!(2),
        _ => json!(1),
    })
}

/// The body of a request.
pub(super) fn body(path: &str, version: Version, verb: Verb) -> Option<Value> {
    let below = path.strip_prefix("instances/{instance}/");
    Some(match (below.unwrap_or(path), verb) {
        ("account/register/", _) => json!({
            "email": "grace@example.com",
            "password": PASSWORD,
            "first_name": "Grace",
            "last_name": "Hopper",
        }),
        ("account/auth/", _) => json!({"email": EMAIL, "password": PASSWORD}),
        ("account/auth/{backend}/" | "user/auth/{backend}/" | "users/auth/{backend}/", _) => {
            json!({"access_token": "what the provider gave"})
        }
        ("account/", Verb::Put) => json!({
            "email": EMAIL,
            "first_name": "Ada",
            "last_name": "Lovelace",
            "metadata": {"theme": "dark"},
        }),
        ("account/", _) => json!({"first_name": "Ada"}),
        ("account/activate/", _) => json!({"uid": "MQ", "token": "what the mail says"}),
        ("account/resend_email/" | "account/password/reset/", _) => json!({"email": EMAIL}),
        ("account/password/", _) => {
            json!({"current_password": PASSWORD, "new_password": "battery staple"})
        }
        ("account/password/set/", _) => json!({"password": PASSWORD}),
        ("account/password/reset/confirm/", _) => json!({
            "uid": "MQ",
            "token": "what the mail says",
            "new_password": "battery staple",
        }),
        ("account/invitations/accept/", _) => json!({"invitation_key": KEY}),
        ("instances/", _) => json!({"name": "my-library", "description": "Books to borrow"}),
        ("" | "instances/{instance}/", _) => json!({"description": "Shoes and boots"}),
        ("rename/", _) => json!({"new_name": "my-shoe-shop"}),
        ("snippets/config/", _) => json!({"config": {"currency": "EUR"}}),
        ("admins/{id}/" | "invitations/{id}/", _) => json!({"role": "read"}),
        ("invitations/", _) => json!({"email": "linus@example.com", "role": "write"}),
        ("api_keys/", _) => json!({"description": "Web shop", "ignore_acl": false}),
        ("api_keys/{id}/", _) => json!({"description": "Web shop", "ignore_acl": true}),
        ("user/auth/" | "users/auth/", _) => json!({"username": "alice", "password": PASSWORD}),
        ("user/" | "users/me/" | "users/{id}/", Verb::Put) => json!({
            "username": "alice",
            "password": "battery staple",
            "profile": {"city": "London"},
        }),
        ("user/" | "users/me/" | "users/{id}/", _) => json!({"profile": {"city": "London"}}),
        ("users/", _) => json!({
            "username": "carol",
            "password": PASSWORD,
            "profile": {"city": "Paris", "other_permissions": "read"},
        }),
        ("classes/user_profile/objects/{id}/", _) => {
            json!({"city": "London", "other_permissions": "read"})
        }
        ("groups/", _) => json!({"name": "members", "label": "Members"}),
        ("groups/{id}/", _) => json!({"label": "Customers", "description": "Who bought once"}),
        ("groups/{group}/users/", _) => json!({"user": 2}),
        ("users/{user}/groups/", _) => json!({"group": 2}),
        ("batch/", _) => json!({"requests": [
            {
                "method": "POST",
                "path": format!("/{}/instances/my-shop/groups/", version.segment()),
                "body": {"label": "Guests"},
            },
            {
                "method": "GET",
                "path": format!("/{}/instances/my-shop/users/?page_size=1", version.segment()),
            },
        ]}),
        _ => return None,
    })
}

/// An object of an answer.
pub(super) fn object(fields: &'static [Field]) -> Value {
    let shown = fields.iter().filter(|field| !field.write_only);
    let members = shown.map(|field| (field.name.to_owned(), value(field)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn value(field: &Field) -> Value {
    match (field.name, field.holds, field.kind) {
        (_, Some(Holds::Key), _) => json!(KEY),
        (_, Some(Holds::One(fields)), _) | (_, None, Kind::Nested(fields)) => object(fields),
        (_, Some(Holds::Many(fields)), _) => json!([object(fields)]),
        (_, Some(Holds::Members | Holds::Metadata), _) => json!({}),
        (_, Some(Holds::Word(words)), _) | (_, None, Kind::Choice(words)) => {
            json!(words.first())
        }
        (_, _, Kind::DateTime) => json!(DATE),
        (_, _, Kind::Links(links)) => {
            let links = links
                .iter()
                .map(|(name, path, _)| ((*name).to_owned(), json!(format!("/v1.1/…/{path}"))));
            Value::Object(links.collect())
        }
        (_, _, Kind::Boolean) | (_, Some(Holds::Flag), _) => json!(true),
        ("code", ..) => json!(200),
        ("content", ..) => json!({}),
        (_, Some(Holds::Nothing), _) | ("channel_room", ..) => Value::Null,
        (_, _, Kind::Integer) | (_, Some(Holds::Row), _) => json!(1),
        ("first_name", ..) => json!("Ada"),
        ("last_name", ..) => json!("Lovelace"),
        ("username", ..) => json!("alice"),
        ("location", ..) => json!("eu1"),
        ("name" | "instance", ..) => json!(INSTANCE),
        ("state", ..) => json!("new"),
        ("action", ..) => json!("reset"),
        ("object", ..) => json!("api_key"),
        ("actor", ..) => json!("account"),
        ("hint", ..) => json!("4567"),
        ("request_id", ..) => json!("5f2d7c1e9a604b38"),
        ("email" | "inviter" | "actor_email", ..) => json!(EMAIL),
        _ => json!(""),
    }
}

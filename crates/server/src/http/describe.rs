//! What `OPTIONS` tells about a route.

use futures_util::future::BoxFuture;

use super::call::Call;
use super::error::ApiError;
use super::route::Route;
use super::shows::{Fields, Shows};
use crate::domain::access::{Verb, is_allowed};
use crate::domain::field::{Field, Kind};
use crate::json::{Json, Object, object};

/// Whether the caller may use a verb on the very object that the path names.
pub(crate) type ObjectCheck = for<'a> fn(&'a Call, Verb) -> BoxFuture<'a, Result<(), ApiError>>;

/// What a route is, in words and fields.
pub(crate) struct About {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// Fields of the route's writing verb, if it takes any.
    pub(crate) fields: Option<Fields>,
    pub(crate) object: Option<ObjectCheck>,
    pub(crate) shows: Shows,
}

impl About {
    /// A route that takes no fields.
    pub(crate) const fn named(name: &'static str) -> Self {
        Self {
            name,
            description: "",
            fields: None,
            object: None,
            shows: Shows::Nothing,
        }
    }
}

/// The answer to `OPTIONS`.
pub(crate) async fn describe(call: &Call, route: &Route) -> Json {
    let mut description = Object::new();
    let mut put = |name: &str, value: Json| {
        description.insert(name.to_owned(), value);
    };
    put("name", route.about.name.into());
    put("description", route.about.description.into());
    put("renders", texts(&["application/json"]));
    put(
        "parses",
        texts(&[
            "application/json",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ]),
    );
    let actions = actions(call, route).await;
    if !actions.is_empty() {
        put("actions", Json::Object(actions));
    }
    Json::Object(description)
}

async fn actions(call: &Call, route: &Route) -> Object {
    let mut actions = Object::new();
    let Some(fields) = route.about.fields else {
        return actions;
    };
    let access = route.access(&call.app.settings);
    for verb in [Verb::Put, Verb::Post] {
        let is_open = route.handler(verb).is_some() && is_allowed(access, call.caller(), verb);
        if is_open && object_allows(call, route, verb).await {
            actions.insert(
                verb.name().to_owned(),
                describe_fields(fields(call.version)),
            );
        }
    }
    actions
}

async fn object_allows(call: &Call, route: &Route, verb: Verb) -> bool {
    match route.about.object {
        Some(check) if verb == Verb::Put => check(call, verb).await.is_ok(),
        _ => true,
    }
}

fn describe_fields(fields: &[Field]) -> Json {
    Json::Object(
        fields
            .iter()
            .map(|field| (field.name.to_owned(), describe_field(field)))
            .collect(),
    )
}

fn describe_field(field: &Field) -> Json {
    if let Kind::Links(links) = field.kind {
        let links = links
            .iter()
            .map(|(name, _, kind)| object([("name", (*name).into()), ("type", (*kind).into())]));
        return object([("links", Json::List(links.collect()))]);
    }
    let mut members = Object::new();
    let mut put = |name: &str, value: Json| {
        members.insert(name.to_owned(), value);
    };
    put("type", kind_name(field.kind).into());
    put("required", field.required.into());
    put("read_only", field.read_only.into());
    put("label", field.label.into());
    if let Some(help) = field.help {
        put("help_text", help.into());
    }
    for (name, chars) in [
        ("min_length", field.chars_min),
        ("max_length", field.chars_max),
    ] {
        if let Some(chars) = chars.and_then(|chars| i64::try_from(chars).ok()) {
            put(name, chars.into());
        }
    }
    match field.kind {
        Kind::Nested(fields) => put("children", describe_fields(fields)),
        Kind::Choice(words) => put("choices", describe_choices(words)),
        _ => {}
    }
    Json::Object(members)
}

fn describe_choices(words: &[&str]) -> Json {
    let choice =
        |word: &&str| object([("value", (*word).into()), ("display_name", (*word).into())]);
    Json::List(words.iter().map(choice).collect())
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Email => "email",
        Kind::Text => "string",
        Kind::Slug => "slug",
        Kind::Boolean => "boolean",
        Kind::DateTime => "datetime",
        Kind::Choice(_) => "choice",
        Kind::Any | Kind::Links(_) => "field",
        Kind::Nested(_) => "nested object",
    }
}

fn texts(texts: &[&str]) -> Json {
    Json::List(texts.iter().map(|text| (*text).into()).collect())
}

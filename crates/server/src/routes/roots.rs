//! The entry points: which versions there are and where each begins.

use crate::domain::access::{Access, Verb};
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope};
use crate::json::{Json, object};

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "",
        versions: &[],
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(versions(call)))
        })],
        about: About::named("Top Level Api Links"),
    },
    Route {
        path: "",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(version(call)))
        })],
        about: About::named("Top Level Api Links"),
    },
    Route {
        path: "usage/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(links(
                call,
                "usage/",
                &["daily", "hourly"],
            )))
        })],
        about: About::named("Usage Links"),
    },
    Route {
        path: "backups/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(links(call, "backups/", &["full"])))
        })],
        about: About::named("Backups Links"),
    },
];

fn versions(call: &Call) -> Result<Answer, ApiError> {
    let origin = match (&call.app.settings.public_origin, &call.host) {
        (Some(origin), _) => origin.clone(),
        (None, Some(host)) => format!("{}://{host}", call.client.scheme()),
        (None, None) => String::new(),
    };
    let link = |version: Version| Json::from(format!("{origin}/{}/", version.segment()));
    let links = Version::ALL.map(|version| (version.segment(), link(version)));
    Ok(Answer::ok(object([("links", object(links))])))
}

fn version(call: &Call) -> Result<Answer, ApiError> {
    links(call, "", &["instances", "backups", "account", "usage"])
}

/// What lies directly below a path.
fn links(call: &Call, below: &str, names: &[&str]) -> Result<Answer, ApiError> {
    let link = |name: &&str| ((*name).to_owned(), call.link(&format!("{below}{name}/")));
    let links = Json::Object(names.iter().map(link).collect());
    Ok(Answer::ok(object([("links", links)])))
}

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
];

fn versions(call: &Call) -> Result<Answer, ApiError> {
    let origin = match (&call.app.settings.public_origin, &call.host) {
        (Some(origin), _) => origin.clone(),
        (None, Some(host)) => format!("http://{host}"),
        (None, None) => String::new(),
    };
    let link = |version: Version| Json::from(format!("{origin}/{}/", version.segment()));
    let links = Version::ALL.map(|version| (version.segment(), link(version)));
    Ok(Answer::ok(object([("links", object(links))])))
}

fn version(call: &Call) -> Result<Answer, ApiError> {
    let links = ["instances", "backups", "account", "usage"]
        .map(|name| (name, call.link(&format!("{name}/"))));
    Ok(Answer::ok(object([("links", object(links))])))
}

//! The entry points: which versions there are and where each begins.

use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Kind};
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope, Shape, Shows};
use crate::json::{Json, object};

const SERVER_LINKS: Shape = Shape::of("ServerLinks", |_| {
    const FIELDS: &[Field] = &[links_field(&[
        ("v1", "", "version"),
        ("v1.1", "", "version"),
        ("v2", "", "version"),
    ])];
    FIELDS
});
const VERSION_LINKS: Shape = Shape::of("VersionLinks", |_| {
    const FIELDS: &[Field] = &[links_field(&[
        ("instances", "", "list"),
        ("backups", "", "list"),
        ("account", "", "detail"),
        ("usage", "", "detail"),
    ])];
    FIELDS
});

const USAGE_LINKS: Shape = Shape::of("UsageLinks", |_| {
    const FIELDS: &[Field] = &[links_field(&[
        ("daily", "", "list"),
        ("hourly", "", "list"),
    ])];
    FIELDS
});
const BACKUPS_LINKS: Shape = Shape::of("BackupsLinks", |_| {
    const FIELDS: &[Field] = &[links_field(&[("full", "", "list")])];
    FIELDS
});

const fn links_field(links: &'static [(&'static str, &'static str, &'static str)]) -> Field {
    Field::optional("links", Kind::Links(links), "Links")
}

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "",
        versions: &[],
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(versions(call)))
        })],
        about: About {
            shows: Shows::One(SERVER_LINKS),
            ..About::named("Top Level Api Links")
        },
    },
    Route {
        path: "",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(version(call)))
        })],
        about: About {
            shows: Shows::One(VERSION_LINKS),
            ..About::named("Top Level Api Links")
        },
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
        about: About {
            shows: Shows::One(USAGE_LINKS),
            ..About::named("Usage Links")
        },
    },
    Route {
        path: "backups/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |call| {
            Box::pin(std::future::ready(links(call, "backups/", &["full"])))
        })],
        about: About {
            shows: Shows::One(BACKUPS_LINKS),
            ..About::named("Backups Links")
        },
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

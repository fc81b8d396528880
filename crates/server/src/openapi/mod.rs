//! The OpenAPI description, made from the table of routes and the fields of their forms,
//! so that it says what the server does.

mod examples;
mod operation;
mod parameters;
mod refusals;
mod schemas;
mod security;

use utoipa::openapi::path::{HttpMethod, PathItemBuilder, PathsBuilder};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, Server};

use crate::domain::access::Verb;
use crate::domain::version::Version;
use crate::http::Route;
use crate::routes::TABLES;

const ABOUT: &str = "\
Accounts, instances, API keys, and who may do what.

Paths end with a slash; `.json` in its place, or `?format=json`, does the same. Bodies may be \
JSON, also as `text/plain`, or a form. White space around texts does not count, and numbers are \
taken for texts. Unknown members of bodies are ignored. `HEAD` is as `GET` without its body; \
`OPTIONS` tells the name, the fields and the limits of a route, as far as the caller may use \
them. Every answer has `Cache-Control: no-store` and an `X-Request-Id`, and those to other \
origins expose `Retry-After`.

Resources of the original that are not here are 403 to whom it refused them, 404 to others, and \
not described. The description is that of a server without `--original` and `--compatible`.";

/// A version of the API that can be described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescribedVersion(Version);

impl DescribedVersion {
    /// Every version, oldest first.
    #[must_use]
    pub fn all() -> [Self; 3] {
        Version::ALL.map(Self)
    }

    /// The version of this name, such as `v1.1`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all()
            .into_iter()
            .find(|version| version.name() == name)
    }

    /// First segment of the version's paths.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.segment()
    }
}

/// The description of one version of the API as JSON, with a line break at its end.
///
/// # Errors
/// When it cannot be written, which would be a defect.
pub fn openapi(version: DescribedVersion) -> Result<String, serde_json::Error> {
    let mut text = describe(version.0).to_pretty_json()?;
    text.push('\n');
    Ok(text)
}

fn describe(version: Version) -> OpenApi {
    let title = format!("Syncano API, {}", version.segment());
    let info = InfoBuilder::new()
        .title(title)
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(License::new("MIT")));
    let components = refusals::add(ComponentsBuilder::new());
    let components = schemas::add_refusals(parameters::add(components));
    let components = routes(version).fold(components, |components, route| {
        schemas::add_shapes(components, route, version)
    });
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .paths(routes(version).fold(PathsBuilder::new(), |paths, route| {
            paths.path(path(route, version), item(route, version))
        }))
        .components(Some(security::add(components).build()))
        .build()
}

fn routes(version: Version) -> impl Iterator<Item = &'static Route> {
    let routes = TABLES.iter().copied().flatten();
    routes.filter(move |route| route.versions.is_empty() || route.versions.contains(&version))
}

/// The path of a route, with its version.
fn path(route: &Route, version: Version) -> String {
    if route.versions.is_empty() {
        "/".to_owned()
    } else {
        format!("/{}/{}", version.segment(), route.path)
    }
}

fn item(route: &Route, version: Version) -> utoipa::openapi::PathItem {
    let methods = [
        (Verb::Get, HttpMethod::Get),
        (Verb::Post, HttpMethod::Post),
        (Verb::Put, HttpMethod::Put),
        (Verb::Patch, HttpMethod::Patch),
        (Verb::Delete, HttpMethod::Delete),
    ];
    let served = methods
        .into_iter()
        .filter(|(verb, _)| route.handler(*verb).is_some())
        // What nobody may do is nothing to describe.
        .filter(|(verb, _)| !security::of(route.access, *verb).is_empty());
    let item = served.fold(PathItemBuilder::new(), |item, (verb, method)| {
        item.operation(method, operation::operation(route, version, verb))
    });
    item.parameters(Some(parameters::of_path(route))).build()
}

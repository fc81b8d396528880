//! The table of routes and how a path finds its entry.

use futures_util::future::BoxFuture;

use super::answer::Answer;
use super::call::Call;
use super::describe::About;
use super::error::ApiError;
use super::template::Template;
use crate::config::Settings;
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::version::Version;

/// What a route does for one verb.
pub(crate) type Handler = for<'a> fn(&'a Call) -> BoxFuture<'a, Result<Answer, ApiError>>;

/// What a route lies below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Server,
    /// The instance that the first parameter, `{instance}`, names.
    Instance,
    /// A user of that instance, whom the parameter `{user}` names.
    User,
    /// A group of that instance, which the parameter `{group}` names.
    Group,
    /// A class of that instance, which the parameter `{class}` names. There is none here.
    Class,
}

impl Scope {
    /// Whether the route lies below an instance, directly or not.
    pub(crate) fn is_in_instance(self) -> bool {
        self != Self::Server
    }
}

/// One route.
pub(crate) struct Route {
    /// Below the version's prefix; `{…}` is one segment of any text without dots. All
    /// but one end with a slash.
    pub(crate) path: &'static str,
    /// Empty for the one route above the versions.
    pub(crate) versions: &'static [Version],
    pub(crate) scope: Scope,
    pub(crate) access: Access,
    pub(crate) handlers: &'static [(Verb, Handler)],
    pub(crate) about: About,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Route")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Route {
    pub(crate) fn handler(&self, verb: Verb) -> Option<Handler> {
        let verb = if verb == Verb::Head { Verb::Get } else { verb };
        self.handlers
            .iter()
            .find(|(own, _)| *own == verb)
            .map(|(_, handler)| *handler)
    }

    /// The rule of the route on a server with these settings.
    pub(crate) fn access(&self, settings: &Settings) -> Access {
        match self.access {
            Access::AdminList if settings.is_original(Switch::PublicAdmins) => Access::Public,
            access => access,
        }
    }

    /// The value of `Allow`.
    pub(crate) fn allow(&self) -> String {
        let verbs = Verb::ALL.into_iter();
        let own = verbs.filter(|verb| *verb == Verb::Options || self.handler(*verb).is_some());
        own.map(Verb::name).collect::<Vec<_>>().join(", ")
    }
}

/// The entry that a path belongs to.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) version: Version,
    pub(crate) params: Vec<(&'static str, String)>,
    /// A format written as a suffix of the path.
    pub(crate) format: Option<String>,
}

impl Found {
    /// The route as logs name it.
    pub(crate) fn template(&self) -> Template {
        if self.route.versions.is_empty() {
            return Template::bare("/");
        }
        Template {
            version: Some(self.version.segment()),
            path: self.route.path,
        }
    }
}

/// Finds the route of a decoded path. There are no redirects: a path without its
/// slash has no route, unless it ends with a format.
pub(crate) fn find(tables: &'static [&'static [Route]], path: &str) -> Option<Found> {
    let mut segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let has_slash = segments.last() == Some(&"");
    if has_slash {
        segments.pop();
    }
    let mut routes = tables.iter().flat_map(|table| table.iter());
    let Some((first, rest)) = segments.split_first() else {
        let route = routes.find(|route| route.versions.is_empty())?;
        return Some(Found {
            route,
            version: Version::V1_1,
            params: Vec::new(),
            format: None,
        });
    };
    let version = Version::ALL
        .into_iter()
        .find(|version| version.segment() == *first)?;
    let mut rest = rest.to_vec();
    let format = take_format(&mut rest);
    let ends_with_slash = has_slash || format.is_some();
    let (route, params) = routes
        .filter(|route| route.versions.contains(&version))
        .filter(|route| ends_with_slash == (route.path.is_empty() || route.path.ends_with('/')))
        .find_map(|route| Some((route, match_segments(route.path, &rest)?)))?;
    Some(Found {
        route,
        version,
        params,
        format,
    })
}

/// Cuts `.format` off the last segment.
fn take_format(segments: &mut [&str]) -> Option<String> {
    let last = segments.last_mut()?;
    let (name, format) = last.split_once('.')?;
    let is_format = !format.is_empty()
        && format
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !is_format || name.is_empty() {
        return None;
    }
    *last = name;
    Some(format.to_owned())
}

fn match_segments(pattern: &'static str, segments: &[&str]) -> Option<Vec<(&'static str, String)>> {
    let mut params = Vec::new();
    let mut segments = segments.iter();
    for part in pattern.split_terminator('/') {
        let segment = segments.next()?;
        match part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'))
        {
            Some(_) if segment.is_empty() || segment.contains('.') => return None,
            Some(name) => params.push((name, (*segment).to_owned())),
            None if part == *segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(params)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::TABLES;

    fn found(path: &str) -> Option<(&'static str, Vec<String>, Option<String>)> {
        let found = find(TABLES, path)?;
        let values = found.params.into_iter().map(|(_, value)| value).collect();
        Some((found.route.path, values, found.format))
    }

    #[test]
    fn paths_need_their_slash_or_a_format() {
        let detail = "instances/{instance}/api_keys/{id}/";
        let values = || vec!["one".to_owned(), "3".to_owned()];
        assert_eq!(
            found("/v1.1/instances/one/api_keys/3/"),
            Some((detail, values(), None))
        );
        let json = Some("json".to_owned());
        assert_eq!(
            found("/v2/instances/one/api_keys/3.json"),
            Some((detail, values(), json))
        );
        for path in [
            "/v1.1",
            "/v1.1.json",
            "/v9/",
            "/v1.1/account",
            "/v1.1//account/",
            "/v1.1/nope/",
            "",
            "/v1.1/instances/one/nope/",
            "/v1.1/instances/a.b.c/",
            "/v1.1/instances/one/api_keys/3",
        ] {
            assert_eq!(found(path), None, "{path}");
        }
    }

    #[test]
    fn no_route_hides_behind_an_earlier_one() {
        for route in TABLES.iter().copied().flatten() {
            for version in route.versions {
                let path = format!("/{}/{}", version.segment(), route.path);
                let found = find(TABLES, &path.replace(['{', '}'], "x")).expect("a route");
                assert_eq!(found.route.path, route.path);
                assert_eq!(found.version, *version);
            }
        }
    }
}

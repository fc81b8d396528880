//! The routes of the API as data, for documents and for tests that must miss none.

use crate::domain::access::Verb;
use crate::domain::version::Version;
use crate::routes::TABLES;

/// One route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// Path below the version, such as `instances/{instance}/`.
    pub path: &'static str,
    /// First segments under which the route lies, such as `v1.1`; none for the one route
    /// above the versions.
    pub versions: Vec<&'static str>,
    /// Verbs that the route answers, `HEAD` and `OPTIONS` included.
    pub verbs: Vec<&'static str>,
}

/// Every route, in the order in which they are looked for.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    let routes = TABLES.iter().copied().flatten();
    let entries = routes.map(|route| RouteEntry {
        path: route.path,
        versions: route
            .versions
            .iter()
            .copied()
            .map(Version::segment)
            .collect(),
        verbs: Verb::ALL
            .into_iter()
            .filter(|verb| *verb == Verb::Options || route.handler(*verb).is_some())
            .map(Verb::name)
            .collect(),
    });
    entries.collect()
}

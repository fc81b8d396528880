use std::fmt;

/// Which route a request has gone, without the values in its path. An extension of
/// answers, for logs and figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Template {
    /// Segment of the version, where there is one.
    pub(crate) version: Option<&'static str>,
    /// Below the version's prefix.
    pub(crate) path: &'static str,
}

impl Template {
    /// What has no route.
    pub(crate) const NONE: Self = Self {
        version: None,
        path: "",
    };

    /// A path above the versions, which begins with a slash.
    pub(crate) const fn bare(path: &'static str) -> Self {
        Self {
            version: None,
            path,
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.version, self.path) {
            (None, "") => f.write_str("none"),
            (None, path) => f.write_str(path),
            (Some(version), path) => write!(f, "/{version}/{path}"),
        }
    }
}

//! Versions of the API, which share accounts, instances and keys.

/// One version. The differences that matter here are fields and links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Version {
    V1,
    V1_1,
    V2,
}

impl Version {
    pub(crate) const ALL: [Self; 3] = [Self::V1, Self::V1_1, Self::V2];

    /// First segment of every path of the version.
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V1_1 => "v1.1",
            Self::V2 => "v2",
        }
    }
}

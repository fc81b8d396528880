//! What an administrator is in an instance.

/// Rights of an administrator, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Read,
    Write,
    Full,
    /// The account that made the instance. Never named on the wire: its row says `full`.
    Owner,
}

impl Role {
    /// The word on the wire and in the database.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Full | Self::Owner => "full",
        }
    }

    /// The role that a word names.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            "full" => Some(Self::Full),
            _ => None,
        }
    }
}

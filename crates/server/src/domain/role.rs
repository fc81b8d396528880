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

    /// What an administrator can be made, in the order of the numbers that also name
    /// them on the wire: 1, 2 and 3.
    pub(crate) const NAMES: [&str; 3] = ["full", "write", "read"];

    /// The role that a number names on the wire.
    pub(crate) fn from_number(number: i128) -> Option<Self> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        Self::from_name(Self::NAMES.get(index)?)
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

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn numbers_name_the_roles_from_the_highest_down() {
        let roles = [0, 1, 2, 3, 4].map(Role::from_number);
        let expected = [
            None,
            Some(Role::Full),
            Some(Role::Write),
            Some(Role::Read),
            None,
        ];
        assert_eq!(roles, expected);
    }
}

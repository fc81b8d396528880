//! What somebody may do with one data object.

/// Rights on a data object, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    None,
    Read,
    Write,
    Full,
}

impl Level {
    /// The words on the wire and in the database, lowest first.
    pub(crate) const NAMES: &[&str] = &["none", "read", "write", "full"];

    const ALL: [Self; 4] = [Self::None, Self::Read, Self::Write, Self::Full];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Read => "read",
            Self::Write => "write",
            Self::Full => "full",
        }
    }

    /// The level that a word names.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn every_word_names_a_level_in_the_order_of_the_levels() {
        let levels: Vec<_> = Level::NAMES
            .iter()
            .map(|name| Level::from_name(name))
            .collect();
        assert_eq!(levels, Level::ALL.map(Some));
        assert!(levels.is_sorted());
        assert_eq!(Level::from_name("owner"), None);
    }
}

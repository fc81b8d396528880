//! Version numbers as programs print them.

use std::fmt;

/// Major, minor, patch; what follows is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u32, pub(crate) u32, pub(crate) u32);

impl Version {
    /// The first `1.2` or `1.2.3` in the text, with or without a `v` before it.
    pub(crate) fn find(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(Self::parse)
    }

    fn parse(word: &str) -> Option<Self> {
        let word = word.trim_start_matches(['v', '(']);
        let mut parts = word.split(['.', '-', '+', 'e', ')']);
        let mut number = || parts.next()?.parse::<u32>().ok();
        let (major, minor) = (number()?, number()?);
        Some(Self(major, minor, number().unwrap_or(0)))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_programs_print() {
        for (text, expected) in [
            ("wasm-pack 0.15.1", Version(0, 15, 1)),
            ("v20.20.2", Version(20, 20, 2)),
            ("Mozilla Firefox 153.7.0esr", Version(153, 7, 0)),
            ("Mozilla Firefox 153.0esr", Version(153, 0, 0)),
            (
                "Chromium 156.0.8078.79 built on Debian GNU/Linux 12",
                Version(156, 0, 8078),
            ),
            ("cargo 1.97.0-nightly (abc 2026-01-01)", Version(1, 97, 0)),
            (
                "geckodriver 0.37.1 (0 2026)\n\nmore 9.9.9",
                Version(0, 37, 1),
            ),
        ] {
            assert_eq!(Version::find(text), Some(expected), "{text}");
        }
        assert_eq!(Version::find("no version here"), None);
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(Version(18, 0, 0) < Version(20, 1, 0));
        assert!(Version(0, 9, 9) < Version(0, 10, 0));
    }
}

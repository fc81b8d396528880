//! The query string: names and values, of which the last of a name counts.

use super::charset::Charset;
use super::urlencoded;

/// A parsed query string.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
    is_too_long: bool,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = urlencoded::pairs(text.as_bytes(), Charset::Utf8);
        Self {
            is_too_long: pairs.is_none(),
            pairs: pairs.unwrap_or_default(),
        }
    }

    /// Whether there are more pairs than are read; then none is.
    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// The value of a name, empty or not.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a name, unless it is empty.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }
}

//! Media types as `Content-Type` and `Accept` carry them.

/// A media type with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MediaType {
    /// In lower case; may be `*`.
    pub(crate) main: String,
    /// In lower case; may be `*`.
    pub(crate) sub: String,
    params: Vec<(String, String)>,
}

impl MediaType {
    pub(crate) fn parse(text: &str) -> Self {
        let mut parts = text.split(';');
        let full = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let (main, sub) = full.split_once('/').unwrap_or((&full, ""));
        let params = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| {
                (
                    name.trim().to_ascii_lowercase(),
                    value.trim().trim_matches('"').to_owned(),
                )
            })
            .collect();
        Self {
            main: main.to_owned(),
            sub: sub.to_owned(),
            params,
        }
    }

    pub(crate) fn is(&self, main: &str, sub: &str) -> bool {
        self.main == main && self.sub == sub
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// How exact a wish is: 0 for `*/*`, 1 for `type/*`, 2 for a type, 3 with parameters.
    pub(crate) fn precision(&self) -> u8 {
        match (self.main.as_str(), self.sub.as_str()) {
            ("*", _) => 0,
            (_, "*") => 1,
            _ if self.params.iter().all(|(name, _)| name == "q") => 2,
            _ => 3,
        }
    }

    /// Whether a type is this one, or one that its stars stand for.
    pub(crate) fn admits(&self, main: &str, sub: &str) -> bool {
        (self.main == "*" || self.main == main) && (self.sub == "*" || self.sub == sub)
    }
}

//! Where keys are found. Nothing else reads a header that carries one.

use axum::http::header::{AUTHORIZATION, HeaderMap};
use syncano_vault::PlainKey;
use syncano_wire::{HEADER_API_KEY, HEADER_USER_KEY, KeyKind};

use super::query::Query;
use crate::json::Json;

const HEADER_STAFF_KEY: &str = "X-STAFF-KEY";

/// Something that a caller shows as its key.
#[derive(Debug)]
pub(crate) enum Shown {
    /// A key by its form; nobody has looked it up yet.
    Key(PlainKey, KeyKind),
    /// Not a key.
    Malformed,
    /// Not even a text, which only a body can hold.
    NotText,
}

impl Shown {
    /// `None` when nothing is shown.
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        Some(match KeyKind::of(text).zip(PlainKey::parse(text)) {
            Some((kind, key)) => Self::Key(key, kind),
            None => Self::Malformed,
        })
    }

    fn from_header(headers: &HeaderMap, name: &str) -> Option<Self> {
        let value = headers.get(name)?;
        value.to_str().map_or(Some(Self::Malformed), Self::read)
    }

    /// The second of exactly two words; the first may be any.
    fn from_authorization(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
        let mut words = value.split(' ');
        let (_, key) = (words.next()?, words.next()?);
        if words.next().is_some() {
            None
        } else {
            Self::read(key)
        }
    }

    fn from_query(query: &Query, names: [&str; 2]) -> Option<Self> {
        names
            .into_iter()
            .find_map(|name| Self::read(query.get(name)?))
    }

    fn from_body(body: &Json, name: &str) -> Option<Self> {
        let Json::Object(members) = body else {
            return None;
        };
        match members.get(name)? {
            Json::Null | Json::Bool(false) | Json::Int(0) => None,
            Json::List(items) if items.is_empty() => None,
            Json::Object(members) if members.is_empty() => None,
            Json::String(text) => Self::read(text),
            _ => Some(Self::NotText),
        }
    }
}

/// The key outside the body, in the documented order of places.
pub(crate) fn key(headers: &HeaderMap, query: Option<&Query>) -> Option<Shown> {
    Shown::from_header(headers, HEADER_API_KEY)
        .or_else(|| Shown::from_query(query?, ["api_key", "apikey"]))
        .or_else(|| Shown::from_authorization(headers))
}

/// The key in a body, where it counts only when there is none elsewhere.
pub(crate) fn key_in_body(body: &Json) -> Option<Shown> {
    Shown::from_body(body, "_api_key")
}

/// The key of an end user outside the body, in the documented order of places.
pub(crate) fn user_key(headers: &HeaderMap, query: Option<&Query>) -> Option<Shown> {
    Shown::from_header(headers, HEADER_USER_KEY)
        .or_else(|| Shown::from_query(query?, ["user_key", "userkey"]))
}

/// The key of an end user in a body, where it counts only when there is none elsewhere.
pub(crate) fn user_key_in_body(body: &Json) -> Option<Shown> {
    Shown::from_body(body, "_user_key")
}

/// Whether a query replaces the key that a batch was sent with.
pub(crate) fn replaces_key(query: &Query) -> bool {
    Shown::from_query(query, ["api_key", "apikey"]).is_some()
}

/// The key of a member of staff, next to another key.
pub(crate) fn staff_key(headers: &HeaderMap, query: Option<&Query>) -> Option<Shown> {
    Shown::from_header(headers, HEADER_STAFF_KEY)
        .or_else(|| Shown::from_query(query?, ["staff_key", "staffkey"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "2d49bb16906bf7e6dade0f6ee7433a14bf485e88";
    const OTHER: &str = "7f276933107dc1df0d24cff178125a60973c20cf";

    fn found(headers: &[(&'static str, &str)], query: &str) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("a header value"));
        }
        match key(&map, Some(&Query::parse(query))) {
            None => "none".to_owned(),
            Some(Shown::Key(key, _)) => key.expose().to_owned(),
            Some(Shown::Malformed | Shown::NotText) => "malformed".to_owned(),
        }
    }

    #[test]
    fn the_first_place_that_is_not_empty_counts() {
        let query = format!("api_key={OTHER}");
        assert_eq!(found(&[("x-api-key", KEY)], &query), KEY);
        assert_eq!(found(&[("x-api-key", "")], &query), OTHER);
        assert_eq!(found(&[("x-api-key", "abc")], &query), "malformed");
        assert_eq!(
            found(&[("authorization", &format!("Token {KEY}"))], &query),
            OTHER
        );
        assert_eq!(found(&[], &format!("apikey={KEY}&api_key={OTHER}")), OTHER);
        assert_eq!(found(&[], ""), "none");
    }

    #[test]
    fn authorization_needs_exactly_two_words() {
        for (value, expected) in [
            (format!("Token {KEY}"), KEY),
            (format!("anything {}", KEY.to_uppercase()), KEY),
            (KEY.to_owned(), "none"),
            (format!("Token  {KEY}"), "none"),
            (format!("Token {KEY} x"), "none"),
            ("Basic dXNlcjpwYXNz".to_owned(), "malformed"),
        ] {
            assert_eq!(found(&[("authorization", &value)], ""), expected, "{value}");
        }
    }
}

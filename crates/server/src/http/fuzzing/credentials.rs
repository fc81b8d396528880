//! Keys in headers, queries and bodies.

use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use syncano_wire::{HEADER_API_KEY, HEADER_USER_KEY, KEY_LENGTH, KeyKind};

use super::super::credentials::{self, Shown};
use super::super::query::Query;
use crate::json::object;

/// A key is what has the form of one; everything else that is not nothing is refused.
fn check(shown: Option<&Shown>, text: Option<&str>) {
    let is_key = text.is_some_and(|text| {
        text.len() == KEY_LENGTH && text.bytes().all(|b| b.is_ascii_hexdigit())
    });
    match shown {
        None => assert!(text.is_some_and(str::is_empty), "only nothing is no key"),
        Some(Shown::Malformed) => assert!(!is_key, "a key is refused"),
        Some(Shown::NotText) => assert!(text.is_none(), "a text is one"),
        Some(Shown::Key(key, kind)) => {
            assert!(is_key, "what is no key is taken for one");
            let text = text.unwrap_or_default();
            assert_eq!(key.expose(), text.to_ascii_lowercase());
            let last = text.bytes().last().unwrap_or_default();
            let is_odd = b"13579bdfBDF".contains(&last);
            assert_eq!(*kind == KeyKind::Api, is_odd, "the last digit tells");
            assert!(!format!("{shown:?}").contains(key.expose()));
        }
    }
}

fn header(name: &str, value: &HeaderValue) -> HeaderMap {
    let name = HeaderName::from_bytes(name.as_bytes());
    name.into_iter().map(|name| (name, value.clone())).collect()
}

/// A key is read alike wherever it is shown, and nowhere else.
pub(crate) fn credential(bytes: &[u8]) {
    if let Ok(value) = HeaderValue::from_bytes(bytes) {
        let text = value.to_str().ok();
        let own = header(HEADER_API_KEY, &value);
        check(credentials::key(&own, None).as_ref(), text);
        assert!(credentials::user_key(&own, None).is_none());
        assert!(credentials::staff_key(&own, None).is_none());
        let users = header(HEADER_USER_KEY, &value);
        check(credentials::user_key(&users, None).as_ref(), text);
        assert!(credentials::key(&users, None).is_none());
        check(
            credentials::staff_key(&header("x-staff-key", &value), None).as_ref(),
            text,
        );
    }
    let text = String::from_utf8_lossy(bytes);
    let none = HeaderMap::new();
    for (name, is_user) in [("api_key", false), ("apikey", false), ("user_key", true)] {
        let mut printed = form_urlencoded::Serializer::new(String::new());
        let query = Query::parse(&printed.append_pair(name, &text).finish());
        let found = if is_user {
            credentials::user_key(&none, Some(&query))
        } else {
            credentials::key(&none, Some(&query))
        };
        check(found.as_ref(), Some(&text));
        assert_eq!(
            credentials::replaces_key(&query),
            !is_user && found.is_some()
        );
        assert!(credentials::key(&none, None).is_none());
    }
    let body = object([("_api_key", text.as_ref().into())]);
    check(credentials::key_in_body(&body).as_ref(), Some(&text));
    assert!(credentials::user_key_in_body(&body).is_none());
}

/// `Authorization` is exactly two words, and the last place to look.
pub(crate) fn authorization(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else {
        return;
    };
    let headers = header(AUTHORIZATION.as_str(), &value);
    let found = credentials::key(&headers, None);
    match value
        .to_str()
        .map(|text| text.split(' ').collect::<Vec<_>>())
    {
        Ok(words) if words.len() == 2 => check(found.as_ref(), words.last().copied()),
        _ => assert!(found.is_none(), "no two words"),
    }
    assert!(credentials::user_key(&headers, None).is_none());
    let mut both = headers;
    both.insert("x-api-key", HeaderValue::from_static("abc"));
    assert!(matches!(
        credentials::key(&both, None),
        Some(Shown::Malformed)
    ));
}

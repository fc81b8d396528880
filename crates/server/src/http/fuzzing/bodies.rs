//! Bodies of every type that is read, and of every other.

use bytes::Bytes;
use futures_util::FutureExt;

use super::super::body::RawBody;
use super::super::charset::Charset;
use super::super::content_type::MediaType;
use super::super::error::ApiError;
use super::super::form_body;
use super::super::urlencoded::FIELDS_MAX;
use crate::domain::form::Input;
use crate::json::{self, Json};

const REFUSALS: [u16; 2] = [400, 415];

fn read(content_type: &str, bytes: &[u8]) -> Option<Input> {
    let body = RawBody {
        bytes: Bytes::copy_from_slice(bytes),
        content_type: Some(content_type.to_owned()),
    };
    let outcome = body.input().now_or_never();
    accepted(outcome.unwrap_or_else(|| unreachable!("a body in memory is waited for")))
}

/// A refusal is the caller's fault, and can be told.
fn accepted<T>(outcome: Result<T, ApiError>) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(error) => {
            assert!(REFUSALS.contains(&error.status().as_u16()));
            let text = String::from_utf8(json::to_text(&error.body()));
            let parsed = text.ok().and_then(|text| json::parse(&text).ok());
            assert_eq!(parsed, Some(error.body()));
            None
        }
    }
}

/// A form is an object of texts and of files, which are empty objects.
fn is_form(value: &Json) -> bool {
    let Json::Object(members) = value else {
        return false;
    };
    let is_field = |value: &Json| match value {
        Json::String(_) => true,
        Json::Object(file) => file.is_empty(),
        _ => false,
    };
    members.len() <= FIELDS_MAX && members.values().all(is_field)
}

/// The first line is the content type, the rest the body.
pub(crate) fn body(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let content_type = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let bytes = parts.next().unwrap_or_default();
    let media_type = MediaType::parse(&content_type);
    let printed = format!("{}/{}", media_type.main, media_type.sub);
    let again = MediaType::parse(&printed);
    assert_eq!(
        (again.main, again.sub),
        (media_type.main.clone(), media_type.sub.clone())
    );
    let Some(input) = read(&content_type, bytes) else {
        assert!(!bytes.is_empty(), "nothing is fine in any type");
        return;
    };
    let is_json = media_type.admits("application", "json") || media_type.admits("text", "plain");
    if bytes.is_empty() || !is_json {
        assert!(is_form(&input.value));
    } else if media_type.param("charset").is_none() {
        let text = std::str::from_utf8(bytes).ok();
        let value = text.and_then(|text| json::parse(text).ok());
        // `NaN` is not equal to itself.
        assert_eq!(format!("{value:?}"), format!("{:?}", Some(input.value)));
    }
}

/// What is read prints and reads to the same.
pub(crate) fn urlencoded(bytes: &[u8]) {
    let Some(members) = accepted(form_body::urlencoded(bytes, Charset::Utf8)) else {
        let is_between = |byte: &u8| matches!(byte, b'&' | b';');
        assert!(bytes.split(is_between).count() > FIELDS_MAX);
        return;
    };
    let mut printed = form_urlencoded::Serializer::new(String::new());
    for (name, member) in &members {
        if let Json::String(text) = member {
            printed.append_pair(name, text);
        }
    }
    let printed = printed.finish();
    let again = accepted(form_body::urlencoded(printed.as_bytes(), Charset::Utf8));
    assert_eq!(again.as_ref(), Some(&members));
    assert!(is_form(&Json::Object(members)));
}

/// A multipart body with the boundary `b` is a form, or refused.
pub(crate) fn multipart(bytes: &[u8]) {
    if let Some(input) = read("multipart/form-data; boundary=b", bytes) {
        assert!(is_form(&input.value));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn fields_of_a_multipart_body_are_read_as_they_were_written(
            fields in prop::collection::vec(("[a-z_]{1,12}", "[^-]{0,40}"), 0..8),
        ) {
            let mut body = String::new();
            let mut expected = json::Object::new();
            for (name, value) in &fields {
                body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
                expected.insert(name.clone(), value.as_str().into());
            }
            body += "--b--\r\n";
            let input = read("multipart/form-data; boundary=b", body.as_bytes());
            prop_assert_eq!(input.map(|input| input.value), Some(Json::Object(expected)));
        }
    }
}

//! The one place where a request path is made.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::text::{joined, pieces};

/// Everything but the unreserved characters of RFC 3986 is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// What the caller gave for one placeholder of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Nothing, `null` or `undefined`.
    Missing,
    /// Something that is neither a text nor a whole number.
    Invalid,
    /// A text, or a number as text.
    Text(&'a str),
}

/// Why no path could be made. Values are named, never quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// These placeholders, set apart by commas, have no value.
    Missing(String),
    /// This placeholder's value cannot be a path segment.
    Unsafe(&'static str),
}

impl PathError {
    /// What is told of a placeholder whose value is refused.
    #[must_use]
    pub fn unsafe_text(name: &str) -> String {
        joined(&[
            "\"",
            name,
            "\" cannot be used in a path: it has to be a whole number or a text other than \".\" and \"..\", without control characters.",
        ])
    }
}

/// Fills the `{placeholders}` of `template` with encoded segments.
///
/// The result has exactly as many segments as the template, whatever the values are.
///
/// # Errors
///
/// [`PathError`] names the placeholders that have no usable value.
pub fn build<'a>(
    template: &'static str,
    mut value_of: impl FnMut(&str) -> Segment<'a>,
) -> Result<String, PathError> {
    let mut path = String::with_capacity(template.len() + 24);
    let mut missing = String::new();
    for (index, part) in pieces(template, b'/').enumerate() {
        if index > 0 {
            path.push('/');
        }
        let Some(name) = placeholder(part) else {
            path.push_str(part);
            continue;
        };
        match value_of(name) {
            Segment::Text(text) if is_safe(text) => {
                path.extend(utf8_percent_encode(text, ENCODED));
            }
            Segment::Missing => {
                if !missing.is_empty() {
                    missing.push(',');
                }
                missing.push_str(name);
            }
            Segment::Text(_) | Segment::Invalid => return Err(PathError::Unsafe(name)),
        }
    }
    if missing.is_empty() {
        Ok(path)
    } else {
        Err(PathError::Missing(missing))
    }
}

fn placeholder(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// Dots alone are resolved away by URL parsers even when encoded; U+FFFD is
/// what is left of an unpaired surrogate, so the text is no longer the caller's.
fn is_safe(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.chars().any(|c| c.is_control() || c == '\u{fffd}')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const DETAIL: &str = "/v1.1/instances/{instanceName}/api_keys/{id}/";

    fn detail(instance: &str, id: &str) -> Result<String, PathError> {
        build(DETAIL, |name| {
            Segment::Text(if name == "id" { id } else { instance })
        })
    }

    #[test]
    fn values_are_encoded_and_never_add_a_segment() {
        assert_eq!(
            detail("first-one", "7").unwrap(),
            "/v1.1/instances/first-one/api_keys/7/"
        );
        assert_eq!(
            detail("{id}", "../../account/?x=#\\%2e").unwrap(),
            "/v1.1/instances/%7Bid%7D/api_keys/..%2F..%2Faccount%2F%3Fx%3D%23%5C%252e/"
        );
        assert_eq!(
            detail("ключ", "$&").unwrap(),
            "/v1.1/instances/%D0%BA%D0%BB%D1%8E%D1%87/api_keys/%24%26/"
        );
    }

    #[test]
    fn dots_blanks_and_control_characters_are_refused_by_name() {
        for bad in [
            "", ".", "..", "a\u{0}", "a\nb", "\u{7f}", "\u{85}", "\u{fffd}",
        ] {
            assert_eq!(
                detail("first-one", bad),
                Err(PathError::Unsafe("id")),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn every_missing_placeholder_is_named() {
        let error = build(DETAIL, |_| Segment::Missing).unwrap_err();
        assert_eq!(error, PathError::Missing("instanceName,id".into()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_refused_or_decodes_back(text in ".*") {
            if let Ok(path) = detail("first-one", &text) {
                let segments: Vec<&str> = path.split('/').collect();
                proptest::prop_assert_eq!(segments.len(), DETAIL.split('/').count());
                let back = percent_encoding::percent_decode_str(segments[5]).decode_utf8().unwrap();
                proptest::prop_assert_eq!(back.as_ref(), text.as_str());
            }
        }
    }
}

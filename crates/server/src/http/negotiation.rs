//! Whether the caller can be answered in JSON, and how it wants it written.

use super::content_type::MediaType;
use super::error::ApiError;

/// Most spaces of indentation.
const INDENT_MAX: usize = 8;

/// Settles on JSON. Returns the indentation that the caller asked for.
///
/// # Errors
/// 404 for a format that is not `json`, 406 when `Accept` excludes JSON.
pub(crate) fn negotiate(
    format: Option<&str>,
    accept: Option<&str>,
) -> Result<Option<usize>, ApiError> {
    if format.is_some_and(|format| format != "json") {
        return Err(ApiError::not_found());
    }
    let mut wishes: Vec<MediaType> = accept
        .unwrap_or("*/*")
        .split(',')
        .map(MediaType::parse)
        .collect();
    wishes.sort_by_key(|wish| std::cmp::Reverse(wish.precision()));
    match wishes
        .iter()
        .find(|wish| wish.admits("application", "json"))
    {
        Some(wish) => Ok(wish
            .param("indent")
            .and_then(|indent| indent.parse::<usize>().ok())
            .map(|indent| indent.min(INDENT_MAX))
            .filter(|indent| *indent > 0)),
        None => Err(ApiError::not_acceptable()),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn json_is_found_among_the_wishes_with_its_indentation() {
        for (accept, indent) in [
            (None, None),
            (Some("*/*"), None),
            (Some("application/json; indent=4"), Some(4)),
            (Some("application/json; indent=40"), Some(8)),
            (Some("text/html,application/xhtml+xml,*/*;q=0.8"), None),
        ] {
            assert_eq!(negotiate(None, accept).ok(), Some(indent), "{accept:?}");
        }
    }

    #[test]
    fn other_types_and_formats_are_refused() {
        for accept in ["text/html", "application/xml", "json", ""] {
            let error = negotiate(None, Some(accept))
                .err()
                .map(|error| error.status());
            assert_eq!(error, Some(StatusCode::NOT_ACCEPTABLE), "{accept:?}");
        }
        let error = negotiate(Some("xml"), None)
            .err()
            .map(|error| error.status());
        assert_eq!(error, Some(StatusCode::NOT_FOUND));
    }
}

//! Paths with their formats, and what the caller wants to be answered in.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::negotiation::negotiate;
use super::super::request::decode_path;
use super::super::route::{Found, find};
use crate::routes::TABLES;

/// A path that has a route is the route's, with its parameters in their places; printed it
/// finds the same.
pub(crate) fn path(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let Some(decoded) = decode_path(&raw) else {
        return;
    };
    let escaped = utf8_percent_encode(&decoded, NON_ALPHANUMERIC).to_string();
    assert_eq!(decode_path(&escaped).as_ref(), Some(&decoded));
    let Some(found) = find(TABLES, &decoded) else {
        return;
    };
    for (_, value) in &found.params {
        assert!(!value.is_empty() && !value.contains(['/', '.']));
    }
    let plain = print(&found);
    match &found.format {
        None => assert_eq!(decoded, plain),
        Some(format) => {
            let plain = plain.trim_end_matches('/');
            let own = decoded.trim_end_matches('/');
            assert_eq!(own, format!("{plain}.{format}"));
        }
    }
    let again = find(TABLES, &plain).map(|found| (found.route.path, found.params));
    assert_eq!(again, Some((found.route.path, found.params)));
}

fn print(found: &Found) -> String {
    if found.route.versions.is_empty() {
        return "/".to_owned();
    }
    let mut values = found.params.iter().map(|(_, value)| value.as_str());
    let mut printed = format!("/{}/", found.version.segment());
    for part in found.route.path.split_terminator('/') {
        let value = part.starts_with('{').then(|| values.next()).flatten();
        printed += value.unwrap_or(part);
        printed.push('/');
    }
    assert_eq!(values.next(), None);
    printed
}

/// The first line is a format, the rest what is accepted: JSON with at most eight spaces,
/// or one of two refusals.
pub(crate) fn accept(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (format, accept) = match text.split_once('\n') {
        Some((format, accept)) => (Some(format), accept),
        None => (None, text.as_ref()),
    };
    let is_json = format.is_none_or(|format| format == "json");
    match negotiate(format, Some(accept)) {
        Ok(indent) => {
            assert!(is_json && indent.is_none_or(|indent| (1..=8).contains(&indent)));
            let wished = accept.to_ascii_lowercase();
            assert!(wished.contains("json") || wished.contains('*'));
        }
        Err(error) => {
            let status = if is_json { 406 } else { 404 };
            assert_eq!(error.status().as_u16(), status);
        }
    }
}

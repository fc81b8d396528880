//! Which texts are e-mail addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Longest label between two dots of a domain.
const LABEL_CHARS_MAX: usize = 63;

/// Whether `text` is an address as the documented server accepts it: a dotted or
/// quoted local part, then a domain with a top level, an address in brackets, or
/// `localhost`.
pub(crate) fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        (is_dotted(local) || is_quoted(local))
            && (domain == "localhost" || is_domain(domain) || is_literal(domain))
    })
}

fn is_dotted(local: &str) -> bool {
    local.split('.').all(|atom| {
        !atom.is_empty()
            && atom
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-!#$%&'*+/=?^_`{}|~".contains(c))
    })
}

fn is_quoted(local: &str) -> bool {
    let Some(inner) = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return false;
    };
    let mut escaped = false;
    for c in inner.chars() {
        let allowed = if escaped {
            matches!(c, '\u{1}'..='\u{9}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{7f}')
        } else {
            c == '\\'
                || matches!(c, '\u{1}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '!' | '#'..='[' | ']'..='\u{7f}')
        };
        if !allowed {
            return false;
        }
        escaped = !escaped && c == '\\';
    }
    !escaped && !inner.is_empty()
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let top_level_is_fine = labels
        .last()
        .is_some_and(|label| label.chars().count() >= 2);
    labels.len() >= 2 && top_level_is_fine && labels.iter().all(|label| is_label(label))
}

/// Letters of other scripts count as they would in their ASCII form.
fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.chars().count() <= LABEL_CHARS_MAX
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| {
            c == '-' || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
        })
}

fn is_literal(domain: &str) -> bool {
    domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|address| {
            address.parse::<Ipv4Addr>().is_ok() || address.parse::<Ipv6Addr>().is_ok()
        })
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn plain_tagged_quoted_and_literal_addresses_are_accepted() {
        for text in [
            "owner@example.com",
            "plus+tag@example.com",
            "Mixed.Case@Example.COM",
            "\"quoted\"@example.com",
            "a@localhost",
            "a@[127.0.0.1]",
            "a@[::1]",
            "a@münchen.de",
        ] {
            assert!(is_email(text), "{text}");
        }
    }

    #[test]
    fn texts_without_local_part_domain_or_top_level_are_refused() {
        for text in [
            "",
            "nobody",
            "@example.com",
            "a@",
            "x@localhostx",
            "a@b",
            "a@b.c",
            "a..b@example.com",
            ".a@example.com",
            "\"a b\"@example.com",
            "a b@example.com",
            "a@-x.com",
            "a@exa_mple.com",
            "a@[300.1.1.1]",
            "a@example.com\n",
            "a\0@example.com",
            "a@example..com",
        ] {
            assert!(!is_email(text), "{text:?}");
        }
    }
}

//! Where keys may be sent: the base URL, and links that stay under it.
//!
//! Parsing URLs is the host's work (browsers and Node have a full parser);
//! deciding what is allowed is done here, on the parsed parts.

use crate::text::{joined, pieces};

/// A URL as the host's parser took it apart, named as in the URL standard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the URL standard")]
pub struct Parts<'a> {
    pub protocol: &'a str,
    pub username: &'a str,
    pub password: &'a str,
    pub hostname: &'a str,
    pub origin: &'a str,
    pub pathname: &'a str,
}

impl<'a> Parts<'a> {
    /// Reads the parts from a line each, in the order of the fields. A parsed URL has no line feed.
    #[must_use]
    pub fn read(lines: &'a str) -> Option<Self> {
        let mut lines = pieces(lines, b'\n');
        Some(Self {
            protocol: lines.next()?,
            username: lines.next()?,
            password: lines.next()?,
            hostname: lines.next()?,
            origin: lines.next()?,
            pathname: lines.next()?,
        })
    }
}

/// Why a base URL is refused. The URL itself is not quoted: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseUrlError {
    /// Nothing was given.
    Missing,
    /// It is not an absolute http or https URL.
    Malformed,
    /// It has a user name, a password, a query or a fragment.
    Extras,
    /// Plain http to another machine, which was not allowed.
    Insecure,
}

impl BaseUrlError {
    /// What is wrong, and what to do.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Missing => "Base URL is required.",
            Self::Malformed => "Base URL must be an absolute http or https URL.",
            Self::Extras => {
                "Base URL must not have a user name, a password, a query or a fragment."
            }
            Self::Insecure => {
                "Base URL must use https: keys would cross the network in clear text. Set allowInsecureHttp to allow it."
            }
        }
    }
}

/// An address that keys may be sent to: an origin, and a path prefix without its last slash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    prefix: String,
}

impl BaseUrl {
    /// Checks a base URL: `text` as it was given, `parts` as the host's parser read it.
    ///
    /// # Errors
    ///
    /// [`BaseUrlError`] says which rule it breaks.
    pub fn new(
        text: &str,
        parts: Option<&Parts<'_>>,
        allow_insecure_http: bool,
    ) -> Result<Self, BaseUrlError> {
        if text.trim_ascii().is_empty() {
            return Err(BaseUrlError::Missing);
        }
        let parts = parts.ok_or(BaseUrlError::Malformed)?;
        // Parsers drop blanks and turn backslashes round; an address that needs that is a mistake or a trick.
        if is_repaired(text) {
            return Err(BaseUrlError::Malformed);
        }
        // An empty query or user name vanishes in the parsed parts, so the text is asked too.
        if text.bytes().any(|byte| b"?#@".contains(&byte))
            || !parts.username.is_empty()
            || !parts.password.is_empty()
        {
            return Err(BaseUrlError::Extras);
        }
        match parts.protocol {
            "https:" => {}
            "http:" if allow_insecure_http || is_loopback(parts.hostname) => {}
            "http:" => return Err(BaseUrlError::Insecure),
            _ => return Err(BaseUrlError::Malformed),
        }
        Ok(Self {
            origin: parts.origin.to_owned(),
            prefix: without_slashes(parts.pathname).to_owned(),
        })
    }

    /// The address of `path`, which starts with a slash; of nothing, the base URL without a last slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        joined(&[&self.origin, &self.prefix, path])
    }

    /// The text to parse for `link`, a path or an absolute URL that a server or a caller gave.
    ///
    /// `None` when it is neither, or holds what URL parsers would silently repair.
    #[must_use]
    pub fn candidate(&self, link: &str) -> Option<String> {
        if is_repaired(link) {
            return None;
        }
        if link.starts_with('/') {
            return (!link.starts_with("//")).then(|| self.join(link));
        }
        let scheme = pieces(link, b':').next().unwrap_or_default();
        let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        (is_web && link.get(scheme.len()..)?.starts_with("://")).then(|| link.to_owned())
    }

    /// Whether a parsed link stays under this base URL, so that keys may go there.
    #[must_use]
    pub fn contains(&self, link: &Parts<'_>) -> bool {
        let below = link
            .pathname
            .strip_prefix(self.prefix.as_str())
            .is_some_and(|rest| rest.starts_with('/'));
        below && link.origin == self.origin && link.username.is_empty() && link.password.is_empty()
    }
}

/// Whether a text holds what URL parsers silently drop or turn round: blanks of any script,
/// control characters, backslashes.
fn is_repaired(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(
            c,
            '\0'..=' '
                | '\\'
                | '\u{7f}'..='\u{a0}'
                | '\u{1680}'
                | '\u{2000}'..='\u{200f}'
                | '\u{2028}'..='\u{202f}'
                | '\u{205f}'..='\u{206f}'
                | '\u{3000}'
                | '\u{feff}'
        )
    })
}

fn without_slashes(mut path: &str) -> &str {
    while let Some(rest) = path.strip_suffix('/') {
        path = rest;
    }
    path
}

/// Names and addresses that never leave the machine.
#[must_use]
pub fn is_loopback(hostname: &str) -> bool {
    // The host's parser has made four numbers of every IPv4 address.
    let v4 = hostname.starts_with("127.")
        && hostname.bytes().filter(|byte| *byte == b'.').count() == 3
        && hostname
            .bytes()
            .all(|byte| byte == b'.' || byte.is_ascii_digit());
    v4 || matches!(hostname, "localhost" | "[::1]") || hostname.ends_with(".localhost")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// The host's parser, played by the `url` crate, which follows the same standard.
    fn lines(text: &str) -> String {
        let Ok(url) = url::Url::parse(text) else {
            return String::new();
        };
        [
            &format!("{}:", url.scheme()),
            url.username(),
            url.password().unwrap_or_default(),
            url.host_str().unwrap_or_default(),
            &url.origin().ascii_serialization(),
            url.path(),
        ]
        .join("\n")
    }

    fn base(text: &str) -> Result<BaseUrl, BaseUrlError> {
        BaseUrl::new(text, Parts::read(&lines(text)).as_ref(), false)
    }

    fn stays(base: &BaseUrl, link: &str) -> bool {
        base.candidate(link)
            .is_some_and(|text| Parts::read(&lines(&text)).is_some_and(|link| base.contains(&link)))
    }

    #[test]
    fn https_and_loopback_http_are_allowed_and_a_last_slash_is_dropped() {
        for (text, kept) in [
            ("https://api.syncano.io", "https://api.syncano.io"),
            ("https://api.syncano.io/", "https://api.syncano.io"),
            ("HTTPS://API.example:443/base//", "https://api.example/base"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:1", "http://localhost:1"),
            ("http://[::1]:1", "http://[::1]:1"),
        ] {
            assert_eq!(base(text).unwrap().join(""), kept, "{text}");
        }
    }

    #[test]
    fn other_base_urls_are_refused_with_the_rule_they_break() {
        for (text, error) in [
            ("", BaseUrlError::Missing),
            ("  ", BaseUrlError::Missing),
            ("api.syncano.io", BaseUrlError::Malformed),
            ("/v1.1/", BaseUrlError::Malformed),
            ("ftp://api.syncano.io", BaseUrlError::Malformed),
            ("javascript:alert(1)", BaseUrlError::Malformed),
            ("https://api.syncano.io\\@evil", BaseUrlError::Malformed),
            ("https://api.syncano .io", BaseUrlError::Malformed),
            ("https://u:p@api.syncano.io", BaseUrlError::Extras),
            ("https://@api.syncano.io", BaseUrlError::Extras),
            ("https://api.syncano.io/?", BaseUrlError::Extras),
            ("https://api.syncano.io/#x", BaseUrlError::Extras),
            ("http://api.syncano.io", BaseUrlError::Insecure),
            ("http://localhost.evil", BaseUrlError::Insecure),
            ("http://127.0.0.1.evil", BaseUrlError::Insecure),
        ] {
            assert_eq!(base(text).unwrap_err(), error, "{text:?}");
        }
        let text = "http://api.syncano.io";
        assert!(BaseUrl::new(text, Parts::read(&lines(text)).as_ref(), true).is_ok());
    }

    #[test]
    fn links_stay_under_the_base_url() {
        let plain = base("https://api.syncano.io").unwrap();
        let nested = base("https://host.example/base").unwrap();
        for link in [
            "/v1.1/instances/?direction=1&last_pk=7",
            "https://api.syncano.io/v1.1/",
            "/a/@b",
        ] {
            assert!(stays(&plain, link), "{link}");
        }
        assert!(stays(&nested, "/v1.1/instances/"));
        assert!(stays(&nested, "https://host.example/base/v1.1/"));
        for link in [
            "/../v1.1/",
            "https://host.example/v1.1/",
            "https://host.example/base2/",
            "/%2e%2e/v1.1/",
        ] {
            assert!(!stays(&nested, link), "{link}");
        }
    }

    #[test]
    fn no_trick_leads_to_another_origin() {
        let base = base("https://api.syncano.io").unwrap();
        for link in [
            "@evil/x",
            "//evil/x",
            "\\\\evil\\x",
            "/\\evil/x",
            "\\/evil",
            ".evil/x",
            ":8080/x",
            "evil/x",
            "",
            "http:evil",
            "https:evil",
            "https:/evil",
            "https:///evil",
            "https://evil/x",
            "HTTPS://EVIL/x",
            "https://api.syncano.io.evil/",
            "https://api.syncano.io@evil/",
            "https://api.syncano.io:pw@evil/",
            "https://u@api.syncano.io/",
            "https://api.syncano.io:444/",
            "http://api.syncano.io/",
            "javascript:1",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://api.syncano.io/",
            "blob:https://api.syncano.io/x",
            "/\t/evil",
            "\t//evil",
            " //evil",
            "//evil\n",
            "/\n/evil",
            "https://\tevil",
            "https:\\\\evil",
            "ht\ttps://evil",
            "\u{0}//evil",
            "https://api.syncano.io\u{2028}.evil/",
            "https://api。syncano.io/",
            "https://api.syncano.io%2eevil/",
            "wss://api.syncano.io/",
            "///evil",
            "////evil",
            "/\r/evil",
        ] {
            let inside = stays(&base, link);
            let target = lines(&base.candidate(link).unwrap_or_default());
            let target = Parts::read(&target).map(|parts| parts.origin);
            assert!(
                !inside || target == Some("https://api.syncano.io"),
                "{link:?} leads to {target:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_link_stays_or_is_refused(link in ".*") {
            let base = base("https://api.syncano.io").unwrap();
            if stays(&base, &link) {
                let target = lines(&base.candidate(&link).unwrap());
                let target = Parts::read(&target).unwrap();
                proptest::prop_assert_eq!(target.origin, "https://api.syncano.io");
            }
        }
    }
}

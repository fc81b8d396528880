//! The client's parsers: any text goes in, and what must hold of any outcome is checked.
//! `tests/parsers.rs` calls the same.

use syncano::base_url::{BaseUrl, Parts, is_loopback};
use syncano::path::{self, Segment};
use syncano::retry::retry_after_ms;
use syncano::secret::{CREDENTIAL_CHARS_MAX, Credential};
use syncano::validate::{self, Value};
use syncano_wire::KeyKind;

use crate::target::{Run, Target};

/// Every parser.
pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "key_kind",
        run: Run::Text(key_kind),
        known: &[
            "aa11bb22cc33dd44ee55ff6600771188229933a0",
            "1",
            "f",
            "G",
            " ",
        ],
    },
    Target {
        name: "link",
        run: Run::Text(link),
        known: &[
            "/v1.1/",
            "//",
            "\\",
            "@",
            "https://",
            "http:",
            "api.example",
            "evil",
            "..",
            "%2e",
            ":443",
            "?",
            "#",
            "\t",
            "\u{3002}",
        ],
    },
    Target {
        name: "base_url",
        run: Run::Text(base_url),
        known: &[
            "https://",
            "http://",
            "127.0.0.1",
            "localhost",
            "[::1]",
            ".evil",
            "@",
            ":",
            "/",
            "?",
            "#",
            "\\",
            "%40",
        ],
    },
    Target {
        name: "retry_after",
        run: Run::Text(retry_after),
        known: &[
            "1",
            "-",
            ".",
            "99999999999999999999",
            "Wed, 21 Oct 2015 07:28:00 GMT",
            "GMT",
            ", ",
            ":",
            "e5",
            "Inf",
        ],
    },
    Target {
        name: "path",
        run: Run::Text(path),
        known: &[
            ".", "..", "/", "\\", "%2e", "{id}", "\u{0}", "\u{fffd}", "?", "#", "ключ",
        ],
    },
    Target {
        name: "credential",
        run: Run::Text(credential),
        known: &["key", " ", "\r\n", "\u{7f}", "é", "Token "],
    },
    Target {
        name: "rules",
        run: Run::Text(rules),
        known: &[
            "s",
            "n",
            "b",
            "l",
            "e",
            "o",
            "3,",
            "5,",
            "0,",
            "99999999999999999999,",
            "@",
            ".co",
            "full",
            "a",
            " ",
            "-",
            "é",
            "\u{0}",
        ],
    },
];

/// Splits at the first line break: a target with two inputs gets both from one text.
fn halves(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The parts of a URL, as the host hands them over: nothing for what is none.
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

/// Only forty hexadecimal digits have a kind.
fn key_kind(text: &str) {
    if KeyKind::of(text).is_some() {
        assert_eq!(text.len(), 40);
        assert!(text.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}

/// A link that is followed stays under the base URL.
fn link(text: &str) {
    for base_text in ["https://api.example", "https://api.example/base"] {
        let base = BaseUrl::new(base_text, Parts::read(&lines(base_text)).as_ref(), false).unwrap();
        let target = lines(&base.candidate(text).unwrap_or_default());
        if let Some(target) = Parts::read(&target).filter(|target| base.contains(target)) {
            assert_eq!(target.origin, "https://api.example");
            assert_eq!((target.username, target.password), ("", ""));
            let prefix = base_text.trim_start_matches("https://api.example");
            assert!(target.pathname.starts_with(&format!("{prefix}/")));
        }
    }
}

/// A base URL that is taken is https or loopback, and nothing but an origin with a path.
fn base_url(text: &str) {
    let Ok(base) = BaseUrl::new(text, Parts::read(&lines(text)).as_ref(), false) else {
        return;
    };
    let address = base.join("");
    let kept = lines(&address);
    let kept = Parts::read(&kept).expect("what is kept is a URL");
    assert!(kept.protocol == "https:" || is_loopback(kept.hostname));
    assert_eq!((kept.username, kept.password), ("", ""));
    assert!(!address.contains(['?', '#', '@', '\\']));
    let joined = lines(&base.join("/v1.1/"));
    let joined = Parts::read(&joined).expect("so is what is joined to it");
    assert_eq!(joined.origin, kept.origin);
    assert!(base.contains(&joined));
}

/// The host's reader of dates, played by a library.
fn date_ms(text: &str) -> Option<f64> {
    let at = httpdate::parse_http_date(text).ok()?;
    let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(since.as_secs_f64() * 1_000.0)
}

/// A wait is a finite number that is not negative.
fn retry_after(text: &str) {
    for now in [0.0, 1_445_412_480_000.0, 1e15] {
        if let Some(ms) = retry_after_ms(text, now, date_ms) {
            assert!(ms.is_finite() && ms >= 0.0);
        }
    }
}

/// A value is one segment that decodes to itself, or it is refused.
fn path(text: &str) {
    const TEMPLATE: &str = "/v1.1/instances/{instanceName}/api_keys/{id}/";
    let (name, id) = halves(text);
    let made = path::build(TEMPLATE, |field| {
        Segment::Text(if field == "id" { id } else { name })
    });
    if let Ok(path) = made {
        let segments: Vec<&str> = path.split('/').collect();
        assert_eq!(segments.len(), TEMPLATE.split('/').count());
        for (index, value) in [(3, name), (5, id)] {
            let decoded = percent_encoding::percent_decode_str(segments[index]);
            assert_eq!(decoded.decode_utf8().unwrap(), value);
            assert!(!matches!(segments[index], "" | "." | ".."));
        }
    }
}

/// A credential that is taken is safe in a header, and is the text without the blanks around it.
fn credential(text: &str) {
    if let Ok(Some(kept)) = Credential::parse(text.to_owned()) {
        assert_eq!(kept.expose(), text.trim_ascii());
        assert!(kept.expose().len() <= CREDENTIAL_CHARS_MAX);
        assert!(http::HeaderValue::from_str(kept.expose()).is_ok());
        assert!(
            !format!("{kept:?}").contains(kept.expose())
                || "Credential([redacted])".contains(kept.expose())
        );
    }
}

/// Whatever the fields of a model are, what is told of them is pairs: a field, and what is wrong.
fn rules(text: &str) {
    for model in [
        "ApiKey",
        "Instance",
        "InstanceInvitation",
        "User",
        "Group",
        "Nothing",
    ] {
        let fields = validate::fields(model);
        let told = validate::check(model, false, |_| Value::read(text));
        if told.is_empty() {
            continue;
        }
        // A text of the caller's may be quoted, NUL and all.
        if !text.contains('\0') {
            let parts: Vec<&str> = told.split('\0').collect();
            assert_eq!(parts.len() % 2, 0);
            assert!(
                parts
                    .iter()
                    .step_by(2)
                    .all(|name| fields.split(' ').any(|field| field == *name))
            );
        }
    }
}

//! What an unsuccessful answer leaves unsaid.

use syncano_wire::KeyKind;

use crate::endpoint::Needs;
use crate::text::{joined, pieces};

/// Phrases of the statuses that refuse, behind their last two digits; a line for each hundred
/// from 300 (source: the registry of HTTP statuses, and for 418 Node).
const PHRASES: [&str; 3] = [
    "00Multiple Choices|01Moved Permanently|02Found|03See Other|04Not Modified|05Use Proxy|07Temporary Redirect|08Permanent Redirect",
    "00Bad Request|01Unauthorized|02Payment Required|03Forbidden|04Not Found|05Method Not Allowed|06Not Acceptable|07Proxy Authentication Required|08Request Timeout|09Conflict|10Gone|11Length Required|12Precondition Failed|13Payload Too Large|14URI Too Long|15Unsupported Media Type|16Range Not Satisfiable|17Expectation Failed|18I'm a Teapot|21Misdirected Request|22Unprocessable Entity|23Locked|24Failed Dependency|25Too Early|26Upgrade Required|28Precondition Required|29Too Many Requests|31Request Header Fields Too Large|51Unavailable For Legal Reasons",
    "00Internal Server Error|01Not Implemented|02Bad Gateway|03Service Unavailable|04Gateway Timeout|05HTTP Version Not Supported|06Variant Also Negotiates|07Insufficient Storage|08Loop Detected|10Not Extended|11Network Authentication Required",
];

/// The phrase of a status that refuses, for an answer without words.
#[must_use]
pub fn phrase(status: u16) -> &'static str {
    let line = usize::from(status / 100).wrapping_sub(3);
    let digits = [b'0' + (status / 10 % 10) as u8, b'0' + (status % 10) as u8];
    PHRASES
        .get(line)
        .and_then(|line| {
            let found = pieces(line, b'|').find(|entry| entry.as_bytes().starts_with(&digits));
            found?.get(2..)
        })
        .unwrap_or("Unsuccessful HTTP response")
}

/// The credential that a request was sent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// No key.
    Nothing,
    /// A key given as account key; its kind as its last digit tells.
    Account(Option<KeyKind>),
    /// A key given as API key, without and with a user key.
    Api(Option<KeyKind>, bool),
}

/// What a refusal leaves unsaid, of a call that `reads` or writes: the key that the call needs and the one that was used.
#[must_use]
pub fn key_hint(needs: Needs, reads: bool, used: Used) -> String {
    let needed = match needs {
        Needs::Nothing => "no key, or one that is still valid",
        Needs::Account => "an account key",
        Needs::AccountToWrite if reads => "an account key, or an API key of this instance",
        Needs::AccountToWrite => "an account key",
        Needs::AnyKey => {
            "an account key with a role in this instance, or an API key of it that is allowed to"
        }
        Needs::User => "an API key together with a user key",
    };
    let was = match used {
        Used::Nothing => "no key was used",
        Used::Account(Some(KeyKind::Api)) => "an API key was used as account key",
        Used::Account(_) => "an account key was used",
        Used::Api(Some(KeyKind::Account), _) => "an account key or user key was used as API key",
        Used::Api(_, false) => "an API key was used",
        Used::Api(_, true) => "an API key and a user key were used",
    };
    joined(&["This call needs ", needed, "; ", was, "."])
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_words_gets_the_phrase_of_its_status() {
        for status in 0..1_000 {
            let known = http::StatusCode::from_u16(status)
                .ok()
                .filter(|code| (300..600).contains(&code.as_u16()))
                .and_then(|code| code.canonical_reason());
            let expected = match status {
                // The registry writes the noun small, Node and the documented client do not.
                418 => "I'm a Teapot",
                _ => known.unwrap_or("Unsuccessful HTTP response"),
            };
            assert_eq!(phrase(status), expected, "{status}");
        }
    }

    #[test]
    fn a_hint_names_the_key_that_is_needed_and_the_one_that_was_used() {
        assert_eq!(
            key_hint(Needs::Account, true, Used::Api(Some(KeyKind::Api), false)),
            "This call needs an account key; an API key was used."
        );
        assert_eq!(
            key_hint(Needs::User, true, Used::Account(Some(KeyKind::Account))),
            "This call needs an API key together with a user key; an account key was used."
        );
    }
}

//! What an unsuccessful answer leaves unsaid.

use crate::endpoint::Needs;
use syncano_wire::KeyKind;

/// The phrase of a status, for an answer without words.
#[must_use]
pub fn phrase(status: u16) -> &'static str {
    if status == 418 {
        // The registry writes the noun small, Node and the documented client do not.
        return "I'm a Teapot";
    }
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|code| code.canonical_reason())
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
    ["This call needs ", needed, "; ", was, "."].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_words_gets_the_phrase_of_its_status() {
        for (status, text) in [
            (400, "Bad Request"),
            (404, "Not Found"),
            (418, "I'm a Teapot"),
            (502, "Bad Gateway"),
            (599, "Unsuccessful HTTP response"),
            (0, "Unsuccessful HTTP response"),
        ] {
            assert_eq!(phrase(status), text);
        }
    }

    #[test]
    fn a_hint_names_the_key_that_is_needed_and_the_one_that_was_used() {
        assert_eq!(
            key_hint(
                Needs::Account,
                true,
                Used::Api(Some(KeyKind::Api), false)
            ),
            "This call needs an account key; an API key was used."
        );
        assert_eq!(
            key_hint(
                Needs::User,
                true,
                Used::Account(Some(KeyKind::Account))
            ),
            "This call needs an API key together with a user key; an account key was used."
        );
    }
}

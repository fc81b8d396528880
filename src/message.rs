//! What an unsuccessful answer says, as one text.

use crate::endpoint::{Method, Needs};
use syncano_wire::KeyKind;

/// Fields of an answer that speak for themselves, in the order of their weight.
pub const DETAIL_FIELDS: [&str; 4] = ["detail", "error", "__all__", "non_field_errors"];

/// The message of an answer: its details one behind the other, else a line per
/// field, else the phrase of its status.
///
/// `fields` are the answer's fields in order, each with its texts
/// (source: the documented client).
#[must_use]
pub fn of_answer(status: u16, fields: &[(String, String)]) -> String {
    let mut message = String::new();
    for name in DETAIL_FIELDS {
        for (_, text) in fields.iter().filter(|(field, _)| field == name) {
            message.push_str(text);
        }
    }
    if message.is_empty() {
        message = of_fields(fields);
    }
    if message.is_empty() {
        phrase(status).to_owned()
    } else {
        message
    }
}

/// One line per field: its name in quotes, then its texts.
#[must_use]
pub fn of_fields(fields: &[(String, String)]) -> String {
    let mut message = String::new();
    for (name, text) in fields {
        if !message.is_empty() {
            message.push('\n');
        }
        message.push('"');
        message.push_str(name);
        message.push_str("\" ");
        message.push_str(text);
    }
    message
}

fn phrase(status: u16) -> &'static str {
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

/// What a refusal of `method` leaves unsaid: the key that the call needs and the one that was used.
#[must_use]
pub fn key_hint(needs: Needs, method: Method, used: Used) -> String {
    let reads = matches!(method, Method::Get | Method::Head);
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
    let mut hint = String::from("This call needs ");
    hint.push_str(needed);
    hint.push_str("; ");
    hint.push_str(was);
    hint.push('.');
    hint
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn details_come_first_and_in_their_own_order() {
        let body = fields(&[
            ("non_field_errors", "N1"),
            ("__all__", "A1, A2"),
            ("x", "y"),
            ("error", "E"),
            ("detail", "D"),
        ]);
        assert_eq!(of_answer(400, &body), "DEA1, A2N1");
    }

    #[test]
    fn fields_come_line_by_line() {
        let body = fields(&[("name", "is required, too short"), ("description", "plain")]);
        assert_eq!(
            of_answer(400, &body),
            "\"name\" is required, too short\n\"description\" plain"
        );
    }

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
            assert_eq!(of_answer(status, &[]), text);
        }
    }

    #[test]
    fn a_hint_names_the_key_that_is_needed_and_the_one_that_was_used() {
        assert_eq!(
            key_hint(
                Needs::Account,
                Method::Get,
                Used::Api(Some(KeyKind::Api), false)
            ),
            "This call needs an account key; an API key was used."
        );
        assert_eq!(
            key_hint(
                Needs::User,
                Method::Get,
                Used::Account(Some(KeyKind::Account))
            ),
            "This call needs an API key together with a user key; an account key was used."
        );
    }
}

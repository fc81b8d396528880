//! Fields whose value is one of a set, points at a row, holds anything, or may be nothing.

use crate::json::{self, Json, Object};

use super::super::field::{Field, Kind};
use super::super::messages;
use super::super::role::Role;
use super::Form;

impl Form<'_> {
    /// One of the words of a [`Kind::Choice`].
    pub(crate) fn choice(&mut self, field: &Field) -> Option<&'static str> {
        let value = self.present(field)?;
        let Kind::Choice(words) = field.kind else {
            return None;
        };
        let found = match value {
            Json::String(text) => words.iter().copied().find(|word| word == text),
            _ => None,
        };
        if found.is_none() {
            let message = match value {
                Json::Null => messages::NULL.to_owned(),
                value => messages::not_a_choice(&value.quoted()),
            };
            self.refuse(field, vec![message]);
        }
        found
    }

    /// A role, by its word or its number.
    pub(crate) fn role(&mut self, field: &Field) -> Option<Role> {
        let value = self.present(field)?;
        let role = match value {
            Json::Null => {
                self.refuse(field, vec![messages::NULL.to_owned()]);
                return None;
            }
            Json::Int(number) => Role::from_number(*number),
            Json::String(text) => {
                Role::from_name(text).or_else(|| Role::from_number(text.parse().ok()?))
            }
            _ => None,
        };
        if role.is_none() {
            self.refuse(field, vec![messages::not_a_choice(&value.quoted())]);
        }
        role
    }

    /// An object of any members, or a text that holds one.
    pub(crate) fn config(&mut self, field: &Field) -> Option<Object> {
        let value = self.present(field)?;
        let config = match value {
            Json::Null => Err(messages::NULL),
            Json::String(text) => json::parse(text).map_err(|_| messages::NOT_JSON),
            value => Ok(value.clone()),
        };
        let config = config.and_then(|config| match config {
            Json::Object(members) if members.values().all(Json::is_finite) => Ok(members),
            _ => Err(messages::NOT_CONFIG),
        });
        config
            .map_err(|message| self.refuse(field, vec![message.to_owned()]))
            .ok()
    }

    /// A text that may be null.
    pub(crate) fn nullable_text(&mut self, field: &Field) -> Option<Option<String>> {
        if self.is_null(field) {
            return Some(None);
        }
        self.text(field).map(Some)
    }

    /// The number of a row; whether there is one is for the caller to find out.
    pub(crate) fn row(&mut self, field: &Field) -> Option<i64> {
        let value = self.present(field)?;
        let number = match value {
            Json::Null => Err(messages::NULL.to_owned()),
            Json::Int(number) => Ok(*number),
            Json::Bool(value) => Ok(i128::from(*value)),
            Json::Float(number) => format!("{}", number.trunc())
                .parse()
                .map_err(|_| messages::not_a_row(value.type_name())),
            Json::String(text) if text.is_empty() => Err(messages::NULL.to_owned()),
            Json::String(text) => text
                .trim()
                .parse()
                .map_err(|_| messages::not_a_row(value.type_name())),
            _ => Err(messages::not_a_row(value.type_name())),
        };
        let row = number.and_then(|number| {
            i64::try_from(number).map_err(|_| messages::no_such_row(&value.quoted()))
        });
        match row {
            Ok(row) => Some(row),
            Err(message) => {
                self.refuse(field, vec![message]);
                None
            }
        }
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, field: &Field) -> Option<i64> {
        let number = match self.present(field)? {
            Json::Null => Err(messages::NULL),
            Json::Int(number) => i64::try_from(*number).map_err(|_| messages::NOT_INTEGER),
            Json::String(text) => text.trim().parse().map_err(|_| messages::NOT_INTEGER),
            _ => Err(messages::NOT_INTEGER),
        };
        number
            .map_err(|message| self.refuse(field, vec![message.to_owned()]))
            .ok()
    }

    /// The number of a row, or null.
    pub(crate) fn nullable_row(&mut self, field: &Field) -> Option<Option<i64>> {
        let value = self.members.get(field.name);
        if self.is_null(field) || matches!(value, Some(Json::String(text)) if text.is_empty()) {
            return Some(None);
        }
        self.row(field).map(Some)
    }

    /// Whether a field that may be null is. A form says so by leaving it empty.
    fn is_null(&self, field: &Field) -> bool {
        match self.members.get(field.name) {
            Some(Json::Null) => true,
            Some(Json::String(text)) => text.is_empty() && self.is_form() && !field.may_be_blank,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FieldErrors, Input};
    use super::*;

    const ROLE: Field = Field::optional("role", Kind::Choice(&["read", "write"]), "role");
    const ROW: Field = Field::required("row", Kind::Any, "row");

    fn input(text: &str) -> Input {
        Input::json(json::parse(text).expect("JSON"))
    }

    #[test]
    fn a_choice_is_one_of_its_words_in_their_spelling() {
        for (text, word) in [(r#"{"role":"write"}"#, Some("write")), ("{}", None)] {
            let input = input(text);
            let mut form = Form::whole(&input).expect("an object");
            assert_eq!(form.choice(&ROLE), word);
            assert!(form.finish().is_ok());
        }
        for (value, message) in [
            ("\"Write\"", "\"Write\" is not a valid choice."),
            ("7", "\"7\" is not a valid choice."),
            ("null", messages::NULL),
        ] {
            let input = input(&format!("{{\"role\":{value}}}"));
            let mut form = Form::whole(&input).expect("an object");
            assert_eq!(form.choice(&ROLE), None);
            let expected = FieldErrors::one("role", message);
            assert_eq!(form.finish().err(), Some(expected), "{value}");
        }
    }

    #[test]
    fn a_row_is_a_number_or_digits() {
        for (value, row) in [("5", 5), ("\"5\"", 5), ("-1", -1), ("5.9", 5), ("true", 1)] {
            let input = input(&format!("{{\"row\":{value}}}"));
            let mut form = Form::whole(&input).expect("an object");
            assert_eq!(form.row(&ROW), Some(row));
        }
        for (text, message) in [
            ("{}", messages::REQUIRED),
            (r#"{"row":null}"#, messages::NULL),
            (r#"{"row":""}"#, messages::NULL),
            (
                r#"{"row":NaN}"#,
                "Incorrect type. Expected pk value, received float.",
            ),
            (
                r#"{"row":"x"}"#,
                "Incorrect type. Expected pk value, received str.",
            ),
            (
                r#"{"row":[]}"#,
                "Incorrect type. Expected pk value, received list.",
            ),
            (
                r#"{"row":99999999999999999999}"#,
                "Invalid pk \"99999999999999999999\" - object does not exist.",
            ),
        ] {
            let input = input(text);
            let mut form = Form::whole(&input).expect("an object");
            assert_eq!(form.row(&ROW), None);
            let expected = FieldErrors::one("row", message);
            assert_eq!(form.finish().err(), Some(expected), "{text}");
        }
    }
}

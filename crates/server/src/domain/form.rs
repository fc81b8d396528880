//! Reading the fields of a request: every value is checked, every problem reported.

use secrecy::SecretString;
use syncano_vault::Password;

use crate::json::{Json, Object, float_text};

use super::field::{Field, Kind};
use super::{email, messages, metadata};

mod choices;
mod nested;
mod unfold;

const TRUE: [&str; 12] = [
    "t", "T", "y", "Y", "yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
];
const FALSE: [&str; 12] = [
    "f", "F", "n", "N", "no", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
];

/// A parsed request body.
#[derive(Debug)]
pub(crate) struct Input {
    /// The value sent; an empty body is an empty object.
    pub(crate) value: Json,
    /// What the names of a form's fields put inside other fields; `None` for JSON.
    unfolded: Option<Object>,
}

impl Input {
    /// A JSON value.
    pub(crate) fn json(value: Json) -> Self {
        Self {
            value,
            unfolded: None,
        }
    }

    /// The fields of a form, where every value is a text.
    pub(crate) fn form(members: Object) -> Self {
        Self {
            unfolded: Some(unfold::unfold(&members)),
            value: Json::Object(members),
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    Texts(Vec<String>),
    /// With fields of an object in it.
    Nested(FieldErrors),
    /// With items of a list, each with its own problems or none.
    Each(Vec<FieldErrors>),
}

/// Problems of one request, by field, in the order of the fields.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct FieldErrors {
    pub(crate) by_field: Vec<(&'static str, Problem)>,
    /// Whether characters that cannot be stored are the only problem.
    pub(crate) only_nul: bool,
}

impl FieldErrors {
    /// One problem of one field.
    pub(crate) fn one(field: &'static str, message: &str) -> Self {
        Self {
            by_field: vec![(field, Problem::Texts(vec![message.to_owned()]))],
            only_nul: false,
        }
    }
}

/// The fields of one request while they are read, in the order of the answer.
pub(crate) struct Form<'a> {
    members: &'a Object,
    /// As in [`Input`].
    unfolded: Option<&'a Object>,
    /// Whether fields that are required may be left out.
    partial: bool,
    errors: Vec<(&'static str, Problem)>,
    nul_errors: usize,
}

impl<'a> Form<'a> {
    /// Starts reading a request that creates or replaces something.
    ///
    /// # Errors
    /// When the body is no object.
    pub(crate) fn whole(input: &'a Input) -> Result<Self, FieldErrors> {
        Self::new(input, false)
    }

    /// Starts reading a request that changes parts of something.
    ///
    /// # Errors
    /// When the body is no object.
    pub(crate) fn partial(input: &'a Input) -> Result<Self, FieldErrors> {
        Self::new(input, true)
    }

    fn new(input: &'a Input, partial: bool) -> Result<Self, FieldErrors> {
        match &input.value {
            Json::Object(members) => Ok(Self {
                members,
                unfolded: input.unfolded.as_ref(),
                partial,
                errors: Vec::new(),
                nul_errors: 0,
            }),
            Json::Null => Err(FieldErrors::one("non_field_errors", messages::NO_DATA)),
            other => Err(FieldErrors::one(
                "non_field_errors",
                &messages::not_an_object(other.type_name()),
            )),
        }
    }

    /// Reports the problems found, if any.
    ///
    /// # Errors
    /// All problems of all fields read so far.
    pub(crate) fn finish(self) -> Result<(), FieldErrors> {
        if self.errors.is_empty() {
            return Ok(());
        }
        let only_nul = self.errors.len() == self.nul_errors;
        Err(FieldErrors {
            by_field: self.errors,
            only_nul,
        })
    }

    /// Adds a problem that this module does not know of.
    pub(crate) fn refuse(&mut self, field: &Field, messages: Vec<String>) {
        self.errors.push((field.name, Problem::Texts(messages)));
    }

    /// A text, without white space around it.
    pub(crate) fn text(&mut self, field: &Field) -> Option<String> {
        let text = self.unchecked_text(field)?;
        if text.contains('\0') {
            self.nul_errors += 1;
            self.refuse(field, vec![messages::NUL_CHARACTER.to_owned()]);
            return None;
        }
        let problems = problems_of(field, &text);
        if problems.is_empty() {
            return Some(text);
        }
        self.refuse(field, problems);
        None
    }

    /// A text whose characters and length the caller checks itself.
    pub(crate) fn unchecked_text(&mut self, field: &Field) -> Option<String> {
        self.raw_text(field, messages::NOT_TEXT)
    }

    /// A password. White space around it does not count, as everywhere.
    pub(crate) fn password(&mut self, field: &Field) -> Option<Password> {
        self.text(field).map(Password::new)
    }

    /// An e-mail address in the caller's spelling.
    pub(crate) fn email(&mut self, field: &Field) -> Option<String> {
        let text = self.raw_text(field, messages::NOT_EMAIL)?;
        let mut problems = problems_of(field, &text);
        if !email::is_email(&text) {
            problems.push(messages::NOT_EMAIL.to_owned());
        }
        if problems.is_empty() {
            return Some(text);
        }
        self.refuse(field, problems);
        None
    }

    /// True or false, in any of the accepted spellings.
    pub(crate) fn boolean(&mut self, field: &Field) -> Option<bool> {
        let value = self.present(field)?;
        let answer = match value {
            Json::Null => {
                self.refuse(field, vec![messages::NULL.to_owned()]);
                return None;
            }
            Json::Bool(value) => Some(*value),
            Json::Int(0) => Some(false),
            Json::Int(1) => Some(true),
            Json::Float(number) if *number == 0.0 => Some(false),
            Json::Float(number) if (*number - 1.0).abs() < f64::EPSILON => Some(true),
            Json::String(text) if text == "1" || TRUE.contains(&text.as_str()) => Some(true),
            Json::String(text) if text == "0" || FALSE.contains(&text.as_str()) => Some(false),
            _ => None,
        };
        if answer.is_none() {
            let message = messages::not_boolean(&value.quoted());
            self.refuse(field, vec![message]);
        }
        answer
    }

    /// A metadata object.
    pub(crate) fn metadata(&mut self, field: &Field) -> Option<Object> {
        let value = self.present(field)?;
        match metadata::read(value) {
            // What was read, which a text can hold with its escapes.
            Ok(members) if has_nul(&members) => {
                self.nul_errors += 1;
                self.refuse(field, vec![messages::NUL_CHARACTER.to_owned()]);
                None
            }
            Ok(members) => Some(members),
            Err(message) => {
                self.refuse(field, vec![message]);
                None
            }
        }
    }

    /// A token or a key: a text that nobody else should see.
    pub(crate) fn secret(&mut self, field: &Field) -> Option<SecretString> {
        self.text(field).map(SecretString::from)
    }

    fn is_form(&self) -> bool {
        self.unfolded.is_some()
    }

    /// The value of a field that was sent. Notes when it had to be.
    fn present(&mut self, field: &Field) -> Option<&'a Json> {
        let value = self.members.get(field.name).filter(|value| {
            // An empty input of a form is one that was not filled in.
            let is_empty = matches!(value, Json::String(text) if text.is_empty());
            let is_unfilled = self.is_form() && is_empty;
            !is_unfilled || field.required || field.may_be_blank
        });
        if value.is_none() && field.required && !self.partial {
            self.refuse(field, vec![messages::REQUIRED.to_owned()]);
        }
        value
    }

    fn raw_text(&mut self, field: &Field, not_text: &str) -> Option<String> {
        let text = match self.present(field)? {
            Json::Null => Err(messages::NULL),
            Json::String(text) => Ok(text.trim_matches(is_space).to_owned()),
            Json::Int(number) => Ok(number.to_string()),
            Json::Float(number) => Ok(float_text(*number)),
            Json::Bool(_) | Json::List(_) | Json::Object(_) => Err(not_text),
        };
        let text = text.and_then(|text| {
            if text.is_empty() && !field.may_be_blank {
                Err(messages::BLANK)
            } else {
                Ok(text)
            }
        });
        match text {
            Ok(text) => Some(text),
            Err(message) => {
                self.refuse(field, vec![message.to_owned()]);
                None
            }
        }
    }
}

fn has_nul(members: &Object) -> bool {
    let test = |text: &str| text.contains('\0');
    members
        .iter()
        .any(|(name, value)| test(name) || value.any_text(test))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

fn is_slug(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn problems_of(field: &Field, text: &str) -> Vec<String> {
    let chars = text.chars().count();
    let mut problems = Vec::new();
    if let Some(max) = field.chars_max.filter(|max| chars > *max) {
        problems.push(messages::too_long(max));
    }
    // An empty text that is allowed has no least length.
    if let Some(min) = field.chars_min.filter(|min| chars < *min && chars > 0) {
        problems.push(messages::too_short(min));
    }
    if field.kind == Kind::Slug && !text.is_empty() && !is_slug(text) {
        problems.push(messages::NOT_A_SLUG.to_owned());
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const FLAG: Field = Field::optional("flag", Kind::Boolean, "flag");
    const NAME: Field = Field::required("name", Kind::Text, "name").at_most(3);

    fn input(text: &str) -> Input {
        Input::json(json::parse(text).expect("JSON"))
    }

    fn errors(text: &str, read: impl FnOnce(&mut Form<'_>)) -> Vec<(&'static str, Problem)> {
        let input = input(text);
        let mut form = Form::whole(&input).expect("an object");
        read(&mut form);
        form.finish()
            .err()
            .map(|errors| errors.by_field)
            .unwrap_or_default()
    }

    fn flag(text: &str) -> Result<Option<bool>, String> {
        let input = input(&format!("{{\"flag\":{text}}}"));
        let mut form = Form::whole(&input).expect("an object");
        let value = form.boolean(&FLAG);
        match form.finish() {
            Ok(()) => Ok(value),
            Err(errors) => match &errors.by_field[0].1 {
                Problem::Texts(texts) => Err(texts[0].clone()),
                other => panic!("{other:?}"),
            },
        }
    }

    #[test]
    fn booleans_are_accepted_in_the_documented_spellings_only() {
        for text in [
            "true", "1", "1.0", "\"1\"", "\"t\"", "\"On\"", "\"YES\"", "\"Y\"",
        ] {
            assert_eq!(flag(text), Ok(Some(true)), "{text}");
        }
        for text in ["false", "0", "\"0\"", "\"F\"", "\"Off\"", "\"NO\"", "\"n\""] {
            assert_eq!(flag(text), Ok(Some(false)), "{text}");
        }
        for (text, quoted) in [
            ("2", "2"),
            ("-1", "-1"),
            ("\"\"", ""),
            ("[]", "[]"),
            ("{}", "{}"),
            ("\"Yes\"", "Yes"),
            ("\"No\"", "No"),
            ("\" true\"", " true"),
        ] {
            assert_eq!(
                flag(text),
                Err(format!("\"{quoted}\" is not a valid boolean.")),
                "{text}"
            );
        }
        assert_eq!(flag("null"), Err(messages::NULL.to_owned()));
    }

    #[test]
    fn texts_are_trimmed_and_numbers_become_text() {
        for (text, value) in [("\"  ab \"", "ab"), ("5", "5"), ("1.5", "1.5")] {
            let input = input(&format!("{{\"name\":{text}}}"));
            let mut form = Form::whole(&input).expect("an object");
            assert_eq!(form.text(&NAME).as_deref(), Some(value));
            assert!(form.finish().is_ok());
        }
    }

    #[test]
    fn each_bad_text_has_its_message() {
        for (text, message) in [
            ("{}", messages::REQUIRED),
            (r#"{"name":null}"#, messages::NULL),
            (r#"{"name":"  "}"#, messages::BLANK),
            (r#"{"name":true}"#, messages::NOT_TEXT),
            (
                r#"{"name":"abcd"}"#,
                "Ensure this field has no more than 3 characters.",
            ),
            (r#"{"name":"a\u0000"}"#, messages::NUL_CHARACTER),
        ] {
            let found = errors(text, |form| {
                form.text(&NAME);
            });
            let expected = Problem::Texts(vec![message.to_owned()]);
            assert_eq!(found, [("name", expected)], "{text}");
        }
    }

    #[test]
    fn metadata_with_a_character_that_cannot_be_stored_is_refused_as_an_object_and_as_a_text() {
        const METADATA: Field = Field::optional("metadata", Kind::Any, "metadata");
        for value in [
            r#"{"a":["\u0000"]}"#,
            r#"{"\u0000":1}"#,
            r#""{\"a\": \"\\u0000\"}""#,
        ] {
            let found = errors(&format!("{{\"metadata\":{value}}}"), |form| {
                assert_eq!(form.metadata(&METADATA), None);
            });
            let problem = Problem::Texts(vec![messages::NUL_CHARACTER.to_owned()]);
            assert_eq!(found, [("metadata", problem)], "{value}");
        }
    }

    #[test]
    fn a_partial_change_may_leave_out_what_is_required() {
        let input = input("{}");
        let mut form = Form::partial(&input).expect("an object");
        assert!(form.text(&NAME).is_none());
        assert!(form.finish().is_ok());
    }

    #[test]
    fn bodies_that_are_no_object_are_named_by_their_type() {
        for (text, message) in [
            ("null", "No data provided"),
            ("[]", "Invalid data. Expected a dictionary, but got list."),
            ("\"x\"", "Invalid data. Expected a dictionary, but got str."),
            ("5", "Invalid data. Expected a dictionary, but got int."),
        ] {
            let input = input(text);
            let errors = Form::whole(&input).err().expect("refused");
            assert_eq!(errors, FieldErrors::one("non_field_errors", message));
        }
    }
}

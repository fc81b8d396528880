//! What holds of names, addresses and fields, whatever they are given.

use super::field::{Field, Kind};
use super::form::{FieldErrors, Form, Input};
use super::{email, instance_name};
use crate::fuzzing::Choices;
use crate::json::{self, Json};

/// A name that breaks no rule is a label of a host name, stored as it is and found again.
pub(crate) fn instance(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let name = instance_name::canonical(&text);
    let broken = instance_name::violations(&name);
    assert!(broken.iter().all(|rule| !rule.is_empty()));
    if !broken.is_empty() {
        return;
    }
    assert!((5..=64).contains(&name.len()));
    let is_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    assert!(name.starts_with(|c: char| c.is_ascii_lowercase()) && name.ends_with(is_end));
    assert!(name.chars().all(|c| is_end(c) || c == '-') && !name.contains("--"));
    assert!(instance_name::is_plausible(&name));
    assert_eq!(instance_name::canonical(&name), name);
}

/// An address has two sides, and nothing that a header or a database cannot hold.
pub(crate) fn email(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if !email::is_email(&text) {
        return;
    }
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    assert!(!local.is_empty() && !domain.is_empty());
    assert!(!text.contains(['\r', '\n', '\0']));
    let is_quoted = local.starts_with('"');
    let is_bare = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
    assert!(is_quoted || local.chars().all(is_bare));
    assert!(domain.starts_with('[') || domain.chars().all(is_bare));
    // The local part's case is its owner's, that of a host nobody's.
    assert!(
        email::is_email(&format!("{local}@{}", domain.to_ascii_uppercase()))
            || domain == "localhost"
    );
}

const TEXT: Field = Field::required("text", Kind::Text, "")
    .at_least(2)
    .at_most(8);
const EMAIL: Field = Field::optional("email", Kind::Email, "").at_most(254);
const FLAG: Field = Field::optional("flag", Kind::Boolean, "");
const WORD: Field = Field::optional("word", Kind::Choice(&["read", "write"]), "");
const ROW: Field = Field::optional("row", Kind::Integer, "");
const METADATA: Field = Field::optional("metadata", Kind::Any, "");
const CONFIG: Field = Field::optional("config", Kind::Any, "");
const NESTED: Field = Field::optional("nested", Kind::Any, "");
const LIST: Field = Field::optional("list", Kind::Any, "");
const FIELDS: [Field; 9] = [TEXT, EMAIL, FLAG, WORD, ROW, METADATA, CONFIG, NESTED, LIST];

/// Values that fields are given.
const VALUES: [&str; 32] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.0",
    "7.5",
    "NaN",
    "-Infinity",
    "99999999999999999999",
    "\"\"",
    "\" \"",
    "\"o\"",
    "\"ok\"",
    "\" ok\\u001f\"",
    "\"ok\\u0000\"",
    "\"żółw żółw\"",
    "\"a@b.co\"",
    "\"a@b\"",
    "\"\\\"q\\\"@[::1]\"",
    "\"on\"",
    "\"F\"",
    "\"read\"",
    "\"Read\"",
    "\" 5 \"",
    "\"{\\\"a\\\": 1}\"",
    "\"{\\\"a\\\": NaN}\"",
    "\"{\\\"a\\\": \\\"\\\\u0000\\\"}\"",
    "{\"flag\": \"x\"}",
    "{\"flag\": 1, \"seventeen chars in\": []}",
    "[null, {}]",
];

/// An object with some of the fields. A value that is read keeps the rules of its field;
/// every other has a problem by that field's name.
pub(crate) fn form(bytes: &[u8]) {
    let mut choices = Choices(bytes);
    let how = choices.byte();
    let names = FIELDS.map(|field| field.name);
    let text = match choices.of(&["{", "{", "{", "{", "{", "[]", "null"]) {
        "{" => choices.object(&names, &VALUES),
        text => text.as_bytes().to_vec(),
    };
    let Ok(value) = json::parse(&String::from_utf8_lossy(&text)) else {
        return;
    };
    let as_form = how & 1 == 1;
    let input = match value {
        Json::Object(members) if as_form => Input::form(members),
        value => Input::json(value),
    };
    let is_partial = how & 2 == 2;
    let form = if is_partial {
        Form::partial(&input)
    } else {
        Form::whole(&input)
    };
    let mut form = match form {
        Ok(form) => form,
        Err(errors) => {
            assert!(!matches!(input.value, Json::Object(_)));
            assert_eq!(named(&errors), ["non_field_errors"]);
            return;
        }
    };
    let read = read(&mut form);
    let sent = |field: &Field| {
        let value = form_value(&input, field);
        let is_unfilled = as_form && matches!(value, Some(Json::String(text)) if text.is_empty());
        value.is_some() && (!is_unfilled || field.required)
    };
    let outcome = form.finish();
    let errors = outcome.as_ref().err().map(named).unwrap_or_default();
    for (field, is_read) in FIELDS.iter().zip(read) {
        // What is inside of others comes under names of its own in a form.
        if as_form && [NESTED.name, LIST.name].contains(&field.name) {
            continue;
        }
        let is_missed = field.required && !is_partial && !sent(field);
        let has_problem = errors.contains(&field.name);
        let expected = is_missed || (sent(field) && !is_read);
        assert_eq!(has_problem, expected, "{}: {:?}", field.name, input.value);
        assert!(!is_read || sent(field), "{}", field.name);
    }
}

fn form_value<'a>(input: &'a Input, field: &Field) -> Option<&'a Json> {
    match &input.value {
        Json::Object(members) => members.get(field.name),
        _ => None,
    }
}

fn named(errors: &FieldErrors) -> Vec<&'static str> {
    errors.by_field.iter().map(|(name, _)| *name).collect()
}

/// Reads every field, in their order. Whether each has a value.
fn read(form: &mut Form<'_>) -> [bool; 9] {
    let text = form.text(&TEXT);
    if let Some(text) = &text {
        assert!((2..=8).contains(&text.chars().count()) && !text.contains('\0'));
        assert_eq!(text.trim(), text);
    }
    let address = form.email(&EMAIL);
    assert!(address.as_ref().is_none_or(|text| email::is_email(text)));
    let flag = form.boolean(&FLAG);
    let word = form.choice(&WORD);
    assert!(matches!(word, None | Some("read" | "write")));
    let row = form.row(&ROW);
    let metadata = form.metadata(&METADATA);
    let config = form.config(&CONFIG);
    for members in metadata.iter().chain(&config) {
        assert!(members.values().all(Json::is_finite));
    }
    let has_nul = |value: &Json| value.any_text(|text| text.contains('\0'));
    assert!(
        !metadata
            .iter()
            .flat_map(|members| members.values())
            .any(has_nul)
    );
    let nested = form.nested(&NESTED).map(|mut inner| {
        let flag = inner.boolean(&FLAG);
        (flag, inner.finish())
    });
    let is_nested = nested.is_some();
    let mut is_whole = is_nested;
    if let Some((flag, outcome)) = nested {
        assert!(flag.is_none() || outcome.is_ok());
        is_whole = outcome.is_ok();
        form.absorb(&NESTED, outcome);
    }
    let list = form.list(&LIST);
    [
        text.is_some(),
        address.is_some(),
        flag.is_some(),
        word.is_some(),
        row.is_some(),
        metadata.is_some(),
        config.is_some(),
        is_nested && is_whole,
        list.is_some(),
    ]
}

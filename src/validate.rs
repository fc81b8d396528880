//! The rules that a model's fields have to meet before it is sent.
//!
//! The rules and their texts are those of the documented client; an empty
//! value of the wrong type no longer passes.

use crate::text::cut;

/// A field's value, as far as the rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`, `undefined`, or no such field.
    Missing,
    /// A text, and its characters as JavaScript counts them, in UTF-16 units; blanks alone count as none.
    Text(usize, &'a str),
    /// A number, as text.
    Number(&'a str),
    /// A truth value, as text.
    Bool(&'a str),
    /// A list of this many items, and the items joined by commas.
    List(usize, &'a str),
    /// An object, and whether it has no fields.
    Object(bool),
}

impl<'a> Value<'a> {
    /// Reads what the host tells of a value: a letter for its kind, then, for a text (`s`) or a
    /// list (`l`), its length and a comma, then its text. Numbers are `n`, truth values `b`,
    /// objects `o` or, without fields, `e`.
    #[must_use]
    pub fn read(fact: &'a str) -> Self {
        let Some((kind, text)) = fact.split_at_checked(1) else {
            return Self::Missing;
        };
        let counted = || {
            let (length, text) = cut(text, b',');
            let length = length.bytes().fold(0_usize, |sum, digit| {
                sum.wrapping_mul(10).wrapping_add(usize::from(digit & 15))
            });
            (length, text.unwrap_or_default())
        };
        match kind {
            "s" => {
                let (length, text) = counted();
                Self::Text(length, text)
            }
            "l" => {
                let (length, text) = counted();
                Self::List(length, text)
            }
            "n" => Self::Number(text),
            "b" => Self::Bool(text),
            kind => Self::Object(kind == "e"),
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Any,
    Text,
    Bool,
    Object,
    Number,
    Email,
    OneOf(&'static [&'static str]),
}

struct Rule {
    field: &'static str,
    required: bool,
    length_min: usize,
    kind: Kind,
}

const ROLES: &[&str] = &["full", "write", "read"];
const PERMISSIONS: &[&str] = &["none", "read", "write", "full"];

const fn rule(field: &'static str, kind: Kind) -> Rule {
    Rule {
        field,
        required: false,
        length_min: 0,
        kind,
    }
}

const fn required(field: &'static str, kind: Kind) -> Rule {
    Rule {
        field,
        required: true,
        length_min: 0,
        kind,
    }
}

const fn name(field: &'static str, kind: Kind) -> Rule {
    Rule {
        field,
        required: true,
        length_min: syncano_wire::INSTANCE_NAME_CHARS_MIN,
        kind,
    }
}

const API_KEY: &[Rule] = &[
    name("instanceName", Kind::Any),
    rule("description", Kind::Text),
    rule("ignore_acl", Kind::Bool),
    rule("allow_user_create", Kind::Bool),
    rule("allow_group_create", Kind::Bool),
    rule("allow_anonymous_read", Kind::Bool),
];

const INSTANCE: &[Rule] = &[
    name("name", Kind::Text),
    rule("description", Kind::Text),
    rule("metadata", Kind::Object),
];

const INSTANCE_INVITATION: &[Rule] = &[
    required("email", Kind::Email),
    required("role", Kind::OneOf(ROLES)),
    name("instanceName", Kind::Any),
];

const USER: &[Rule] = &[
    name("instanceName", Kind::Any),
    required("username", Kind::Text),
    required("password", Kind::Text),
    rule("profile", Kind::Object),
    rule("profile.owner_permissions", Kind::OneOf(PERMISSIONS)),
    rule("profile.group", Kind::Number),
    rule("profile.group_permissions", Kind::OneOf(PERMISSIONS)),
    rule("profile.other_permissions", Kind::OneOf(PERMISSIONS)),
    rule("profile.channel", Kind::Text),
    rule("profile.channel_room", Kind::Text),
];

const GROUP: &[Rule] = &[
    name("instanceName", Kind::Any),
    required("label", Kind::Text),
    rule("description", Kind::Text),
];

/// What is wrong with the fields of a model, in the order of the rules: fields and messages by
/// turns, set apart by NUL; nothing when all is well.
///
/// `value_of` is asked for each field that has a rule, in the order of
/// [`fields`]; a dot leads into a nested object. Fields that a stored object
/// need not repeat are left out when `is_stored` (an end user's password is
/// never in an answer).
#[must_use]
pub fn check<'a>(
    model: &str,
    is_stored: bool,
    mut value_of: impl FnMut(&str) -> Value<'a>,
) -> String {
    let mut faults = String::new();
    for rule in rules_of(model) {
        let value = value_of(rule.field);
        if is_stored && rule.field == "password" && value == Value::Missing {
            continue;
        }
        check_field(rule, &value, &mut faults);
    }
    faults
}

/// The fields of a model that have a rule, in the order in which [`check`] asks for them, set
/// apart by blanks.
#[must_use]
pub fn fields(model: &str) -> String {
    let mut names = String::new();
    for rule in rules_of(model) {
        if !names.is_empty() {
            names.push(' ');
        }
        names.push_str(rule.field);
    }
    names
}

fn rules_of(model: &str) -> &'static [Rule] {
    match model {
        "ApiKey" => API_KEY,
        "Instance" => INSTANCE,
        "InstanceInvitation" => INSTANCE_INVITATION,
        "User" => USER,
        "Group" => GROUP,
        _ => &[],
    }
}

fn check_field(rule: &Rule, value: &Value<'_>, faults: &mut String) {
    let blank = is_blank(value);
    if blank && rule.required {
        say(faults, rule, None, "can't be blank");
    }
    let fits = match (rule.kind, value) {
        (_, Value::Missing)
        | (Kind::Text, Value::Text(..))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Object, Value::Object(_) | Value::List(..))
        | (Kind::Number, Value::Number(_)) => true,
        (Kind::Number, Value::Text(_, text)) => !blank && is_numeric(text),
        (Kind::Email, Value::Text(_, text)) => blank || is_email(text),
        (Kind::Email, _) => blank,
        (kind, _) => matches!(kind, Kind::Any | Kind::OneOf(_)),
    };
    if !fits {
        let what = match rule.kind {
            Kind::Text => "is not a string",
            Kind::Bool => "is not a boolean",
            Kind::Object => "is not an object",
            Kind::Number => "is not a number",
            _ => "is not a valid email",
        };
        say(faults, rule, None, what);
    }
    if blank {
        return;
    }
    if rule.length_min > 0 {
        match length_of(value) {
            None => say(faults, rule, None, "has an incorrect length"),
            Some(length) if length < rule.length_min => {
                say(faults, rule, None, "is too short (minimum is 5 characters)");
            }
            Some(_) => {}
        }
    }
    if let Kind::OneOf(allowed) = rule.kind
        && !matches!(value, Value::Text(_, text) if allowed.contains(text))
    {
        // The documented text has no label here.
        say(
            faults,
            rule,
            Some(text_of(value)),
            "is not included in the list",
        );
    }
}

fn say(faults: &mut String, rule: &Rule, subject: Option<&str>, what: &str) {
    if !faults.is_empty() {
        faults.push('\0');
    }
    faults.push_str(rule.field);
    faults.push('\0');
    match subject {
        Some(subject) => faults.push_str(subject),
        None => push_label(faults, rule.field),
    }
    faults.push(' ');
    faults.push_str(what);
}

fn is_blank(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::Missing | Value::Text(0, _) | Value::List(0, _) | Value::Object(true)
    )
}

fn length_of(value: &Value<'_>) -> Option<usize> {
    match value {
        Value::Text(length, _) | Value::List(length, _) => Some(*length),
        _ => None,
    }
}

fn text_of<'a>(value: &Value<'a>) -> &'a str {
    match value {
        Value::Text(_, text) | Value::Number(text) | Value::Bool(text) | Value::List(_, text) => {
            text
        }
        Value::Object(_) => "[object Object]",
        Value::Missing => "",
    }
}

/// The field in words: `profile.channel_room` is `Profile channel room`.
fn push_label(out: &mut String, field: &str) {
    for (index, byte) in field.bytes().enumerate() {
        let byte = match byte {
            b'.' | b'_' => b' ',
            _ if index == 0 => byte.to_ascii_uppercase(),
            _ if byte.is_ascii_uppercase() => {
                out.push(' ');
                byte.to_ascii_lowercase()
            }
            byte => byte,
        };
        // Names of fields are ASCII.
        out.push(char::from(byte));
    }
}

fn is_numeric(text: &str) -> bool {
    let digits = text.trim_ascii();
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The documented client's idea of an e-mail address: dotted words, `@`, a host name with a letters-only top level.
fn is_email(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((local, host)) = cut_last(bytes, b'@') else {
        return false;
    };
    let Some((names, top)) = cut_last(host, b'.') else {
        return false;
    };
    let is_dot = |byte: &u8| *byte == b'.';
    let is_word = |part: &[u8]| {
        let fits =
            |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x7f || b"!#$%&'*+/=?^_`{|}~-".contains(b);
        !part.is_empty() && part.iter().all(fits)
    };
    let is_label = |part: &[u8]| {
        let fits = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
        part.first().is_some_and(|b| *b != b'-')
            && part.last() != Some(&b'-')
            && part.iter().all(fits)
    };
    local.split(is_dot).all(is_word)
        && names.split(is_dot).all(is_label)
        && top.len() >= 2
        && top.iter().all(u8::is_ascii_alphabetic)
}

fn cut_last(bytes: &[u8], mark: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().rposition(|byte| *byte == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// A text as the host tells of it.
    fn text(value: &str) -> Value<'_> {
        let is_blank = value.trim().is_empty();
        let length = value.encode_utf16().count();
        Value::Text(if is_blank { 0 } else { length }, value)
    }

    /// The messages of one field, with every other field in order.
    fn messages(model: &str, field: &str, value: &Value<'_>) -> Vec<String> {
        let faults = check(model, false, |name| match name {
            _ if name == field => *value,
            "instanceName" | "name" | "username" | "password" | "label" => text("good-name"),
            "email" => text("a@b.co"),
            "role" => text("full"),
            _ => Value::Missing,
        });
        let parts: Vec<&str> = faults.split_terminator('\0').collect();
        let (pairs, rest) = parts.as_chunks::<2>();
        assert!(
            rest.is_empty() && pairs.iter().all(|[name, _]| *name == field),
            "{faults:?}"
        );
        pairs
            .iter()
            .map(|[_, message]| (*message).to_owned())
            .collect()
    }

    #[test]
    fn names_are_required_and_long_enough() {
        let number = Value::Number("5");
        for (model, field, value, expected) in [
            (
                "ApiKey",
                "instanceName",
                Value::Missing,
                vec!["Instance name can't be blank"],
            ),
            (
                "ApiKey",
                "instanceName",
                text("  "),
                vec!["Instance name can't be blank"],
            ),
            (
                "ApiKey",
                "instanceName",
                text("abc"),
                vec!["Instance name is too short (minimum is 5 characters)"],
            ),
            (
                "ApiKey",
                "instanceName",
                number,
                vec!["Instance name has an incorrect length"],
            ),
            (
                "ApiKey",
                "instanceName",
                Value::Object(false),
                vec!["Instance name has an incorrect length"],
            ),
            (
                "Instance",
                "name",
                number,
                vec!["Name is not a string", "Name has an incorrect length"],
            ),
            (
                "Instance",
                "name",
                Value::List(0, ""),
                vec!["Name can't be blank", "Name is not a string"],
            ),
            (
                "Instance",
                "name",
                Value::List(1, "a"),
                vec![
                    "Name is not a string",
                    "Name is too short (minimum is 5 characters)",
                ],
            ),
            (
                "User",
                "username",
                Value::Missing,
                vec!["Username can't be blank"],
            ),
            (
                "Group",
                "label",
                Value::Bool("true"),
                vec!["Label is not a string"],
            ),
        ] {
            assert_eq!(
                messages(model, field, &value),
                expected,
                "{model}.{field} {value:?}"
            );
        }
    }

    #[test]
    fn types_are_checked_with_the_documented_texts() {
        for (model, field, value, expected) in [
            (
                "ApiKey",
                "description",
                Value::Number("0"),
                "Description is not a string",
            ),
            (
                "ApiKey",
                "ignore_acl",
                text(""),
                "Ignore acl is not a boolean",
            ),
            (
                "ApiKey",
                "allow_anonymous_read",
                Value::List(0, ""),
                "Allow anonymous read is not a boolean",
            ),
            (
                "Instance",
                "metadata",
                text("x"),
                "Metadata is not an object",
            ),
            (
                "InstanceInvitation",
                "email",
                Value::Number("5"),
                "Email is not a valid email",
            ),
            (
                "InstanceInvitation",
                "role",
                text("president"),
                "president is not included in the list",
            ),
            (
                "InstanceInvitation",
                "role",
                Value::Object(false),
                "[object Object] is not included in the list",
            ),
            (
                "User",
                "profile.group",
                text("x"),
                "Profile group is not a number",
            ),
            (
                "User",
                "profile.channel_room",
                Value::Object(false),
                "Profile channel room is not a string",
            ),
            (
                "User",
                "profile.owner_permissions",
                Value::Number("5"),
                "5 is not included in the list",
            ),
        ] {
            assert_eq!(
                messages(model, field, &value),
                [expected],
                "{model}.{field} {value:?}"
            );
        }
    }

    #[test]
    fn good_values_pass() {
        for (model, field, value) in [
            ("ApiKey", "description", text("")),
            ("ApiKey", "ignore_acl", Value::Bool("false")),
            ("Instance", "metadata", Value::Object(true)),
            ("Instance", "metadata", Value::List(1, "a")),
            ("User", "profile.group", text("5 ")),
            ("Admin", "role", text("anything")),
        ] {
            assert!(
                messages(model, field, &value).is_empty(),
                "{model}.{field} {value:?}"
            );
        }
        for good in ["a@b.co", "A@B.CO", "a+b@x-y.co.uk", "é@b.co"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "x",
            "a@b",
            "a@b.c",
            "a b@c.de",
            "a@127.0.0.1",
            "a@xn--p1ai.xn--p1ai",
            "@b.co",
            "a..b@c.de",
            "",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn values_are_read_as_the_host_tells_of_them() {
        for (fact, value) in [
            ("", Value::Missing),
            ("s0,  ", Value::Text(0, "  ")),
            ("s3,a,b", Value::Text(3, "a,b")),
            ("n-5", Value::Number("-5")),
            ("bfalse", Value::Bool("false")),
            ("l2,a,b", Value::List(2, "a,b")),
            ("e", Value::Object(true)),
            ("o", Value::Object(false)),
            ("?", Value::Object(false)),
        ] {
            assert_eq!(Value::read(fact), value, "{fact}");
        }
    }

    #[test]
    fn a_stored_user_needs_no_password() {
        let missing = |name: &str| {
            if name == "password" {
                Value::Missing
            } else {
                text("good-name")
            }
        };
        let profile = |name: &str| {
            if name.starts_with("profile") {
                Value::Missing
            } else {
                missing(name)
            }
        };
        assert_eq!(check("User", true, profile), "");
        assert_eq!(
            check("User", false, profile),
            "password\0Password can't be blank"
        );
    }
}

use indexmap::IndexMap;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// Members of an object in the order in which they were written.
pub(crate) type Object = IndexMap<String, Json>;

/// One JSON value.
///
/// Whole numbers and fractions are told apart because the API answers `5` and `5.0`
/// differently when it turns them into text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    String(String),
    List(Vec<Json>),
    Object(Object),
}

/// An object of fixed members, in the order given.
pub(crate) fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(
        members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

impl Json {
    /// Name of the value's type in error texts.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::String(_) => "str",
            Self::List(_) => "list",
            Self::Object(_) => "dict",
        }
    }

    /// The value as error texts quote it: text bare, everything else as a literal.
    pub(crate) fn quoted(&self) -> String {
        match self {
            Self::String(text) => text.clone(),
            other => other.literal(),
        }
    }

    /// The value as a literal of the language whose literals the API's texts show.
    pub(crate) fn literal(&self) -> String {
        match self {
            Self::Null => "None".to_owned(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => float_text(*number),
            Self::String(text) => string_literal(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::literal).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("{}: {}", string_literal(name), value.literal()))
                    .collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }

    /// Whether every number in the value has a JSON notation.
    pub(crate) fn is_finite(&self) -> bool {
        match self {
            Self::Float(number) => number.is_finite(),
            Self::List(items) => items.iter().all(Self::is_finite),
            Self::Object(members) => members.values().all(Self::is_finite),
            _ => true,
        }
    }

    /// Whether any text in the value, names included, satisfies `test`.
    pub(crate) fn any_text(&self, test: fn(&str) -> bool) -> bool {
        match self {
            Self::String(text) => test(text),
            Self::List(items) => items.iter().any(|item| item.any_text(test)),
            Self::Object(members) => members
                .iter()
                .any(|(name, value)| test(name) || value.any_text(test)),
            _ => false,
        }
    }
}

/// A fraction as text: shortest digits, exponents with a sign and two digits.
pub(crate) fn float_text(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let text = format!("{number:?}");
    match text.split_once('e') {
        None => text,
        Some((digits, exponent)) => match exponent.strip_prefix('-') {
            Some(exponent) => format!("{digits}e-{exponent:0>2}"),
            None => format!("{digits}e+{exponent:0>2}"),
        },
    }
}

fn string_literal(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for character in text.chars() {
        match character {
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if c == quote => {
                literal.push('\\');
                literal.push(c);
            }
            c if c.is_ascii_control() => literal.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => literal.push(c),
        }
    }
    literal.push(quote);
    literal
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self::Int(number.into())
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::List(items)
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(number) => serializer.serialize_i128(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::String(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_follow_the_notation_of_the_recorded_texts() {
        assert_eq!(Json::List(vec![]).quoted(), "[]");
        assert_eq!(Json::Object(Object::new()).quoted(), "{}");
        assert_eq!(Json::Int(-1).quoted(), "-1");
        assert_eq!(Json::String("x".to_owned()).quoted(), "x");
        assert_eq!(
            Json::List(vec!["it's".into(), Json::Null]).quoted(),
            "[\"it's\", None]"
        );
    }

    #[test]
    fn fractions_become_text_with_two_digit_exponents() {
        assert_eq!(float_text(1.5), "1.5");
        assert_eq!(float_text(1.0), "1.0");
        assert_eq!(float_text(1e16), "1e+16");
        assert_eq!(float_text(1e-5), "1e-05");
    }
}

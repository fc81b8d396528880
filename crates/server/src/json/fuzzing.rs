//! What holds of any text that is read as JSON.

use crate::fuzzing::Choices;

use super::{Json, parse, to_indented, to_text};

const NAMES: [&str; 6] = ["a", "b", "", "\\u0061", "é", "\\ud83d\\ude00"];
const SCALARS: [&str; 24] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1.5",
    "-0.0",
    "1e308",
    "5e-324",
    "1e999",
    "18446744073709551616",
    "170141183460469231731687303715884105727",
    "170141183460469231731687303715884105728",
    "0.1e1",
    "\"\"",
    "\"a\"",
    "\"\\u0000\\u001f\\n\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\u{7f}\u{2028}\"",
    " [ ] ",
    "{\"a\" : 1 , \"a\" : 2}",
    "NaN",
    "-Infinity",
];

/// As deep as both parsers that are compared go.
const SHALLOW: usize = 100;

fn depth(value: &Json) -> usize {
    match value {
        Json::List(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Json::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// A value that is accepted prints and reads to an equal one, and the standard parser
/// accepts the same texts but for numbers without a notation.
pub(crate) fn json(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let standard: Result<serde_json::Value, _> = serde_json::from_str(&text);
    let value = match parse(&text) {
        Ok(value) => value,
        Err(error) => {
            assert!(error.offset <= text.len() && !error.reason.is_empty());
            assert!(standard.is_err(), "{error:?} in what is JSON");
            return;
        }
    };
    assert!(depth(&value) <= 128);
    for printed in [to_text(&value), to_indented(&value, 2)] {
        let again = String::from_utf8(printed).ok();
        let again = again.and_then(|text| parse(&text).ok());
        let Some(again) = again else {
            unreachable!("what is printed is no JSON")
        };
        // Numbers without a notation are printed as nothing.
        if value.is_finite() {
            assert_eq!(again, value);
        }
    }
    assert!(!value.literal().is_empty());
    // A later member may have taken the place of one without a notation.
    let is_standard = !["NaN", "Inf"].iter().any(|word| text.contains(word));
    if is_standard && depth(&value) < SHALLOW {
        let standard = standard.ok();
        assert!(standard.is_some(), "what is accepted is no JSON");
        let printed = serde_json::from_slice(&to_text(&value)).ok();
        assert_eq!(printed.as_ref().map(shape), standard.as_ref().map(shape));
    }
}

/// The same of texts that are mostly JSON.
pub(crate) fn json_object(bytes: &[u8]) {
    json(&Choices(bytes).object(&NAMES, &SCALARS));
}

/// A value without its fractions, whose last digit the two parsers may see differently,
/// and without zeros, whose sign one of them keeps.
fn shape(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) if number.is_f64() || number.as_i64() == Some(0) => Value::Null,
        Value::Array(items) => Value::Array(items.iter().map(shape).collect()),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, value)| (name.clone(), shape(value)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<i128>().prop_map(Json::Int),
            any::<f64>()
                .prop_filter("a notation", |n| n.is_finite())
                .prop_map(Json::Float),
            any::<String>().prop_map(Json::String),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Json::List),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_printed_so_that_it_is_read_again(value in any_json()) {
            for printed in [to_text(&value), to_indented(&value, 4)] {
                let text = String::from_utf8(printed).expect("text");
                prop_assert_eq!(parse(&text), Ok(value.clone()));
            }
        }
    }
}

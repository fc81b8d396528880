//! Small free-form objects that accounts and instances carry.

use crate::json::{self, Json, Object};

use super::messages;

pub(crate) const KEYS_MAX: usize = 8;
pub(crate) const KEY_CHARS_MAX: usize = 16;
const VALUE_CHARS_MAX: usize = 4096;

/// Reads metadata: an object, or a text that holds one.
///
/// # Errors
/// The first rule that the value breaks.
pub(crate) fn read(value: &Json) -> Result<Object, String> {
    let parsed;
    let value = match value {
        Json::Null => return Err(messages::NULL.to_owned()),
        Json::String(text) => {
            parsed = json::parse(text).map_err(|_| messages::NOT_JSON.to_owned())?;
            &parsed
        }
        value => value,
    };
    let Json::Object(members) = value else {
        return Err("Metadata passed in invalid format.".to_owned());
    };
    if members.len() > KEYS_MAX {
        return Err(format!("Too many keys defined (exceeds {KEYS_MAX})."));
    }
    for (key, value) in members {
        if key.chars().count() > KEY_CHARS_MAX {
            return Err(format!("Too long key defined (exceeds {KEY_CHARS_MAX})."));
        }
        if value.literal().chars().count() > VALUE_CHARS_MAX {
            return Err(format!(
                "Too long value defined for key {key} (exceeds {VALUE_CHARS_MAX})."
            ));
        }
    }
    if !value.is_finite() {
        return Err("Metadata passed in invalid format.".to_owned());
    }
    Ok(members.clone())
}

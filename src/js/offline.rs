//! What needs no connection.

use syncano_wire::KeyKind;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use super::failure;
use crate::endpoint::{ROUTES, Route};
use crate::message;
use crate::path::{self, PathError, Segment};
use crate::retry::{self, Outcome, Policy, Repeat};
use crate::text::{joined, pieces};
use crate::validate::{self, Value};

/// A kind of key as a number: 1 is an account key, 2 an API key, 0 no key at all.
pub(super) fn kind_code(kind: Option<KeyKind>) -> i32 {
    match kind {
        None => 0,
        Some(KeyKind::Account) => 1,
        Some(KeyKind::Api) => 2,
    }
}

/// The kind that a key's last digit tells: 1 is an account key, 2 an API key, 0 no key at all.
#[wasm_bindgen(js_name = keyKind)]
#[must_use]
pub fn key_kind(mut text: String) -> i32 {
    let kind = KeyKind::of(text.trim_ascii());
    text.zeroize();
    kind_code(kind)
}

/// The routes, a line each: model, name, who may ask, methods, path.
#[wasm_bindgen]
#[must_use]
pub fn routes() -> String {
    let mut lines = String::new();
    for (index, line) in ROUTES.iter().enumerate() {
        if index > 0 {
            lines.push('\n');
        }
        lines.push_str(line);
    }
    lines
}

/// The path of a route. `values` has a line for each placeholder: nothing for none, `s` and a
/// text, or anything else for what can be no segment.
#[wasm_bindgen]
#[must_use]
pub fn path(route: usize, values: &str) -> String {
    let Some(route) = Route::at(route) else {
        return failure("endpoint", "There is no such endpoint.");
    };
    let mut values = pieces(values, b'\n');
    let path = path::build(route.path, |_| {
        let value = values.next().unwrap_or_default();
        match value.strip_prefix('s') {
            Some(text) => Segment::Text(text),
            None if value.is_empty() => Segment::Missing,
            None => Segment::Invalid,
        }
    });
    path.unwrap_or_else(|error| {
        let (field, message) = match error {
            PathError::Missing(names) => {
                let message = joined(&[
                    "Missing path properties \"",
                    &names,
                    "\" for \"",
                    route.name,
                    "\" endpoint.",
                ]);
                (names, message)
            }
            PathError::Unsafe(name) => (name.to_owned(), PathError::unsafe_text(name)),
        };
        failure(&field, &message)
    })
}

/// The fields of a model that have rules, set apart by blanks.
#[wasm_bindgen]
#[must_use]
pub fn fields(model: &str) -> String {
    validate::fields(model)
}

/// What is wrong with a model: fields and messages by turns, set apart by NUL.
///
/// `facts` has what is known of each of its [`fields`], set apart by NUL: nothing for none, or a
/// letter for the kind and then the value: see [`Value::read`].
#[wasm_bindgen]
#[must_use]
pub fn validate(model: &str, facts: &str, is_stored: bool) -> String {
    let mut facts = pieces(facts, b'\0');
    validate::check(model, is_stored, |_| {
        Value::read(facts.next().unwrap_or_default())
    })
}

/// The phrase of a status, for an answer without words.
#[wasm_bindgen]
#[must_use]
pub fn phrase(status: u16) -> String {
    message::phrase(status).to_owned()
}

/// Milliseconds that a `Retry-After` header asks for, or NaN: `date_ms` is what the host reads in
/// it as a date.
#[wasm_bindgen(js_name = retryAfterMs)]
#[must_use]
pub fn retry_after_ms(header: &str, date_ms: f64, now_ms: f64) -> f64 {
    retry::retry_after_ms(header, now_ms, |_| Some(date_ms)).unwrap_or(f64::NAN)
}

/// Milliseconds to wait after attempt number `count` (from 0), or NaN when its outcome stands: a
/// status, or 0 where no answer came. What nobody set or asked for is NaN, too.
#[wasm_bindgen(js_name = waitMs)]
#[must_use]
pub fn wait_ms(
    is_harmless: bool,
    count: u32,
    max_retries: f64,
    retry_after_max_ms: f64,
    status: u16,
    asked_ms: f64,
    random: f64,
) -> f64 {
    let policy = Policy::new(max_retries, retry_after_max_ms);
    let repeat = if is_harmless {
        Repeat::Harmless
    } else {
        Repeat::Acts
    };
    let outcome = if status == 0 {
        Outcome::Unanswered
    } else {
        Outcome::Status(status)
    };
    let asked = (!asked_ms.is_nan()).then_some(asked_ms);
    retry::wait_ms(&policy, repeat, count, outcome, asked, random).unwrap_or(f64::NAN)
}

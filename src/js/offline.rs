//! What can be told without a server.

use js_sys::{Array, Object};
use syncano_wire::KeyKind;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use super::failure::Failure;
use super::value::{field, get, segment, set};
use crate::endpoint::Model;
use crate::path;
use crate::validate;

/// The name of a kind of key, as callers see it.
pub(super) fn kind_name(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Account => "account",
        KeyKind::Api => "api",
    }
}

/// The kind that a key's last digit tells, or nothing for what is no key.
#[wasm_bindgen(js_name = keyKind)]
pub fn key_kind(value: &JsValue) -> Option<String> {
    let mut text = value.as_string()?;
    let kind = KeyKind::of(text.trim_ascii()).map(|kind| kind_name(kind).to_owned());
    text.zeroize();
    kind
}

/// What is wrong with a model's attributes: an object of lists, or nothing.
#[wasm_bindgen]
pub fn validate(model: &str, attributes: &JsValue, is_stored: bool) -> JsValue {
    let faults = validate::check(model, is_stored, |path| field(attributes, path));
    if faults.is_empty() {
        return JsValue::UNDEFINED;
    }
    let errors = Object::new();
    for (name, messages) in faults {
        let list: Array = messages.into_iter().map(JsValue::from).collect();
        set(&errors, name, &list);
    }
    errors.into()
}

/// The path of a model's endpoint for these properties.
///
/// # Errors
///
/// A failure record that names the option or argument.
#[wasm_bindgen(js_name = endpointPath)]
pub fn endpoint_path(model: &str, endpoint: &str, properties: &JsValue) -> Result<String, JsValue> {
    let (endpoint, _) = super::connection::find(model, endpoint, "GET")?;
    path::build(endpoint.path, |name| segment(&get(properties, name)))
        .map_err(|error| super::connection::path_failure(&error, endpoint).into())
}

/// The endpoints of a model: name → `{methods, path, properties}`.
///
/// # Errors
///
/// A failure record that names the option or argument.
#[wasm_bindgen]
pub fn endpoints(model: &str) -> Result<JsValue, JsValue> {
    let model =
        Model::named(model).ok_or_else(|| Failure::usage("model", "There is no such model."))?;
    let table = Object::new();
    for endpoint in model.endpoints {
        let entry = Object::new();
        let methods: Array = endpoint
            .methods
            .iter()
            .map(|method| JsValue::from(method.as_str().to_ascii_lowercase()))
            .collect();
        let properties: Array = path::placeholders(endpoint.path)
            .map(JsValue::from)
            .collect();
        set(&entry, "methods", &methods);
        set(&entry, "path", &endpoint.path.into());
        set(&entry, "properties", &properties);
        set(&table, endpoint.name, &entry);
    }
    Ok(table.into())
}

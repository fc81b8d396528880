//! Reading JavaScript values without trusting them.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::path::Segment;
use crate::query::Query;
use crate::validate::Value;

/// Whole numbers above this are no longer exact in JavaScript.
const SAFE_INTEGER_MAX: f64 = 9_007_199_254_740_991.0;

/// A property, or `undefined` when it cannot be read.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    if !object.is_object() && !object.is_function() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets an own property of an object that was made here.
pub(super) fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain, extensible object of our own takes every property.
    let _ = Reflect::set(object, &name.into(), value);
}

/// A method of an untrusted object, or `None` when there is none.
pub(super) fn method(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    get(object, name).dyn_into().ok()
}

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own conversion; it throws for what cannot be a text.
    #[wasm_bindgen(catch, js_name = String)]
    fn convert(value: &JsValue) -> Result<String, JsValue>;
}

/// JavaScript's own text of a value; empty where there is none.
pub(super) fn text_of(value: &JsValue) -> String {
    value
        .as_string()
        .unwrap_or_else(|| convert(value).unwrap_or_default())
}

/// A value as path segment.
pub(super) fn segment(value: &JsValue) -> Segment {
    if value.is_undefined() || value.is_null() {
        return Segment::Missing;
    }
    if let Some(number) = value.as_f64() {
        let whole = number.abs() <= SAFE_INTEGER_MAX && number.trunc() == number;
        return if whole {
            Segment::Text(text_of(value))
        } else {
            Segment::Invalid
        };
    }
    value.as_string().map_or(Segment::Invalid, Segment::Text)
}

/// A plain object as query parameters: lists repeat their name, `undefined` is left out.
pub(super) fn query(object: &JsValue) -> Query {
    let mut query = Query::default();
    if let Some(object) = object.dyn_ref::<Object>() {
        for entry in Object::entries(object).iter() {
            let entry: Array = entry.unchecked_into();
            let name = text_of(&entry.get(0));
            let value = entry.get(1);
            if Array::is_array(&value) {
                for item in value
                    .unchecked_into::<Array>()
                    .iter()
                    .filter(|item| !item.is_undefined())
                {
                    query.push(name.clone(), query_text(&item));
                }
            } else if !value.is_undefined() {
                query.push(name, query_text(&value));
            }
        }
    }
    query
}

fn query_text(value: &JsValue) -> String {
    if value.is_null() {
        return String::new();
    }
    if value.is_object() {
        return js_sys::JSON::stringify(value)
            .map(String::from)
            .unwrap_or_default();
    }
    text_of(value)
}

/// A model's field as the rules see it; a dot leads into a nested object.
pub(super) fn field(attributes: &JsValue, path: &str) -> Value {
    let mut value = attributes.clone();
    for name in path.split('.') {
        value = get(&value, name);
    }
    if value.is_undefined() || value.is_null() {
        return Value::Missing;
    }
    if let Some(flag) = value.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(text) = value.as_string() {
        return Value::Text(text);
    }
    if value.as_f64().is_some() {
        return Value::Number(text_of(&value));
    }
    if Array::is_array(&value) {
        let list: Array = value.unchecked_into();
        let items: Vec<String> = list.iter().map(|item| text_of(&item)).collect();
        return Value::List(items.len(), items.join(","));
    }
    let blank = value.dyn_ref::<Object>().is_some_and(|object| {
        !object.is_instance_of::<js_sys::Date>()
            && !object.is_function()
            && Object::keys(object).length() == 0
    });
    Value::Object(blank)
}

/// The fields of an answer with their texts: lists joined, nested objects as JSON.
pub(super) fn fields(body: &JsValue) -> Vec<(String, String)> {
    let Some(object) = body.dyn_ref::<Object>() else {
        return Vec::new();
    };
    Object::entries(object)
        .iter()
        .map(|entry| {
            let entry: Array = entry.unchecked_into();
            (text_of(&entry.get(0)), field_text(&entry.get(1)))
        })
        .collect()
}

fn field_text(value: &JsValue) -> String {
    if Array::is_array(value) {
        let list: Vec<String> = value
            .unchecked_ref::<Array>()
            .iter()
            .map(|item| scalar_text(&item))
            .collect();
        return list.join(", ");
    }
    scalar_text(value)
}

fn scalar_text(value: &JsValue) -> String {
    if value.is_object() {
        return js_sys::JSON::stringify(value)
            .map(String::from)
            .unwrap_or_default();
    }
    text_of(value)
}

//! What an answer means.

use js_sys::{JSON, JsString, Object};
use wasm_bindgen::prelude::*;

use super::failure::{Failure, Kind};
use super::value::{fields, get};
use crate::message;
use crate::secret::find_ignoring_case;

/// An answer as it came.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// As the server gave it; it may be anything, so it stays on the host's side.
    pub(super) request_id: Option<JsValue>,
    pub(super) retry_after: Option<String>,
    pub(super) body: Body,
}

/// The body of an answer.
pub(super) enum Body {
    /// Its text.
    Text(JsValue),
    /// A value that a stubbed `fetch` had already made of it.
    Value(JsValue),
    /// It could not be read to its end; why.
    Unreadable(&'static str),
}

/// What the caller can use of an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    Anything,
    Object,
    List,
    Text,
    Status,
}

impl Expect {
    pub(super) fn parse(text: Option<&str>) -> Self {
        match text {
            Some("object") => Self::Object,
            Some("list") => Self::List,
            Some("text") => Self::Text,
            Some("status") => Self::Status,
            _ => Self::Anything,
        }
    }
}

impl Answer {
    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    fn is_json(&self) -> bool {
        self.content_type.as_deref().is_some_and(|kind| {
            let kind = kind
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            kind == "application/json" || kind.ends_with("+json")
        })
    }

    fn charset_is_known(&self) -> bool {
        const NAME: &str = "charset=";
        let kind = self.content_type.as_deref().unwrap_or_default();
        let Some(at) = find_ignoring_case(kind, NAME) else {
            return true;
        };
        let charset = kind.get(at + NAME.len()..).unwrap_or_default();
        let charset = charset.split(';').next().unwrap_or_default();
        let charset = charset.trim().trim_matches('"').to_ascii_lowercase();
        matches!(
            charset.as_str(),
            "utf-8" | "utf8" | "us-ascii" | "ascii" | ""
        )
    }

    /// The value that the caller gets.
    ///
    /// `redact` makes a text safe to be shown; it is used on refusals only.
    pub(super) fn value(
        self,
        expect: Expect,
        redact: impl Fn(&JsValue) -> JsValue,
    ) -> Result<JsValue, Failure> {
        if !self.is_success() {
            return Err(self.refusal(redact));
        }
        if expect == Expect::Status {
            return Ok(self.status.into());
        }
        let text = match &self.body {
            Body::Unreadable(why) => return Err(self.undecodable(why)),
            Body::Value(value) => return self.shaped(value.clone(), expect),
            Body::Text(text) => text,
        };
        if expect == Expect::Text {
            return Ok(text.clone());
        }
        if is_empty(text) {
            let nothing = matches!(self.status, 202 | 204 | 205) || expect == Expect::Anything;
            return if nothing {
                Ok(Object::new().into())
            } else {
                Err(self.undecodable("is empty"))
            };
        }
        if !self.charset_is_known() {
            return Err(self.undecodable("has an unknown charset"));
        }
        match parse(text) {
            Some(value) if self.is_json() || value.is_object() => self.shaped(value, expect),
            _ => Err(self.undecodable(if self.is_json() {
                "is not valid JSON"
            } else {
                "is not JSON"
            })),
        }
    }

    fn shaped(&self, value: JsValue, expect: Expect) -> Result<JsValue, Failure> {
        let is_object = value.is_object() && !js_sys::Array::is_array(&value);
        if is_deeper_than(&value, DEPTH_MAX) {
            return Err(self.undecodable("is nested too deep"));
        }
        match expect {
            Expect::Object if !is_object => Err(self.undecodable("is not an object")),
            Expect::List if !is_object => Err(self.undecodable("is not a page of a list")),
            Expect::List => {
                let objects = get(&value, "objects");
                let is_list = objects.is_undefined() || js_sys::Array::is_array(&objects);
                if is_list {
                    Ok(value)
                } else {
                    Err(self.undecodable("has no list of objects"))
                }
            }
            _ => Ok(value),
        }
    }

    fn undecodable(&self, why: &str) -> Failure {
        let message = ["The answer ", why, "."].concat();
        self.with_origin(Failure::new(Kind::Decode, &message))
    }

    fn refusal(self, redact: impl Fn(&JsValue) -> JsValue) -> Failure {
        let text = match &self.body {
            Body::Text(text) => redact(text),
            Body::Value(value) => {
                redact(&JSON::stringify(value).map_or_else(|_| "".into(), JsValue::from))
            }
            Body::Unreadable(_) => "".into(),
        };
        // The documented client gives an empty text for an empty JSON body, and an empty object for other types.
        let parsed = parse(&text).filter(|value| self.is_json() || value.is_object());
        let errors = parsed.unwrap_or_else(|| {
            if is_empty(&text) && self.is_json() {
                JsValue::from("")
            } else {
                Object::new().into()
            }
        });
        let errors = if is_deeper_than(&errors, DEPTH_MAX) {
            Object::new().into()
        } else {
            errors
        };
        let message = if (300..400).contains(&self.status) {
            "The server answered with a redirect, which is never followed.".to_owned()
        } else {
            message::of_answer(self.status, &fields(&errors))
        };
        let failure = Failure::new(Kind::Request, &message);
        self.with_origin(failure)
            .with("errors", &errors)
            .with("text", &text)
    }

    fn with_origin(&self, failure: Failure) -> Failure {
        let failure = if self.status == 0 {
            failure
        } else {
            failure.with_status(self.status)
        };
        match &self.request_id {
            Some(id) => failure.with("requestId", id),
            None => failure,
        }
    }
}

fn is_empty(text: &JsValue) -> bool {
    text.unchecked_ref::<JsString>().length() == 0
}

fn parse(text: &JsValue) -> Option<JsValue> {
    js_parse(text).ok()
}

#[wasm_bindgen]
extern "C" {
    /// Takes the host's text as it is: a list of keys never crosses the boundary.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn js_parse(text: &JsValue) -> Result<JsValue, JsValue>;
}

/// Levels of objects and lists in an answer; nothing that the API has is near it.
const DEPTH_MAX: u32 = 64;

#[wasm_bindgen(inline_js = r"
export function isDeeperThan(value, levels) {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}
")]
extern "C" {
    #[wasm_bindgen(js_name = isDeeperThan)]
    fn is_deeper_than(value: &JsValue, levels: u32) -> bool;
}

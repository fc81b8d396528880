//! A request, built for the host's `fetch`.

use js_sys::{Array, JsString, Object};
use syncano_wire::{HEADER_API_KEY, HEADER_USER_KEY};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::failure::Failure;
use super::value::{get, set, text_of};
use crate::endpoint::Method;

/// Names that only the connection's credentials, or the host, may set.
const RESERVED: [&str; 8] = [
    "x-api-key",
    "x-user-key",
    "authorization",
    "proxy-authorization",
    "cookie",
    "host",
    "content-length",
    "content-type",
];

/// What is sent, apart from the credentials: those are added for each attempt.
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) body: Option<JsValue>,
    /// Whether the body is JSON, or speaks for itself (a form).
    pub(super) json: bool,
    pub(super) headers: Vec<(String, String)>,
}

/// Reads a caller's headers and refuses what could carry a credential elsewhere or break the request.
pub(super) fn headers(object: &JsValue, into: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let Some(object) = object.dyn_ref::<Object>() else {
        return Ok(());
    };
    for entry in Object::entries(object).iter() {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (text_of(&entry.get(0)), text_of(&entry.get(1)));
        let token = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.!~*'+".contains(&b));
        if !token
            || RESERVED
                .iter()
                .any(|reserved| reserved.eq_ignore_ascii_case(&name))
        {
            return Err(Failure::usage(
                "headers",
                "\"headers\" has a name that cannot be set.",
            ));
        }
        if !value.bytes().all(|b| matches!(b, b'\t' | b' '..=b'~')) {
            return Err(Failure::usage(
                "headers",
                "\"headers\" has a value that no header can carry.",
            ));
        }
        into.push((name, value));
    }
    Ok(())
}

/// The credentials of one attempt.
pub(super) struct Credentials<'a> {
    pub(super) key: Option<&'a str>,
    pub(super) user_key: Option<&'a str>,
    pub(super) social_token: Option<&'a str>,
}

impl Draft {
    /// The headers, and in `secrets` what of them a refusal must not quote.
    fn headers(&self, credentials: &Credentials<'_>, secrets: &Array) -> Object {
        let headers = Object::new();
        let add = |name: &str, value: &JsValue| set(&headers, name, value);
        add("Accept", &"application/json".into());
        if self.body.is_some() && self.json {
            add("Content-Type", &"application/json".into());
        }
        for (name, value) in &self.headers {
            add(name, &value.into());
        }
        // The host makes the texts: the module keeps one copy of a credential.
        let secret = |text: &str| {
            let text = JsString::from(text);
            secrets.push(&text);
            text
        };
        if let Some(key) = credentials.key {
            add(HEADER_API_KEY, &secret(key));
        }
        if let Some(key) = credentials.user_key {
            add(HEADER_USER_KEY, &secret(key));
        }
        if let Some(token) = credentials.social_token {
            add(
                "Authorization",
                &JsString::from("Token ").concat(&secret(token)),
            );
        }
        headers
    }

    /// The arguments of `fetch` for this request: a URL and a plain object.
    ///
    /// Not a `Request`: making one takes longer than all the rest of a call,
    /// and a `fetch` of another realm takes none of this one.
    pub(super) fn arguments(
        &self,
        credentials: &Credentials<'_>,
        controller: Option<&AbortController>,
        secrets: &Array,
    ) -> Array {
        Array::of2(
            &self.url.as_str().into(),
            &self.plain(credentials, controller, secrets),
        )
    }

    fn plain(
        &self,
        credentials: &Credentials<'_>,
        controller: Option<&AbortController>,
        secrets: &Array,
    ) -> Object {
        let init = Object::new();
        let headers = self.headers(credentials, secrets);
        set(&init, "method", &self.method.as_str().into());
        set(&init, "headers", &headers);
        set(&init, "redirect", &"manual".into());
        if !get(&js_sys::global(), "location").is_undefined() {
            // Only where there are cookies: runtimes that know none refuse the option.
            set(&init, "credentials", &"omit".into());
        }
        if let Some(body) = &self.body {
            set(&init, "body", body);
        }
        if let Some(controller) = controller {
            set(&init, "signal", &controller.signal());
        }
        init
    }
}

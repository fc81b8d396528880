//! A request, built for the host's `fetch`.

use gloo_net::http::RequestBuilder;
use js_sys::{Array, Object};
use syncano_wire::{HEADER_API_KEY, HEADER_USER_KEY};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCredentials, RequestRedirect};

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
    fn each_header(&self, credentials: &Credentials<'_>, mut add: impl FnMut(&str, &str)) {
        add("Accept", "application/json");
        if self.body.is_some() && self.json {
            add("Content-Type", "application/json");
        }
        for (name, value) in &self.headers {
            add(name, value);
        }
        if let Some(key) = credentials.key {
            add(HEADER_API_KEY, key);
        }
        if let Some(key) = credentials.user_key {
            add(HEADER_USER_KEY, key);
        }
        if let Some(token) = credentials.social_token {
            add("Authorization", &["Token ", token].concat());
        }
    }

    /// The arguments of `fetch` for this request.
    pub(super) fn arguments(
        &self,
        credentials: &Credentials<'_>,
        controller: Option<&AbortController>,
    ) -> Result<Array, JsValue> {
        let global = js_sys::global();
        if !get(&global, "Request").is_function() || !get(&global, "Headers").is_function() {
            // A stubbed environment: `fetch` alone has to do.
            return Ok(Array::of2(
                &self.url.as_str().into(),
                &self.plain(credentials, controller),
            ));
        }
        // Some runtimes know no cookies and refuse the option, some know another realm's signals only.
        let request = self
            .request(credentials, controller, true)
            .or_else(|_| self.request(credentials, controller, false))
            .or_else(|_| self.request(credentials, None, false))?;
        Ok(Array::of1(&request))
    }

    fn request(
        &self,
        credentials: &Credentials<'_>,
        controller: Option<&AbortController>,
        cookies: bool,
    ) -> Result<JsValue, JsValue> {
        let signal = controller.map(AbortController::signal);
        let mut builder = RequestBuilder::new(&self.url)
            .method(method_of(self.method))
            .redirect(RequestRedirect::Manual);
        if cookies {
            builder = builder.credentials(RequestCredentials::Omit);
        }
        let mut builder = Some(builder.abort_signal(signal.as_ref()));
        self.each_header(credentials, |name, value| {
            builder = builder.take().map(|builder| builder.header(name, value));
        });
        let builder = builder.ok_or(JsValue::UNDEFINED)?;
        let built = match &self.body {
            Some(body) => builder.body(body.clone()),
            None => builder.build(),
        };
        let request: web_sys::Request = built.map_err(|_| JsValue::UNDEFINED)?.into();
        Ok(request.into())
    }

    fn plain(&self, credentials: &Credentials<'_>, controller: Option<&AbortController>) -> Object {
        let (init, headers) = (Object::new(), Object::new());
        self.each_header(credentials, |name, value| {
            set(&headers, name, &value.into());
        });
        set(&init, "method", &self.method.as_str().into());
        set(&init, "headers", &headers);
        set(&init, "redirect", &"manual".into());
        set(&init, "credentials", &"omit".into());
        if let Some(body) = &self.body {
            set(&init, "body", body);
        }
        if let Some(controller) = controller {
            set(&init, "signal", &controller.signal());
        }
        init
    }
}

fn method_of(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
        Method::Head => http::Method::HEAD,
    }
}

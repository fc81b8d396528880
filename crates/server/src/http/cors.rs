//! What other origins may see.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    CONTENT_TYPE, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use axum::http::{Method, Response};

const METHODS: HeaderValue = HeaderValue::from_static("DELETE, GET, OPTIONS, PATCH, POST, PUT");
const HEADERS: HeaderValue = HeaderValue::from_static(
    "accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, x-csrftoken, \
     x-requested-with, x-api-key, x-user-key",
);
const EXPOSED: HeaderValue = HeaderValue::from_static("Retry-After");
const MAX_AGE_S: HeaderValue = HeaderValue::from_static("86400");
const ANY: HeaderValue = HeaderValue::from_static("*");

/// What a request says about where it comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cors {
    has_origin: bool,
    is_options: bool,
    is_preflight: bool,
    exposes: bool,
}

impl Cors {
    pub(crate) fn of(method: &Method, headers: &HeaderMap, exposes: bool) -> Self {
        let is_options = method == Method::OPTIONS;
        Self {
            has_origin: headers.contains_key(ORIGIN),
            is_options,
            is_preflight: is_options && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD),
            exposes,
        }
    }

    /// The whole answer, when the request only asks what it may send.
    pub(crate) fn preflight(self) -> Option<Response<Body>> {
        self.is_preflight.then(|| {
            let mut response = Response::new(Body::empty());
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, html);
            response
        })
    }

    /// Adds the headers that depend on the origin.
    pub(crate) fn mark(self, headers: &mut HeaderMap) {
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        if !self.has_origin {
            return;
        }
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        if self.is_options {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE_S);
        }
        if self.exposes {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
}

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};

use super::error::ApiError;
use crate::json::{self, Json};

const JSON_TYPE: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const HTML_TYPE: HeaderValue = HeaderValue::from_static("text/html");
const NO_ROUTE: &str =
    "<h1>Not Found</h1><p>The requested resource was not found on this server.</p>";
const BAD_REQUEST: &str = "<h1>Bad Request (400)</h1>";
const SERVER_ERROR: &str = "<h1>Server Error (500)</h1>";

/// What a handler has to say when all went well.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Option<Json>,
}

impl Answer {
    /// 200.
    pub(crate) fn ok(body: Json) -> Self {
        Self {
            status: StatusCode::OK,
            body: Some(body),
        }
    }

    /// 201.
    pub(crate) fn created(body: Json) -> Self {
        Self {
            status: StatusCode::CREATED,
            body: Some(body),
        }
    }

    /// 204.
    pub(crate) fn none() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
        }
    }
}

/// How an outcome is put into bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendering {
    /// Spaces of indentation; `None` for compact text.
    pub(crate) indent: Option<usize>,
    /// Verbs of the route, for `Allow`.
    pub(crate) allow: Option<String>,
    /// Whether faults of the original are shown as it showed them.
    pub(crate) original_faults: bool,
}

impl Rendering {
    /// Turns an outcome into a response.
    pub(crate) fn response(&self, outcome: Result<Answer, ApiError>) -> Response<Body> {
        let error = match outcome {
            Ok(answer) => return self.json(answer.status, answer.body.as_ref()),
            Err(error) => error,
        };
        match &error {
            ApiError::NoRoute => html(error.status(), NO_ROUTE),
            ApiError::TooManyFields => html(error.status(), BAD_REQUEST),
            ApiError::OriginalFault(_) if self.original_faults => {
                html(StatusCode::INTERNAL_SERVER_ERROR, SERVER_ERROR)
            }
            _ => {
                let mut response = self.json(error.status(), Some(&error.body()));
                if let Some(seconds) = error.retry_after_s() {
                    response.headers_mut().insert(RETRY_AFTER, seconds.into());
                }
                response
            }
        }
    }

    fn json(&self, status: StatusCode, body: Option<&Json>) -> Response<Body> {
        let text = body.map(|body| match self.indent {
            Some(spaces) => json::to_indented(body, spaces),
            None => json::to_text(body),
        });
        let has_body = text.is_some();
        let mut response = Response::new(Body::from(text.unwrap_or_default()));
        *response.status_mut() = status;
        if has_body {
            response.headers_mut().insert(CONTENT_TYPE, JSON_TYPE);
        }
        if let Some(allow) = self.allow.as_ref().and_then(|allow| allow.parse().ok()) {
            response.headers_mut().insert(ALLOW, allow);
        }
        response
    }
}

fn html(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HTML_TYPE);
    response
}

//! A request taken off the wire, within limits.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderMap, HeaderName};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use percent_encoding::percent_decode_str;

use super::body::RawBody;
use super::client::Client;
use super::error::ApiError;
use super::query::Query;

const HEADER_TEMPLATE: &str = "X-TEMPLATE-RESPONSE";

/// A request without its credentials' headers being looked at yet.
#[derive(Debug)]
pub(crate) struct ApiRequest {
    pub(crate) method: String,
    /// As sent, for links to the same list.
    pub(crate) raw_path: String,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RawBody,
    pub(crate) client: Client,
}

impl ApiRequest {
    /// Reads the whole body.
    ///
    /// # Errors
    /// 413 beyond `max_bytes`, 408 when it takes longer than `timeout`, 400 when the
    /// connection breaks off.
    pub(crate) async fn read(
        request: Request<Body>,
        client: Client,
        max_bytes: u64,
        timeout: Duration,
    ) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let bytes = collect(&parts, body, max_bytes, timeout).await?;
        let content_type = text(&parts.headers, CONTENT_TYPE);
        Ok(Self {
            method: parts.method.as_str().to_owned(),
            raw_path: parts.uri.path().to_owned(),
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            headers: parts.headers,
            body: RawBody {
                bytes,
                content_type,
            },
            client,
        })
    }

    pub(crate) fn accept(&self) -> Option<String> {
        text(&self.headers, ACCEPT)
    }

    /// Whether the answer shall be written with a stored template.
    pub(crate) fn names_template(&self) -> bool {
        let header = self.headers.get(HEADER_TEMPLATE);
        header.is_some_and(|name| !name.is_empty())
            || self.query.filled("template_response").is_some()
    }

    pub(crate) fn host(&self) -> Option<String> {
        text(&self.headers, HOST)
    }
}

/// The path with escapes undone, or `None` when that gives no text.
pub(crate) fn decode_path(raw: &str) -> Option<String> {
    percent_decode_str(raw)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

async fn collect(
    parts: &Parts,
    body: Body,
    max_bytes: u64,
    timeout: Duration,
) -> Result<Bytes, ApiError> {
    let announced = parts.headers.get(axum::http::header::CONTENT_LENGTH);
    let announced: Option<u64> = announced.and_then(|value| value.to_str().ok()?.parse().ok());
    if let Some(bytes) = announced.filter(|bytes| *bytes > max_bytes) {
        return Err(ApiError::body_too_large(bytes));
    }
    let limit = usize::try_from(max_bytes).unwrap_or(usize::MAX);
    let collected = tokio::time::timeout(timeout, Limited::new(body, limit).collect()).await;
    match collected {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(ApiError::body_too_large(max_bytes.saturating_add(1)))
        }
        Ok(Err(_)) => Err(ApiError::bad_request("The request body broke off.")),
        Err(_) => Err(ApiError::Detail(
            StatusCode::REQUEST_TIMEOUT,
            "The request body took too long.".to_owned(),
        )),
    }
}

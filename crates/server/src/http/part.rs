//! A request inside a batch, on its way through the same checks as any other.

use axum::http::header::HeaderMap;
use futures_util::future::BoxFuture;

use super::answer::Answer;
use super::body::RawBody;
use super::call::Call;
use super::credentials;
use super::dispatch::{look_up, run};
use super::error::ApiError;
use super::negotiation::negotiate;
use super::query::Query;
use super::request::{ApiRequest, decode_path};
use crate::domain::differences::Switch;
use crate::json::{self, Json, Object};

/// One request of a batch.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) method: &'static str,
    /// With its query.
    pub(crate) path: String,
    pub(crate) body: Object,
}

/// Answers one part of the batch that `call` is, for whoever sent the batch.
///
/// Boxed, because a part can be a batch again.
pub(crate) fn answer_part(call: &Call, part: Part) -> BoxFuture<'_, Result<Answer, ApiError>> {
    Box::pin(async move {
        let (path, query) = part.path.split_once('?').unwrap_or((&part.path, ""));
        let query = Query::parse(query);
        let found = decode_path(path).and_then(|path| look_up(&path));
        let found = found.ok_or(ApiError::NoRoute)?;
        let negotiated = negotiate(query.filled("format"), None).map(drop);
        // A key in the path would make somebody else of the sender.
        let is_renamed = call.app.settings.is_original(Switch::KeysInQueryAndBody)
            && credentials::replaces_key(&query);
        let request = ApiRequest {
            method: part.method.to_owned(),
            raw_path: path.to_owned(),
            query,
            headers: HeaderMap::new(),
            body: RawBody {
                bytes: json::to_text(&Json::Object(part.body)).into(),
                content_type: Some("application/json".to_owned()),
            },
            client: call.client,
        };
        let sender = (!is_renamed).then_some(call);
        run(&call.app, request, found, negotiated, sender).await
    })
}

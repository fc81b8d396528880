//! One log line and one count for every request.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, Response};
use axum::middleware::Next;
use tracing::Instrument;

use crate::App;
use crate::http::{Template, request_id};

/// Where paths beside the API begin. Those of files all have one name: there may be any
/// number of them.
const BESIDE: [Template; 3] = [
    Template::bare("/livez"),
    Template::bare("/readyz"),
    Template::bare("/dashboard"),
];

/// Names a request, passes it on, and tells what became of it.
///
/// Methods and paths are told by names that this server has for them, never as they were
/// sent: either can hold what a caller should have kept to itself.
pub(crate) async fn observe(
    State(app): State<Arc<App>>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let started = Instant::now();
    let id = request_id::next();
    let method = method_name(request.method());
    let path = request.uri().path();
    let beside = BESIDE
        .into_iter()
        .find(|route| path.starts_with(route.path));
    // At the level of errors, so that no filter separates an error from its request.
    let span = tracing::error_span!("request", %id);
    let mut response = request_id::within(id.clone(), next.run(request))
        .instrument(span.clone())
        .await;
    response
        .headers_mut()
        .insert(request_id::HEADER, request_id::header(&id));
    let elapsed = started.elapsed();
    let api = response.extensions().get().copied();
    let api = api.filter(|route| *route != Template::NONE);
    let route = api.or(beside).unwrap_or(Template::NONE);
    let status = response.status().as_u16();
    if let Some(metrics) = &app.metrics {
        metrics.count(method, route, status, elapsed);
    }
    let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(parent: None, id, method, %route, status, ms, "answered");
    response
}

fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

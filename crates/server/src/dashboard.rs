//! Static files of the dashboard, which may run nothing but its own scripts.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, Response};
use axum::middleware::map_response;
use axum::response::Redirect;
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::App;
use crate::config::Settings;

const HEADERS: [(HeaderName, &str); 3] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
];

/// The dashboard's routes; none when no folder is configured.
pub(crate) fn routes(settings: &Settings) -> Router<Arc<App>> {
    let mut router = Router::new();
    if let Some(folder) = &settings.dashboard {
        router = router
            .route(
                "/dashboard",
                get(|| async { Redirect::permanent("/dashboard/") }),
            )
            .nest_service("/dashboard/", ServeDir::new(folder));
    }
    if let Some(folder) = &settings.dashboard_package {
        router = router.nest_service("/dashboard/pkg/", ServeDir::new(folder));
    }
    let [csp, sniffing, referrer] = HEADERS.map(|(name, value)| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    });
    let router = router.layer(map_response(name_scripts));
    // Laid around these routes only: the API's fallback is added afterwards.
    router.layer(
        ServiceBuilder::new()
            .layer(csp)
            .layer(sniffing)
            .layer(referrer),
    )
}

/// The registered name of the type; the one that files are guessed to have is obsolete.
async fn name_scripts(mut response: Response<Body>) -> Response<Body> {
    let obsolete = "application/javascript";
    if response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind == obsolete)
    {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript"));
    }
    response
}

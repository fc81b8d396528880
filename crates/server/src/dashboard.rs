//! Static files of the dashboard, which may run nothing but its own scripts.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderName;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
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
         frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
];

/// The dashboard's routes; none when no folder is configured.
pub(crate) fn routes(settings: &Settings) -> Router<Arc<App>> {
    let mut router = Router::new();
    if let Some(folder) = &settings.dashboard {
        router = router.nest_service("/dashboard/", ServeDir::new(folder));
    }
    if let Some(folder) = &settings.dashboard_package {
        router = router.nest_service("/dashboard/pkg/", ServeDir::new(folder));
    }
    let [csp, sniffing, referrer] = HEADERS.map(|(name, value)| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    });
    // Laid around these routes only: the API's fallback is added afterwards.
    router.layer(
        ServiceBuilder::new()
            .layer(csp)
            .layer(sniffing)
            .layer(referrer),
    )
}

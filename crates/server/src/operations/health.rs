//! `/livez` and `/readyz`.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Mutex;

use crate::App;
use crate::json::{self, Json, object};
use crate::store::StoreError;

/// The longest that a check may take.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a result is good for. Anybody may ask, and every check writes to the disk.
const FRESH: Duration = Duration::from_secs(1);

/// Whether the server should get requests.
#[derive(Debug, Default)]
pub(crate) struct Health {
    is_stopping: AtomicBool,
    last: Mutex<Option<(Instant, Checks)>>,
}

/// What was checked, and whether it was well.
#[derive(Clone, Copy, Debug)]
struct Checks {
    database: bool,
    root_key: bool,
    migrations: bool,
}

impl Health {
    /// From now on the server is not ready any more.
    pub(crate) fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Looks, or says what was seen a moment ago. Those who ask meanwhile wait for the
    /// same look.
    async fn checks(&self, app: &App) -> Checks {
        let mut last = self.last.lock().await;
        if let Some((at, checks)) = *last
            && at.elapsed() < FRESH
        {
            return checks;
        }
        let (database, root_key, migrations) = tokio::join!(
            is_well("database", app.store.write_test()),
            is_well("root_key", app.store.root_key_test()),
            is_well("migrations", app.store.migration_test()),
        );
        let checks = Checks {
            database,
            root_key,
            migrations,
        };
        *last = Some((Instant::now(), checks));
        checks
    }
}

async fn is_well(check: &str, test: impl Future<Output = Result<(), StoreError>>) -> bool {
    match tokio::time::timeout(CHECK_TIMEOUT, test).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(check, cause = %error, "not ready");
            false
        }
        Err(_) => {
            tracing::warn!(check, "not ready: it took too long");
            false
        }
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
}

/// The process answers.
async fn live() -> Response {
    answer(StatusCode::OK, &object([("status", "ok".into())]))
}

async fn ready(State(app): State<Arc<App>>) -> Response {
    let is_running = !app.health.is_stopping.load(Ordering::Relaxed);
    let checks = app.health.checks(&app).await;
    let all = [
        ("database", checks.database),
        ("root_key", checks.root_key),
        ("migrations", checks.migrations),
        ("running", is_running),
    ];
    let (status, text) = if all.iter().all(|(_, is_well)| *is_well) {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "unready")
    };
    let word = |is_well: bool| Json::from(if is_well { "ok" } else { "failing" });
    let checks = object(all.map(|(name, is_well)| (name, word(is_well))));
    let body = object([("status", text.into()), ("checks", checks)]);
    answer(status, &body)
}

fn answer(status: StatusCode, body: &Json) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, json::to_text(body)).into_response()
}

//! What whoever runs the server wants to know: whether it is well, what it does, and how
//! much of it. None of it needs a key, and none of it tells whose requests they are.

mod health;
mod log;
mod metrics;
mod observe;

pub(crate) use health::Health;
pub use log::{DEFAULT_LOG, LogFormat, init_log};
pub(crate) use metrics::Metrics;
pub(crate) use observe::observe;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::Router;

use crate::App;

/// Logins so far.
#[derive(Debug, Default)]
pub(crate) struct Logins {
    /// Those whose password was looked at.
    pub(crate) attempted: AtomicU64,
    /// Those that were told to wait instead.
    pub(crate) refused: AtomicU64,
    /// Those whose password was right.
    pub(crate) succeeded: AtomicU64,
}

/// Routes beside the API.
pub(crate) fn routes() -> Router<Arc<App>> {
    health::routes()
}

/// Routes of the listener for figures.
pub(crate) fn metrics_routes() -> Router<Arc<App>> {
    metrics::routes()
}

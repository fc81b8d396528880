//! Server of the Syncano API: accounts, instances, API keys, and who may do what.
//!
//! `http` turns requests into calls and outcomes into answers, `routes` says what each
//! resource does, `domain` holds the rules, `store` the data. Dependencies point down
//! that list only. `listen` brings requests in from the network, `operations` tells how
//! the server is, and `configuration` where its settings come from.

mod catalogue;
mod cli;
mod commands;
mod config;
mod configuration;
mod dashboard;
mod domain;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod json;
mod listen;
mod listen_options;
mod mail_options;
mod openapi;
mod operations;
mod outbox;
mod routes;
mod serve;
mod store;

pub use catalogue::{RouteEntry, routes};
pub use cli::{Backup, Cli, Command, CreateAdmin, Openapi, Restore, RotateRoot, Serve};
pub use commands::{CommandError, run};
pub use config::{Listening, Settings, Timeouts, TlsFiles};
pub use configuration::{FileError, Invocation, Refused};
pub use domain::differences::{DIFFERENCES, Difference, Switch};
pub use http::{Client, Limits};
pub use listen::{CertificateError, ClearText};
pub use listen_options::ListenOptions;
pub use mail_options::{MailOptions, SmtpSecurity};
pub use openapi::{DescribedVersion, openapi};
pub use operations::{DEFAULT_LOG, LogFormat, init_log};
pub use outbox::{MailSettings, Transport};
pub use serve::{Running, ServeError};
pub use store::{BackupError, OpenError};

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use axum::middleware::from_fn_with_state;
use syncano_vault::Passwords;
use tower_http::catch_panic::CatchPanicLayer;

use crate::http::Throttle;
use crate::listen::Connections;
use crate::operations::{Health, Logins, Metrics, observe};
use crate::outbox::Outbox;
use crate::store::{DatabaseLock, Store};

/// Everything that requests share.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    store: Store,
    _lock: DatabaseLock,
    passwords: Passwords,
    throttle: Throttle,
    outbox: Outbox,
    connections: Connections,
    health: Health,
    logins: Logins,
    /// `None` when nobody could read them.
    metrics: Option<Metrics>,
}

impl App {
    /// Opens the database and starts the password threads.
    ///
    /// # Errors
    /// When the database, its root key or the threads cannot be had; the text says what
    /// to do.
    pub async fn open(settings: Settings) -> Result<Arc<Self>, CommandError> {
        let lock = DatabaseLock::take(&settings.database)?;
        let store = Store::open(
            &settings.database,
            settings.root_key_file.as_deref(),
            settings.database_pages_max,
        )
        .await?;
        let passwords = Passwords::new(&settings.passwords)?;
        let throttle = Throttle::new(settings.limits);
        let outbox = Outbox::open(&settings.mail, store.file())?;
        Ok(Arc::new(Self {
            connections: Connections::new(settings.connections_max),
            health: Health::default(),
            logins: Logins::default(),
            metrics: settings.metrics_listen.map(|_| Metrics::new()),
            settings,
            store,
            _lock: lock,
            passwords,
            throttle,
            outbox,
        }))
    }

    /// Closes the database after what is running, mails included.
    pub async fn close(&self) {
        self.outbox.close(self.settings.timeouts.stop).await;
        self.store.close().await;
    }
}

/// Every route of the server: the API, its health, and the dashboard when it is
/// configured.
pub fn app(state: Arc<App>) -> Router {
    dashboard::routes(&state.settings)
        .merge(operations::routes())
        .fallback(answer)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(state.clone(), observe))
        .with_state(state)
}

async fn answer(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    let client = request.extensions().get().copied();
    http::dispatch(app, request, client.unwrap_or_default()).await
}

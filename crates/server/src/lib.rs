//! Server of the Syncano API: accounts, instances, API keys, and who may do what.
//!
//! `http` turns requests into calls and outcomes into answers, `routes` says what each
//! resource does, `domain` holds the rules, `store` the data. Dependencies point down
//! that list only.

mod catalogue;
mod cli;
mod commands;
mod config;
mod dashboard;
mod domain;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod json;
mod mail_options;
mod outbox;
mod routes;
mod serve;
mod store;

pub use catalogue::{RouteEntry, routes};
pub use cli::{Backup, Cli, Command, CreateAdmin, Restore, RotateRoot, Serve};
pub use commands::{CommandError, run};
pub use config::{Settings, Timeouts};
pub use domain::differences::{DIFFERENCES, Difference, Switch};
pub use http::Limits;
pub use mail_options::{MailOptions, SmtpSecurity};
pub use outbox::{MailSettings, Transport};
pub use serve::{Peer, Running, ServeError};
pub use store::{BackupError, OpenError};

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use syncano_vault::Passwords;
use tower_http::catch_panic::CatchPanicLayer;

use crate::http::Throttle;
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

/// Every route of the server: the API, and the dashboard when it is configured.
pub fn app(state: Arc<App>) -> Router {
    dashboard::routes(&state.settings)
        .fallback(answer)
        .layer(CatchPanicLayer::new())
        .with_state(state)
}

async fn answer(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    http::dispatch(app, request, peer).await
}

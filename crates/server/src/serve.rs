//! Listening, connections and their limits, and stopping without cutting a request.

use std::future::Future;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinHandle;
use tower::ServiceExt;

use crate::config::Timeouts;
use crate::{App, app};

/// Bytes of a request's line and headers together.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// Whom a connection comes from, as an extension of its requests.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// Signals cannot be waited for, or standard output is gone.
    #[error("cannot announce the server or wait for signals: {0}")]
    Io(#[from] io::Error),
}

/// A server that takes requests.
#[derive(Debug)]
pub struct Running {
    /// Where it listens, with the real port.
    pub address: SocketAddr,
    app: Arc<App>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Listens on `address` and serves `app` in the background.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn start(app: Arc<App>, address: SocketAddr) -> Result<Self, ServeError> {
        serve(app, address).await
    }

    /// Runs of the password hash so far.
    #[must_use]
    pub fn passwords_hashed(&self) -> u64 {
        self.app.passwords.runs()
    }

    /// Takes no more requests, finishes those that run, and closes the database.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(cause = %error, "the listener failed");
        }
        self.app.close().await;
    }
}

/// Tells that the server is ready, in one line.
pub(crate) fn announce(address: SocketAddr) -> Result<(), ServeError> {
    let mut out = io::stdout();
    writeln!(out, "listening on http://{address}")?;
    out.flush()?;
    Ok(())
}

/// Completes at SIGINT or SIGTERM. Signals are caught from this call on.
pub(crate) fn stop_signal() -> Result<impl Future<Output = ()>, ServeError> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

pub(crate) async fn serve(app: Arc<App>, address: SocketAddr) -> Result<Running, ServeError> {
    let failed = |source| ServeError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(accept(listener, app.clone(), stopped));
    Ok(Running {
        address,
        app,
        stop,
        task,
    })
}

async fn accept(listener: TcpListener, state: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let timeouts = state.settings.timeouts;
    let connections = Arc::new(Semaphore::new(state.settings.connections_max));
    let router = app(state);
    let graceful = GracefulShutdown::new();
    let mut stopped = pin!(stopped.wait_for(|stopped| *stopped));
    loop {
        let next = async {
            let permit = connections.clone().acquire_owned().await.ok();
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            _ = &mut stopped => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, peer)) => {
                connect(stream, Peer(peer), permit, &router, timeouts, &graceful);
            }
            Err(error) => {
                // Mostly too many open files: going on at once would only spin.
                tracing::warn!(cause = %error, "a connection could not be accepted");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(timeouts.stop, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were still running and have been cut");
    }
}

fn connect(
    stream: TcpStream,
    peer: Peer,
    permit: Option<OwnedSemaphorePermit>,
    router: &Router,
    timeouts: Timeouts,
    graceful: &GracefulShutdown,
) {
    // Answers are small and complete, so there is nothing to wait for.
    let _ = stream.set_nodelay(true);
    let service = router
        .clone()
        .map_request(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            request
        });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(timeouts.header)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(cause = %error, "a connection ended early");
        }
        drop(permit);
    });
}

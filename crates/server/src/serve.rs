//! Starting, announcing and stopping.

use std::future::Future;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::Settings;
use crate::listen::{CertificateError, ClearText, Connections, Endpoint, Tls, is_public};
use crate::{App, operations};

/// Connections of the listener for figures.
const METRICS_CONNECTIONS_MAX: usize = 16;

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
    /// Keys would cross a network in clear text.
    #[error(transparent)]
    ClearText(#[from] ClearText),
    /// There is no TLS with this certificate.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// Signals cannot be waited for, or standard output is gone.
    #[error("cannot announce the server or wait for signals: {0}")]
    Io(#[from] io::Error),
}

/// A server that takes requests.
#[derive(Debug)]
pub struct Running {
    /// Where it listens, with the real port.
    pub address: SocketAddr,
    /// Where its figures can be read.
    pub metrics_address: Option<SocketAddr>,
    app: Arc<App>,
    stop: watch::Sender<bool>,
    /// Counts how often somebody asked for the certificate to be read anew.
    reload: watch::Sender<u64>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Listens on `address` and serves `app` in the background.
    ///
    /// # Errors
    /// When the address cannot be listened on, or not without TLS.
    pub async fn start(app: Arc<App>, address: SocketAddr) -> Result<Self, ServeError> {
        serve(app, address).await
    }

    /// Runs of the password hash so far.
    #[must_use]
    pub fn passwords_hashed(&self) -> u64 {
        self.app.passwords.runs()
    }

    /// Reads the certificate anew, whether its files have changed or not.
    pub fn reload_certificate(&self) {
        self.reload
            .send_modify(|times| *times = times.wrapping_add(1));
    }

    /// Says that it is not ready any more, and after the time for that takes no more
    /// requests, finishes those that run, and closes the database.
    pub async fn stop(self) {
        self.app.health.stop();
        tokio::time::sleep(self.app.settings.timeouts.drain).await;
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(cause = %error, "a listener failed");
            }
        }
        self.app.close().await;
    }

    /// Tells that the server is ready. Its line is the last one, after that of the figures.
    pub(crate) fn announce(&self) -> Result<(), ServeError> {
        let has_tls = self.app.settings.listening.tls.is_some();
        let scheme = |is_tls: bool| if is_tls { "https" } else { "http" };
        let mut out = io::stdout();
        if let Some(address) = self.metrics_address {
            let scheme = scheme(has_tls && is_public(address.ip()));
            writeln!(out, "metrics on {scheme}://{address}/metrics")?;
        }
        writeln!(out, "listening on {}://{}", scheme(has_tls), self.address)?;
        out.flush()?;
        Ok(())
    }
}

/// Signals are caught from the making of this on.
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    /// Caught only where it means something.
    hang_up: Option<Signal>,
}

impl Signals {
    pub(crate) fn catch(has_certificate: bool) -> Result<Self, ServeError> {
        let hang_up = has_certificate.then(|| signal(SignalKind::hangup()));
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: hang_up.transpose()?,
        })
    }

    /// Completes at SIGINT or SIGTERM. At SIGHUP the certificate is read anew.
    pub(crate) async fn stop(mut self, running: &Running) {
        loop {
            let hang_up = async {
                match &mut self.hang_up {
                    Some(signal) => signal.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = hang_up => running.reload_certificate(),
            }
        }
    }
}

/// Refuses clear text where it is not wanted, before anything is opened or made.
pub(crate) fn check_clear_text(settings: &Settings, address: SocketAddr) -> Result<(), ClearText> {
    let addresses = [Some(address), settings.metrics_listen];
    let mut addresses = addresses.into_iter().flatten();
    addresses.try_for_each(|address| ClearText::check(address, &settings.listening))
}

pub(crate) async fn serve(app: Arc<App>, address: SocketAddr) -> Result<Running, ServeError> {
    let settings = &app.settings;
    let listening = &settings.listening;
    check_clear_text(settings, address)?;
    let (stop, stopped) = watch::channel(false);
    let (reload, asked) = watch::channel(0);
    let tls = listening.tls.as_ref().map(Tls::open).transpose()?;
    let begin = async |address, tls: Option<Tls>, connections, router: Router| {
        let failed = |source| ServeError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let endpoint = Endpoint::new(listener, tls, connections, settings);
        let task = tokio::spawn(endpoint.serve(router, stopped.clone()));
        Ok::<_, ServeError>((address, task))
    };
    let mut tasks = Vec::new();
    let mut metrics_address = None;
    if let Some(address) = settings.metrics_listen {
        // On this machine a scraper would only stumble over a certificate for the public name.
        let tls = tls.clone().filter(|_| is_public(address.ip()));
        let connections = Connections::new(METRICS_CONNECTIONS_MAX);
        let router = operations::metrics_routes().with_state(app.clone());
        let (address, task) = begin(address, tls, connections, router).await?;
        metrics_address = Some(address);
        tasks.push(task);
    }
    let router = crate::app(app.clone());
    let (address, task) = begin(address, tls.clone(), app.connections.clone(), router).await?;
    tasks.push(task);
    if let Some(tls) = tls {
        tasks.push(tokio::spawn(until(
            stopped.clone(),
            tls.keep_current(listening.certificate_interval, asked),
        )));
    }
    Ok(Running {
        address,
        metrics_address,
        app: app.clone(),
        stop,
        reload,
        tasks,
    })
}

/// Does `work` until the server stops.
async fn until(mut stopped: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        _ = stopped.wait_for(|stopped| *stopped) => {}
        () = work => {}
    }
}

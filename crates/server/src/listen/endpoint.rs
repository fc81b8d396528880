//! One listener: its connections, their limits, and stopping without cutting a request.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::{HeaderValue, STRICT_TRANSPORT_SECURITY};
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::proxies::Proxies;
use super::tls::Tls;
use crate::config::{Settings, Timeouts};

/// How long to rest when the operating system has no more room for connections.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// The least that the HTTP library can hold of a request's head.
const HEADER_BYTES_MIN: usize = 8 * 1024;
/// A browser that has been here by TLS does not come without for a year.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Room for connections, and how many there are.
#[derive(Clone, Debug)]
pub(crate) struct Connections {
    room: Arc<Semaphore>,
    open: Arc<AtomicU64>,
}

impl Connections {
    pub(crate) fn new(max: usize) -> Self {
        Self {
            room: Arc::new(Semaphore::new(max.min(Semaphore::MAX_PERMITS))),
            open: Arc::default(),
        }
    }

    pub(crate) fn open(&self) -> u64 {
        self.open.load(Ordering::Relaxed)
    }
}

/// A listener that has not begun yet.
#[derive(Debug)]
pub(crate) struct Endpoint {
    listener: TcpListener,
    connections: Connections,
    line: Line,
}

/// What all connections of a listener have in common.
#[derive(Clone, Debug)]
struct Line {
    tls: Option<Tls>,
    proxies: Proxies,
    timeouts: Timeouts,
    header_bytes_max: usize,
}

impl Endpoint {
    pub(crate) fn new(
        listener: TcpListener,
        tls: Option<Tls>,
        connections: Connections,
        settings: &Settings,
    ) -> Self {
        Self {
            listener,
            connections,
            line: Line {
                tls,
                proxies: Proxies::new(&settings.listening.trusted_proxies),
                timeouts: settings.timeouts,
                header_bytes_max: settings.header_bytes_max.max(HEADER_BYTES_MIN),
            },
        }
    }

    /// Serves `router` until `stopped`, and then what has begun.
    pub(crate) async fn serve(self, router: Router, mut stopped: watch::Receiver<bool>) {
        let graceful = GracefulShutdown::new();
        let mut stopped = pin!(stopped.wait_for(|stopped| *stopped));
        loop {
            let next = async {
                let permit = self.connections.room.clone().acquire_owned().await.ok();
                (permit, self.listener.accept().await)
            };
            let (permit, accepted) = tokio::select! {
                _ = &mut stopped => break,
                next = next => next,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let counted = Counted::new(&self.connections.open);
                    let attended =
                        self.line
                            .clone()
                            .attend(stream, peer, router.clone(), graceful.watcher());
                    tokio::spawn(async move {
                        attended.await;
                        drop((counted, permit));
                    });
                }
                Err(error) => {
                    // Mostly too many open files: going on at once would only spin.
                    tracing::warn!(cause = %error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(self.listener);
        let longest = self.line.timeouts.stop;
        if tokio::time::timeout(longest, graceful.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("requests were still running and have been cut");
        }
    }
}

impl Line {
    async fn attend(self, stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher) {
        // Answers are small and complete, so there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.timeouts.write));
        let stream = Box::pin(stream);
        match &self.tls {
            None => self.http(stream, peer, false, router, watcher).await,
            Some(tls) => {
                let longest = self.timeouts.handshake;
                match tokio::time::timeout(longest, tls.accept(stream)).await {
                    Ok(Ok(stream)) => self.http(stream, peer, true, router, watcher).await,
                    Ok(Err(error)) => tracing::debug!(cause = %error, "a handshake failed"),
                    Err(_) => tracing::debug!("a handshake took too long"),
                }
            }
        }
    }

    async fn http<S>(
        &self,
        stream: S,
        peer: SocketAddr,
        is_tls: bool,
        router: Router,
        watcher: Watcher,
    ) where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let proxies = self.proxies.clone();
        let service = router
            .map_request(move |request: Request<Incoming>| {
                let client = proxies.client(peer.ip(), is_tls, request.headers());
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(client);
                request
            })
            .map_response(move |mut response: Response<Body>| {
                if is_tls {
                    let headers = response.headers_mut();
                    headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
                }
                response
            });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.timeouts.header)
            .max_buf_size(self.header_bytes_max)
            .max_header_size(self.header_bytes_max)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(cause = %error, "a connection ended early");
        }
    }
}

/// A connection, as long as it is open.
struct Counted(Arc<AtomicU64>);

impl Counted {
    fn new(open: &Arc<AtomicU64>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(open.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

//! TLS, with a certificate that can be replaced while connections go on.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

use super::certificate::{CertificateError, Stamp, load};
use crate::config::TlsFiles;

/// The only protocol that is spoken inside.
const ALPN: &[u8] = b"http/1.1";

/// Accepts connections with whatever certificate is current.
#[derive(Clone)]
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    certificate: Arc<Certificate>,
}

struct Certificate {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Tls {
    /// Reads the certificate for the first time.
    ///
    /// # Errors
    /// When it cannot be used.
    pub(crate) fn open(files: &TlsFiles) -> Result<Self, CertificateError> {
        let provider = Arc::new(ring::default_provider());
        let certificate = Arc::new(Certificate {
            files: files.clone(),
            current: RwLock::new(Arc::new(load(files, &provider)?)),
            provider: provider.clone(),
        });
        let builder = ServerConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions();
        let builder = builder.map_err(|source| certificate.unusable(source))?;
        let mut config = builder
            .with_no_client_auth()
            .with_cert_resolver(certificate.clone());
        config.alpn_protocols = vec![ALPN.to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate,
        })
    }

    /// Does the handshake.
    pub(super) async fn accept<S>(&self, stream: S) -> io::Result<TlsStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.acceptor.accept(stream).await
    }

    /// Takes over a certificate whose files have changed, which is looked for every
    /// `interval`, and at once when `asked` says so. One that cannot be used is logged,
    /// and the old one stays: half of a renewal may be on the disk yet.
    pub(crate) async fn keep_current(self, interval: Duration, mut asked: watch::Receiver<u64>) {
        let mut seen = Stamp::of(&self.certificate.files);
        loop {
            let is_asked = tokio::select! {
                () = tokio::time::sleep(interval) => false,
                changed = asked.changed() => match changed {
                    Ok(()) => true,
                    Err(_) => return,
                },
            };
            // Taken before the files are read, so that a change in between is seen next time.
            let stamp = Stamp::of(&self.certificate.files);
            if is_asked || stamp != seen {
                seen = stamp;
                self.certificate.reload();
            }
        }
    }
}

impl Certificate {
    fn reload(&self) {
        let file = self.files.certificate.display();
        match load(&self.files, &self.provider) {
            Ok(loaded) => {
                let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                *current = Arc::new(loaded);
                tracing::info!(%file, "the certificate was read anew");
            }
            Err(error) => {
                tracing::error!(cause = %error, "the certificate stays as it is, the new one is no good");
            }
        }
    }

    fn unusable(&self, source: rustls::Error) -> CertificateError {
        CertificateError::Pair {
            certificate: self.files.certificate.clone(),
            key: self.files.key.clone(),
            source,
        }
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Some(current.clone())
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.certificate.fmt(f)
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate")
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

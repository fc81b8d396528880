//! A client of TLS servers that trusts one certificate, and tells which it was shown.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::{HeaderMap, Request};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// An answer, and the certificate of who gave it.
#[derive(Debug)]
pub(crate) struct TlsReply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) certificate: CertificateDer<'static>,
}

/// A connection that has been trusted.
pub(crate) struct TlsConnection {
    sender: http1::SendRequest<Empty<Bytes>>,
    certificate: CertificateDer<'static>,
}

impl TlsConnection {
    /// `None` when the server is not trusted or speaks no TLS.
    pub(crate) async fn open(
        address: SocketAddr,
        trusted: &[CertificateDer<'static>],
    ) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        for certificate in trusted {
            roots.add(certificate.clone()).expect("a certificate");
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(address).await.expect("a connection");
        let name = ServerName::try_from("localhost").expect("a name");
        let connector = TlsConnector::from(Arc::new(config));
        let stream = connector.connect(name, stream).await.ok()?;
        let shown = stream.get_ref().1.peer_certificates();
        let certificate = shown?.first()?.clone().into_owned();
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        // It ends with its sender.
        tokio::spawn(connection);
        Some(Self {
            sender,
            certificate,
        })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Option<TlsReply> {
        let request = Request::get(path).header("Host", "localhost");
        let request = request.body(Empty::new()).expect("a request");
        let (parts, body) = self.sender.send_request(request).await.ok()?.into_parts();
        let bytes = body.collect().await.ok()?.to_bytes();
        Some(TlsReply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            certificate: self.certificate.clone(),
        })
    }
}

/// Asks for `path` on a connection of its own.
pub(crate) async fn get(
    address: SocketAddr,
    trusted: &[CertificateDer<'static>],
    path: &str,
) -> Option<TlsReply> {
    TlsConnection::open(address, trusted).await?.get(path).await
}

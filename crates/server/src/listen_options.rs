//! Options of `serve` about listening, connections and limits.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::RangedU64ValueParser;
use ipnet::IpNet;

use crate::config::{CONNECTIONS_MAX, HEADER_BYTES_MAX, Listening, Timeouts, TlsFiles};

/// The least that the HTTP library can hold of a request's head, and more than any needs.
const HEADER_BYTES: std::ops::RangeInclusive<u64> = 8192..=1_048_576;
/// A time-out of nothing would refuse everybody, and one of a day is none.
const SECONDS: std::ops::RangeInclusive<u64> = 1..=86_400;

/// Options about listening, connections and limits.
#[derive(Debug, Args)]
pub struct ListenOptions {
    /// Address to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "SYNCANO_LISTEN",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,
    /// Certificate and those that vouch for it (PEM), to speak TLS; read anew when it
    /// changes and at SIGHUP
    #[arg(
        long,
        env = "SYNCANO_TLS_CERTIFICATE",
        value_name = "PATH",
        requires = "tls_key"
    )]
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate (PEM)
    #[arg(
        long,
        env = "SYNCANO_TLS_KEY",
        value_name = "PATH",
        requires = "tls_certificate"
    )]
    pub tls_key: Option<PathBuf>,
    /// Speak clear text even where other machines can listen
    #[arg(long, env = "SYNCANO_INSECURE_HTTP")]
    pub insecure_http: bool,
    /// Network of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; may be
    /// given more than once
    #[arg(
        long,
        env = "SYNCANO_TRUSTED_PROXY",
        value_name = "CIDR",
        value_delimiter = ',',
        value_parser = network
    )]
    pub trusted_proxy: Vec<IpNet>,
    /// Address at which Prometheus finds figures under /metrics [default: none]
    #[arg(long, env = "SYNCANO_METRICS_LISTEN", value_name = "HOST:PORT")]
    pub metrics_listen: Option<SocketAddr>,
    /// Connections at a time
    #[arg(
        long,
        env = "SYNCANO_CONNECTIONS_MAX",
        value_name = "N",
        default_value_t = CONNECTIONS_MAX
    )]
    pub connections_max: usize,
    /// Bytes of a request's line and headers together
    #[arg(
        long,
        env = "SYNCANO_HEADER_BYTES_MAX",
        value_name = "N",
        default_value_t = HEADER_BYTES_MAX,
        value_parser = RangedU64ValueParser::<usize>::new().range(HEADER_BYTES)
    )]
    pub header_bytes_max: usize,
    /// Seconds for a request's headers, and between two requests of a connection
    #[arg(long, env = "SYNCANO_HEADER_SECONDS_MAX", value_name = "N", default_value_t = 5, value_parser = seconds())]
    pub header_seconds_max: u64,
    /// Seconds for a request's body
    #[arg(long, env = "SYNCANO_BODY_SECONDS_MAX", value_name = "N", default_value_t = 10, value_parser = seconds())]
    pub body_seconds_max: u64,
    /// Seconds for a request from its headers to its answer
    #[arg(long, env = "SYNCANO_REQUEST_SECONDS_MAX", value_name = "N", default_value_t = 30, value_parser = seconds())]
    pub request_seconds_max: u64,
    /// Seconds that a stopping server goes on as before but not ready, for load balancers
    /// to see it
    #[arg(long, env = "SYNCANO_DRAIN_SECONDS", value_name = "N", default_value_t = 0, value_parser = RangedU64ValueParser::<u64>::new().range(0..=3600))]
    pub drain_seconds: u64,
    /// Seconds that a stopping server then leaves to requests that have begun
    #[arg(long, env = "SYNCANO_STOP_SECONDS_MAX", value_name = "N", default_value_t = 30, value_parser = seconds())]
    pub stop_seconds_max: u64,
}

impl ListenOptions {
    /// Where requests come in, and how.
    #[must_use]
    pub fn listening(&self) -> Listening {
        let files = self.tls_certificate.clone().zip(self.tls_key.clone());
        Listening {
            tls: files.map(|(certificate, key)| TlsFiles { certificate, key }),
            insecure_http: self.insecure_http,
            trusted_proxies: self.trusted_proxy.clone(),
            ..Listening::default()
        }
    }

    /// How long clients may take.
    #[must_use]
    pub fn timeouts(&self) -> Timeouts {
        Timeouts {
            header: Duration::from_secs(self.header_seconds_max),
            body: Duration::from_secs(self.body_seconds_max),
            request: Duration::from_secs(self.request_seconds_max),
            drain: Duration::from_secs(self.drain_seconds),
            stop: Duration::from_secs(self.stop_seconds_max),
            ..Timeouts::default()
        }
    }

    /// Scheme and host of the server, for who is on the same machine.
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.tls_certificate.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.listen)
    }
}

fn seconds() -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::new().range(SECONDS)
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    text.parse()
        .or_else(|_| text.parse().map(|address: IpAddr| IpNet::from(address)))
        .map_err(|_| "write a network such as 10.0.0.0/8, or one address".to_owned())
}

//! Every setting of the server, its default and its unit.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use syncano_vault::PasswordPolicy;

use crate::domain::differences::Switch;
use crate::http::Limits;
use crate::outbox::MailSettings;

const INSTANCES_MAX: u32 = 16;
const INSTANCES_MAX_ORIGINAL: u32 = 4;
const BODY_BYTES_MAX: u64 = 256 * 1024;
/// Connections at a time, by default.
pub(crate) const CONNECTIONS_MAX: usize = 1024;
/// Bytes of a request's line and headers together, by default.
pub(crate) const HEADER_BYTES_MAX: usize = 16 * 1024;
const BODY_BYTES_MAX_ORIGINAL: u64 = 128 * 1024 * 1024;

/// How long a client may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// For the handshake of TLS.
    pub handshake: Duration,
    /// For a request's headers, and between two requests of a connection.
    pub header: Duration,
    /// For a request's body.
    pub body: Duration,
    /// For a whole request, from its headers to its answer.
    pub request: Duration,
    /// For taking the next bytes of an answer.
    pub write: Duration,
    /// How long a server that stops goes on as before, but not ready.
    pub drain: Duration,
    /// For running requests when the server stops.
    pub stop: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(5),
            header: Duration::from_secs(5),
            body: Duration::from_secs(10),
            request: Duration::from_secs(30),
            write: Duration::from_secs(10),
            drain: Duration::ZERO,
            stop: Duration::from_secs(30),
        }
    }
}

/// Files of a certificate.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate and those that vouch for it, as PEM.
    pub certificate: PathBuf,
    /// Its private key, as PEM.
    pub key: PathBuf,
}

/// How requests come in.
#[derive(Clone, Debug)]
pub struct Listening {
    /// `None`: clear text.
    pub tls: Option<TlsFiles>,
    /// Whether clear text may be spoken where others can listen.
    pub insecure_http: bool,
    /// Proxies that are believed when they say whom they speak for.
    pub trusted_proxies: Vec<IpNet>,
    /// How often is looked whether the certificate's files have changed.
    pub certificate_interval: Duration,
}

impl Default for Listening {
    fn default() -> Self {
        Self {
            tls: None,
            insecure_http: false,
            trusted_proxies: Vec::new(),
            certificate_interval: Duration::from_secs(30),
        }
    }
}

/// Settings of a server.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:PATH`.
    pub database: String,
    /// `None`: next to the database, with `.root-key` at the end of its name.
    pub root_key_file: Option<PathBuf>,
    /// Differences from the original that are undone.
    pub original: Vec<Switch>,
    /// Requests in a second.
    pub limits: Limits,
    /// Instances that one account may own. `None`: 16.
    pub instances_per_account: Option<u32>,
    /// Bytes of a request's body. `None`: 256 KiB.
    pub body_bytes_max: Option<u64>,
    /// Pages of 4 KiB that the database may grow to. `None`: as the disk allows.
    pub database_pages_max: Option<u32>,
    /// Connections at a time.
    pub connections_max: usize,
    /// Bytes of a request's line and headers together, at least 8 KiB.
    pub header_bytes_max: usize,
    /// How requests come in.
    pub listening: Listening,
    /// Where figures can be read. `None`: nowhere, and none are kept.
    pub metrics_listen: Option<SocketAddr>,
    /// How long a client may take.
    pub timeouts: Timeouts,
    /// Whether anybody may make an account.
    pub registration_open: bool,
    /// Scheme and host of the links of `/`, as clients reach them. `None`: the `Host`
    /// of the request, with `http`.
    pub public_origin: Option<String>,
    /// What instances show as their location.
    pub location: String,
    /// Outgoing mail.
    pub mail: MailSettings,
    /// Cost of password hashes.
    pub passwords: PasswordPolicy,
    /// Folder to serve under `/dashboard/`.
    pub dashboard: Option<PathBuf>,
    /// Folder to serve under `/dashboard/pkg/`.
    pub dashboard_package: Option<PathBuf>,
}

impl Settings {
    /// The defaults, over the database at `database`.
    #[must_use]
    pub fn new(database: impl Into<String>) -> Self {
        Self {
            database: database.into(),
            root_key_file: None,
            original: Vec::new(),
            limits: Limits::default(),
            instances_per_account: None,
            body_bytes_max: None,
            database_pages_max: None,
            connections_max: CONNECTIONS_MAX,
            header_bytes_max: HEADER_BYTES_MAX,
            listening: Listening::default(),
            metrics_listen: None,
            timeouts: Timeouts::default(),
            registration_open: true,
            public_origin: None,
            location: "eu1".to_owned(),
            mail: MailSettings::default(),
            passwords: PasswordPolicy::default(),
            dashboard: None,
            dashboard_package: None,
        }
    }

    /// Whether a difference is undone.
    pub(crate) fn is_original(&self, switch: Switch) -> bool {
        self.original.contains(&switch)
    }

    pub(crate) fn instances_per_account(&self) -> u32 {
        let default = if self.is_original(Switch::FourInstances) {
            INSTANCES_MAX_ORIGINAL
        } else {
            INSTANCES_MAX
        };
        self.instances_per_account.unwrap_or(default)
    }

    pub(crate) fn body_bytes_max(&self) -> u64 {
        let default = if self.is_original(Switch::LargeBodies) {
            BODY_BYTES_MAX_ORIGINAL
        } else {
            BODY_BYTES_MAX
        };
        self.body_bytes_max.unwrap_or(default)
    }
}

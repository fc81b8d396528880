//! A certificate on disk, and whether it has changed.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use tokio_rustls::rustls;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;

use crate::config::TlsFiles;

/// Why a certificate cannot be used. The text names files, and nothing that is in them.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path} holds no {what} in PEM form")]
    Pem {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// The certificate cannot be used with the key.
    #[error("the certificate in {certificate} cannot be used with the key in {key}: {source}")]
    Pair {
        /// File of the certificate.
        certificate: PathBuf,
        /// File of the key.
        key: PathBuf,
        /// What is wrong.
        source: rustls::Error,
    },
}

/// Reads a certificate and its key, and sees that they belong together.
pub(super) fn load(
    files: &TlsFiles,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, CertificateError> {
    let chain = read(&files.certificate)?;
    let chain: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(&chain).collect();
    let chain = chain.unwrap_or_default();
    if chain.is_empty() {
        return Err(no(&files.certificate, "certificate"));
    }
    let key = zeroize::Zeroizing::new(read(&files.key)?);
    let key = PrivateKeyDer::from_pem_slice(&key).map_err(|_| no(&files.key, "private key"))?;
    CertifiedKey::from_der(chain, key, provider).map_err(|source| CertificateError::Pair {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        source,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, CertificateError> {
    fs::read(path).map_err(|source| CertificateError::Read {
        path: path.to_owned(),
        source,
    })
}

fn no(path: &Path, what: &'static str) -> CertificateError {
    let path = path.to_owned();
    CertificateError::Pem { path, what }
}

/// By what two states of a file are told apart: where a link leads, when it was written,
/// and how long it is.
type State = Option<(u64, u64, i64, i64, u64)>;

/// The states of both files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp([State; 2]);

impl Stamp {
    pub(super) fn of(files: &TlsFiles) -> Self {
        Self([state(&files.certificate), state(&files.key)])
    }
}

fn state(path: &Path) -> State {
    let found = fs::metadata(path).ok()?;
    Some((
        found.dev(),
        found.ino(),
        found.mtime(),
        found.mtime_nsec(),
        found.len(),
    ))
}

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::OpenError;

/// A database that this process alone serves or seals anew, until it is dropped.
///
/// The operating system lets go of it when the process ends in whatever way, so no
/// lock is ever left behind; the empty file is.
#[derive(Debug)]
pub(crate) struct DatabaseLock {
    _file: File,
}

impl DatabaseLock {
    /// Locks the database at `address`.
    ///
    /// # Errors
    /// [`OpenError::InUse`] when another process holds it.
    pub(crate) fn take(address: &str) -> Result<Self, OpenError> {
        let options = super::open::options(address)?;
        let path = super::open::beside(options.get_filename(), ".lock");
        let file = open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(OpenError::InUse(options.get_filename().to_owned()))
            }
            Err(TryLockError::Error(source)) => Err(OpenError::Create { path, source }),
        }
    }
}

fn open(path: &Path) -> Result<File, OpenError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|source| OpenError::Create {
            path: path.to_owned(),
            source,
        })
}

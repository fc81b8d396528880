use std::sync::atomic::{AtomicU64, Ordering};

use syncano_vault::VaultError;

static UNAVAILABLE: AtomicU64 = AtomicU64::new(0);
static FAILED: AtomicU64 = AtomicU64::new(0);

/// Statements of this process that failed so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failures {
    /// Because the database could not serve then.
    pub(crate) unavailable: u64,
    /// For another reason.
    pub(crate) failed: u64,
}

pub(crate) fn failures() -> Failures {
    Failures {
        unavailable: UNAVAILABLE.load(Ordering::Relaxed),
        failed: FAILED.load(Ordering::Relaxed),
    }
}

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// Something else has this e-mail or name already.
    #[error("the value is taken")]
    Taken,
    /// The row, or what the change was conditional on, is gone.
    #[error("there is no such row")]
    Missing,
    /// The address belongs to an administrator of the instance.
    #[error("the address belongs to an administrator of the instance")]
    Member,
    /// There is no such invitation, or it has been used.
    #[error("there is no open invitation with this key")]
    NoInvitation,
    /// The account owns as many instances as it may.
    #[error("the account owns as many instances as it may")]
    TooManyInstances,
    /// The user is in as many groups as it may be.
    #[error("the user is in as many groups as it may be")]
    TooManyGroups,
    /// What was to be changed is not as the caller saw it.
    #[error("revision {expected} was to be changed, and it is {found}")]
    Revision { expected: i64, found: i64 },
    /// What is stored cannot be read back.
    #[error("stored data is damaged: {0}")]
    Damaged(&'static str),
    /// A key could not be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database refused for now: busy, full, read-only or out of reach.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
}

/// Primary `SQLite` result codes that pass: busy, locked, read-only, input/output, full,
/// cannot open.
const PASSING_CODES: [u32; 6] = [5, 6, 8, 10, 13, 14];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let error = classify(error);
        match &error {
            Self::Unavailable(_) => UNAVAILABLE.fetch_add(1, Ordering::Relaxed),
            Self::Database(_) => FAILED.fetch_add(1, Ordering::Relaxed),
            _ => 0,
        };
        error
    }
}

fn classify(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::RowNotFound => StoreError::Missing,
        sqlx::Error::Database(database) if database.is_unique_violation() => StoreError::Taken,
        sqlx::Error::Database(database) => {
            // The low byte of an extended code is the primary one.
            let code = database.code().and_then(|code| code.parse::<u32>().ok());
            match code {
                Some(code) if PASSING_CODES.contains(&(code & 0xff)) => {
                    StoreError::Unavailable(error)
                }
                _ => StoreError::Database(error),
            }
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
            StoreError::Unavailable(error)
        }
        _ => StoreError::Database(error),
    }
}

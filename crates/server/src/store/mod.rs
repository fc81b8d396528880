//! The only place that knows SQL.
//!
//! Keys enter and leave as [`PlainKey`](syncano_vault::PlainKey) and are sealed here, so that no
//! caller can store one in clear. Every query names the account or instance that it
//! works for. Each change is one transaction, and returns after it is on the disk.

mod account_keys;
mod accounts;
mod api_keys;
mod audit;
mod backup;
mod error;
mod groups;
mod health;
mod identity;
mod instance_config;
mod instance_invitations;
mod instances;
mod invitations;
mod lock;
mod login_attempts;
mod mailed_tokens;
mod members;
mod memberships;
mod open;
mod page;
mod profiles;
mod reseal;
mod sealing;
mod user_rows;
mod users;

pub(crate) use accounts::{Account, AccountChange, NewAccount};
pub(crate) use api_keys::{ApiKey, ApiKeyChange};
pub(crate) use audit::{Actor, AuditEntry, SeenEntry, acting};
pub use backup::BackupError;
pub(crate) use backup::{back_up, check, check_start, restore};
pub(crate) use error::{StoreError, failures};
pub(crate) use groups::{Group, GroupChange};
pub(crate) use instances::{Instance, InstanceChange, NewInstance};
pub(crate) use invitations::{Invitation, Redeemer};
pub(crate) use lock::DatabaseLock;
pub(crate) use login_attempts::LoginScopes;
pub(crate) use members::Member;
pub use open::OpenError;
pub(crate) use page::Window;
pub(crate) use profiles::Viewer;
pub(crate) use reseal::rotate_root;
pub(crate) use user_rows::{User, UserRecord};
pub(crate) use users::{NewUser, ProfileChange, UserChange, UserCredentials};

use std::fmt;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool, Transaction};
use syncano_vault::Vault;

use identity::Identity;

/// The database and the vault that seals what goes into it.
pub(crate) struct Store {
    file: PathBuf,
    identity: Identity,
    /// One connection: `SQLite` has one writer, and waiting for it here is fair.
    writer: SqlitePool,
    readers: SqlitePool,
    vault: Vault,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// The connection that may change something, unless the change would be lost.
    async fn write(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        let connection = self.writer.acquire().await?;
        // After the wait for the connection, so that little can happen before the change.
        self.identity.check().map_err(sqlx::Error::Io)?;
        Ok(connection)
    }

    /// A change of several steps.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        let begun = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        self.identity.check().map_err(sqlx::Error::Io)?;
        Ok(begun)
    }
}

/// Microseconds since 1970.
fn now_us() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

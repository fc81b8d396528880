//! Walking over everything that hangs on the root key.

use sqlx::{Connection, Row, SqliteConnection};
use syncano_vault::{KeyUse, RootKey, Vault, WrappedDataKey};

use super::lock::DatabaseLock;
use super::open::{default_root_key_file, migrate_and_connect};
use super::sealing::Place;
use super::{OpenError, StoreError};

/// What was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reseal {
    pub(crate) data_keys: usize,
    pub(crate) keys: usize,
}

/// Where keys are kept: how to read all of one kind with the data keys that seal them,
/// and how to store a new look-up hash.
struct Table {
    kind: KeyUse,
    select: &'static str,
    update: &'static str,
}

const TABLES: [Table; 4] = [
    Table {
        kind: KeyUse::Account,
        select: "SELECT a.id, a.id AS owner_id, a.data_key, a.key_sealed FROM accounts a",
        update: "UPDATE accounts SET key_lookup = ? WHERE id = ?",
    },
    Table {
        kind: KeyUse::Api,
        select: "SELECT k.id, i.owner_id, a.data_key, k.key_sealed FROM api_keys k \
                 JOIN instances i ON i.id = k.instance_id JOIN accounts a ON a.id = i.owner_id",
        update: "UPDATE api_keys SET key_lookup = ? WHERE id = ?",
    },
    Table {
        kind: KeyUse::User,
        select: "SELECT k.id, i.owner_id, a.data_key, k.key_sealed FROM users k \
                 JOIN instances i ON i.id = k.instance_id JOIN accounts a ON a.id = i.owner_id",
        update: "UPDATE users SET key_lookup = ? WHERE id = ?",
    },
    Table {
        kind: KeyUse::Invitation,
        select: "SELECT k.id, i.owner_id, a.data_key, k.key_sealed FROM invitations k \
                 JOIN instances i ON i.id = k.instance_id JOIN accounts a ON a.id = i.owner_id",
        update: "UPDATE invitations SET key_lookup = ? WHERE id = ?",
    },
];

/// Replaces the root key of the database at `address` by the one in `new_file`, which
/// is made when it is not there. `None` when that one is in use already.
///
/// It is one transaction: an interrupted run has changed nothing, and a finished one
/// does nothing when it is repeated.
///
/// # Errors
/// When a server uses the database, or something does not open.
pub(crate) async fn rotate_root(
    address: &str,
    old_file: Option<&std::path::Path>,
    new_file: &std::path::Path,
) -> Result<Option<Reseal>, OpenError> {
    let _lock = DatabaseLock::take(address)?;
    let (mut connection, path) = migrate_and_connect(address).await?;
    let old_file = old_file.map_or_else(|| default_root_key_file(&path), std::path::Path::to_owned);
    let new = Vault::new(&RootKey::load_or_create(new_file)?);
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let canary: Vec<u8> = sqlx::query_scalar("SELECT canary FROM vault WHERE id = 1")
        .fetch_one(&mut *transaction)
        .await?;
    if new.check_canary(&canary).is_ok() {
        return Ok(None);
    }
    let old = Vault::new(&RootKey::load(&old_file)?);
    old.check_canary(&canary)?;
    let report = reseal(&mut transaction, &old, Some(&new))
        .await
        .map_err(|error| OpenError::Reseal(error.to_string()))?;
    // Hashes of mailed tokens and counters of logins are worth nothing under another key.
    for sql in ["DELETE FROM mailed_tokens", "DELETE FROM login_attempts"] {
        sqlx::query(sql).execute(&mut *transaction).await?;
    }
    sqlx::query("UPDATE vault SET canary = ? WHERE id = 1")
        .bind(new.canary()?)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    // Nothing that the old key opens stays in the log of changes.
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(Some(report))
}

/// Opens everything that is sealed; with `new`, looks it up and wraps it by that vault
/// from now on. What is sealed by a data key stays as it is.
pub(super) async fn reseal(
    connection: &mut SqliteConnection,
    old: &Vault,
    new: Option<&Vault>,
) -> Result<Reseal, StoreError> {
    let mut report = Reseal::default();
    for table in &TABLES {
        for row in sqlx::query(table.select)
            .fetch_all(&mut *connection)
            .await?
        {
            let place = Place {
                kind: table.kind,
                row_id: row.try_get("id")?,
                owner_id: row.try_get("owner_id")?,
            };
            let data_key = WrappedDataKey::from_bytes(row.try_get("data_key")?)?;
            let key = old.open(&data_key, &place.context(), row.try_get("key_sealed")?)?;
            report.keys = report.keys.saturating_add(1);
            let lookup = new.unwrap_or(old).lookup(table.kind, &key);
            if new.is_some() {
                sqlx::query(table.update)
                    .bind(lookup.as_slice())
                    .bind(place.row_id)
                    .execute(&mut *connection)
                    .await?;
            }
        }
    }
    let accounts = sqlx::query("SELECT id, data_key FROM accounts")
        .fetch_all(&mut *connection)
        .await?;
    for row in accounts {
        let data_key = WrappedDataKey::from_bytes(row.try_get("data_key")?)?;
        report.data_keys = report.data_keys.saturating_add(1);
        if let Some(new) = new {
            sqlx::query("UPDATE accounts SET data_key = ? WHERE id = ?")
                .bind(old.rewrap(new, &data_key)?.as_bytes())
                .bind(row.try_get::<i64, _>("id")?)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(report)
}

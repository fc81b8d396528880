//! Whether the database can be worked with.

use super::open::MIGRATIONS;
use super::{Store, StoreError, now_us};

/// Bytes that must find room: more than one page, so that a database which may not grow
/// shows it.
const ROOM_BYTES: i64 = 8 * 1024;

impl Store {
    /// Writes something to the disk as any change would, and takes up room for a moment.
    ///
    /// # Errors
    /// What the database says: it is full, read-only, busy or gone.
    pub(crate) async fn write_test(&self) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("INSERT INTO write_test (id, at, filler) VALUES (2, ?, zeroblob(?))")
            .bind(now_us())
            .bind(ROOM_BYTES)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM write_test WHERE id = 2")
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE write_test SET at = ? WHERE id = 1")
            .bind(now_us())
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Opens the value by which a root key is recognised.
    ///
    /// # Errors
    /// When it cannot be read, or was sealed by another root key.
    pub(crate) async fn root_key_test(&self) -> Result<(), StoreError> {
        let canary: Vec<u8> = sqlx::query_scalar("SELECT canary FROM vault WHERE id = 1")
            .fetch_one(&self.readers)
            .await?;
        Ok(self.vault.check_canary(&canary)?)
    }

    /// Whether the schema is the one that this server was made for.
    ///
    /// # Errors
    /// When it is another one, or cannot be read.
    pub(crate) async fn migration_test(&self) -> Result<(), StoreError> {
        let applied: Option<i64> =
            sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
                .fetch_one(&self.readers)
                .await?;
        let newest = MIGRATIONS.iter().map(|migration| migration.version).max();
        if applied == newest {
            Ok(())
        } else {
            Err(StoreError::Damaged("the migrations are not the server's"))
        }
    }
}

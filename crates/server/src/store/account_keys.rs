use sqlx::Row;
use syncano_vault::{KeyUse, PlainKey};

use super::accounts::account_columns;
use super::sealing::Place;
use super::{Account, Store, StoreError};

fn place(account_id: i64) -> Place {
    Place {
        kind: KeyUse::Account,
        row_id: account_id,
        owner_id: account_id,
    }
}

impl Store {
    /// The account that a key opens, if any.
    pub(crate) async fn account_by_key(
        &self,
        key: &PlainKey,
    ) -> Result<Option<Account>, StoreError> {
        Ok(sqlx::query_as(concat!(
            "SELECT ",
            account_columns!(),
            " FROM accounts WHERE key_lookup = ?"
        ))
        .bind(self.lookup(KeyUse::Account, key))
        .fetch_optional(&self.readers)
        .await?)
    }

    /// The present key of an account.
    pub(crate) async fn account_key(&self, account_id: i64) -> Result<PlainKey, StoreError> {
        let row = sqlx::query("SELECT data_key, key_sealed FROM accounts WHERE id = ?")
            .bind(account_id)
            .fetch_one(&self.readers)
            .await?;
        self.open_key(
            row.try_get("data_key")?,
            place(account_id),
            row.try_get("key_sealed")?,
        )
    }

    /// Replaces an account's key, provided that `present` is still the key.
    ///
    /// Of several resets with the same key one succeeds; the others find
    /// [`StoreError::Missing`], as any other use of the old key would.
    pub(crate) async fn reset_account_key(
        &self,
        account_id: i64,
        present: &PlainKey,
    ) -> Result<PlainKey, StoreError> {
        let key = Self::new_key(KeyUse::Account)?;
        let mut transaction = self.begin().await?;
        let data_key = super::sealing::data_key(&mut transaction, account_id).await?;
        let sealed = self.seal(&data_key, place(account_id), &key)?;
        let done = sqlx::query(
            "UPDATE accounts SET key_lookup = ?, key_sealed = ?, key_hint = ? \
             WHERE id = ? AND key_lookup = ?",
        )
        .bind(sealed.lookup)
        .bind(sealed.sealed)
        .bind(sealed.hint)
        .bind(account_id)
        .bind(self.lookup(KeyUse::Account, present))
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() != 1 {
            return Err(StoreError::Missing);
        }
        transaction.commit().await?;
        Ok(key)
    }
}

use sqlx::{FromRow, Row, SqliteConnection};
use syncano_vault::{KeyUse, PlainKey};

use super::page::Window;
use super::sealing::{Place, data_key};
use super::{Instance, Store, StoreError, now_us};
use crate::domain::access::ApiKeyFlags;

/// An API key's row, without the key.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    pub(crate) id: i64,
    pub(crate) instance_id: i64,
    pub(crate) description: String,
    pub(crate) flags: ApiKeyFlags,
    /// Microseconds since 1970.
    pub(crate) created_at: i64,
}

/// What to change of an API key; `None` leaves a field as it is.
#[derive(Debug, Default)]
pub(crate) struct ApiKeyChange {
    pub(crate) description: Option<String>,
    pub(crate) ignore_acl: Option<bool>,
    pub(crate) allow_user_create: Option<bool>,
    pub(crate) allow_group_create: Option<bool>,
    pub(crate) allow_anonymous_read: Option<bool>,
}

/// Columns of an [`ApiKey`] and of its sealed key.
macro_rules! select_api_key {
    ($rest:literal) => {
        concat!(
            "SELECT id, instance_id, description, ignore_acl, allow_user_create, ",
            "allow_group_create, allow_anonymous_read, created_at, key_sealed FROM api_keys ",
            $rest
        )
    };
}

impl FromRow<'_, sqlx::sqlite::SqliteRow> for ApiKey {
    fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            instance_id: row.try_get("instance_id")?,
            description: row.try_get("description")?,
            flags: ApiKeyFlags {
                ignore_acl: row.try_get("ignore_acl")?,
                allow_user_create: row.try_get("allow_user_create")?,
                allow_group_create: row.try_get("allow_group_create")?,
                allow_anonymous_read: row.try_get("allow_anonymous_read")?,
            },
            created_at: row.try_get("created_at")?,
        })
    }
}

fn place(instance: &Instance, id: i64) -> Place {
    Place {
        kind: KeyUse::Api,
        row_id: id,
        owner_id: instance.owner.id,
    }
}

impl Store {
    /// The row of a key that somebody shows, if it is one.
    pub(crate) async fn api_key_by_key(
        &self,
        key: &PlainKey,
    ) -> Result<Option<ApiKey>, StoreError> {
        Ok(sqlx::query_as(select_api_key!("WHERE key_lookup = ?"))
            .bind(self.lookup(KeyUse::Api, key))
            .fetch_optional(&self.readers)
            .await?)
    }

    /// One key of an instance.
    pub(crate) async fn api_key(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<(ApiKey, PlainKey), StoreError> {
        let mut connection = self.readers.acquire().await?;
        self.read_api_key(&mut connection, instance, id).await
    }

    /// A page of an instance's keys; with `only`, at most the one with that id.
    pub(crate) async fn api_keys(
        &self,
        instance: &Instance,
        only: Option<i64>,
        window: Window,
    ) -> Result<Vec<(ApiKey, PlainKey)>, StoreError> {
        let sql = if window.ascending {
            select_api_key!(
                "WHERE instance_id = ? AND id > ? AND id < ? AND id = coalesce(?, id) \
                 ORDER BY id ASC LIMIT ?"
            )
        } else {
            select_api_key!(
                "WHERE instance_id = ? AND id > ? AND id < ? AND id = coalesce(?, id) \
                 ORDER BY id DESC LIMIT ?"
            )
        };
        let mut connection = self.readers.acquire().await?;
        let data_key = data_key(&mut connection, instance.owner.id).await?;
        let rows = sqlx::query(sql)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(only)
            .bind(window.limit)
            .fetch_all(&mut *connection)
            .await?;
        let keys: Result<Vec<_>, StoreError> = rows
            .iter()
            .map(|row| {
                let key = ApiKey::from_row(row)?;
                let place = place(instance, key.id);
                let plain = self.open_key(&data_key, place, row.try_get("key_sealed")?)?;
                Ok((key, plain))
            })
            .collect();
        keys.map(|keys| window.arrange(keys))
    }

    /// Makes a key in an instance.
    pub(crate) async fn create_api_key(
        &self,
        instance: &Instance,
        description: &str,
        flags: ApiKeyFlags,
    ) -> Result<(ApiKey, PlainKey), StoreError> {
        let mut transaction = self.begin().await?;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO api_keys (instance_id, description, ignore_acl, allow_user_create, \
             allow_group_create, allow_anonymous_read, key_lookup, key_sealed, key_hint, \
             created_at) VALUES (?, ?, ?, ?, ?, ?, randomblob(32), x'', '', ?) RETURNING id",
        )
        .bind(instance.id)
        .bind(description)
        .bind(flags.ignore_acl)
        .bind(flags.allow_user_create)
        .bind(flags.allow_group_create)
        .bind(flags.allow_anonymous_read)
        .bind(now_us())
        .fetch_one(&mut *transaction)
        .await?;
        self.put_new_key(&mut transaction, instance, id).await?;
        let made = self.read_api_key(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Changes a key's description and flags.
    pub(crate) async fn change_api_key(
        &self,
        instance: &Instance,
        id: i64,
        change: ApiKeyChange,
    ) -> Result<(ApiKey, PlainKey), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE api_keys SET description = coalesce(?, description), \
             ignore_acl = coalesce(?, ignore_acl), \
             allow_user_create = coalesce(?, allow_user_create), \
             allow_group_create = coalesce(?, allow_group_create), \
             allow_anonymous_read = coalesce(?, allow_anonymous_read) \
             WHERE id = ? AND instance_id = ?",
        )
        .bind(change.description)
        .bind(change.ignore_acl)
        .bind(change.allow_user_create)
        .bind(change.allow_group_create)
        .bind(change.allow_anonymous_read)
        .bind(id)
        .bind(instance.id)
        .execute(&mut *transaction)
        .await?;
        let changed = self.read_api_key(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    /// Replaces a key; the old one is refused from the commit on.
    pub(crate) async fn reset_api_key(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<(ApiKey, PlainKey), StoreError> {
        let mut transaction = self.begin().await?;
        self.put_new_key(&mut transaction, instance, id).await?;
        let reset = self.read_api_key(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(reset)
    }

    /// Deletes a key; it is refused from the commit on.
    pub(crate) async fn delete_api_key(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("DELETE FROM api_keys WHERE id = ? AND instance_id = ?")
            .bind(id)
            .bind(instance.id)
            .execute(&mut *self.write().await?)
            .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }

    async fn put_new_key(
        &self,
        connection: &mut SqliteConnection,
        instance: &Instance,
        id: i64,
    ) -> Result<(), StoreError> {
        let data_key = data_key(connection, instance.owner.id).await?;
        let sealed = self.seal(&data_key, place(instance, id), &Self::new_key(KeyUse::Api)?)?;
        let done = sqlx::query(
            "UPDATE api_keys SET key_lookup = ?, key_sealed = ?, key_hint = ? \
             WHERE id = ? AND instance_id = ?",
        )
        .bind(sealed.lookup)
        .bind(sealed.sealed)
        .bind(sealed.hint)
        .bind(id)
        .bind(instance.id)
        .execute(connection)
        .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }

    async fn read_api_key(
        &self,
        connection: &mut SqliteConnection,
        instance: &Instance,
        id: i64,
    ) -> Result<(ApiKey, PlainKey), StoreError> {
        let data_key = data_key(connection, instance.owner.id).await?;
        let row = sqlx::query(select_api_key!("WHERE id = ? AND instance_id = ?"))
            .bind(id)
            .bind(instance.id)
            .fetch_one(connection)
            .await?;
        let plain = self.open_key(&data_key, place(instance, id), row.try_get("key_sealed")?)?;
        Ok((ApiKey::from_row(&row)?, plain))
    }
}

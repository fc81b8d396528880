use sqlx::{FromRow, SqliteConnection};

use super::page::Window;
use super::{Instance, Store, StoreError};

/// A group of users.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Group {
    pub(crate) id: i64,
    /// For use in addresses; unique in the instance.
    pub(crate) name: Option<String>,
    pub(crate) label: String,
    pub(crate) description: String,
}

/// What to change of a group; `None` leaves a field as it is.
#[derive(Debug, Default)]
pub(crate) struct GroupChange {
    pub(crate) name: Option<Option<String>>,
    pub(crate) label: Option<String>,
    pub(crate) description: Option<String>,
}

pub(super) async fn group(
    connection: &mut SqliteConnection,
    instance: &Instance,
    id: i64,
) -> Result<Group, StoreError> {
    Ok(sqlx::query_as(
        "SELECT id, name, label, description FROM groups WHERE id = ? AND instance_id = ?",
    )
    .bind(id)
    .bind(instance.id)
    .fetch_one(connection)
    .await?)
}

impl Store {
    /// Whether an instance has a group with this number.
    pub(crate) async fn has_group(&self, instance: &Instance, id: i64) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM groups WHERE id = ? AND instance_id = ?)";
        Ok(sqlx::query_scalar(sql)
            .bind(id)
            .bind(instance.id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// One group of an instance.
    pub(crate) async fn group(&self, instance: &Instance, id: i64) -> Result<Group, StoreError> {
        let mut connection = self.readers.acquire().await?;
        group(&mut connection, instance, id).await
    }

    /// A page of an instance's groups whose labels begin with a prefix.
    pub(crate) async fn groups(
        &self,
        instance: &Instance,
        label_prefix: &str,
        window: Window,
    ) -> Result<Vec<Group>, StoreError> {
        let sql = if window.ascending {
            "SELECT id, name, label, description FROM groups \
             WHERE instance_id = ? AND id > ? AND id < ? AND substr(label, 1, length(?)) = ? \
             ORDER BY id ASC LIMIT ?"
        } else {
            "SELECT id, name, label, description FROM groups \
             WHERE instance_id = ? AND id > ? AND id < ? AND substr(label, 1, length(?)) = ? \
             ORDER BY id DESC LIMIT ?"
        };
        let groups = sqlx::query_as(sql)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(label_prefix)
            .bind(label_prefix)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        Ok(window.arrange(groups))
    }

    /// Makes a group; what `new` leaves out is empty.
    pub(crate) async fn create_group(
        &self,
        instance: &Instance,
        new: GroupChange,
    ) -> Result<Group, StoreError> {
        Ok(sqlx::query_as(
            "INSERT INTO groups (instance_id, name, label, description) VALUES (?, ?, ?, ?) \
             RETURNING id, name, label, description",
        )
        .bind(instance.id)
        .bind(new.name.flatten())
        .bind(new.label.unwrap_or_default())
        .bind(new.description.unwrap_or_default())
        .fetch_one(&mut *self.write().await?)
        .await?)
    }

    /// Changes a group.
    pub(crate) async fn change_group(
        &self,
        instance: &Instance,
        id: i64,
        change: GroupChange,
    ) -> Result<Group, StoreError> {
        let renames = change.name.is_some();
        Ok(sqlx::query_as(
            "UPDATE groups SET name = iif(?, ?, name), label = coalesce(?, label), \
             description = coalesce(?, description) WHERE id = ? AND instance_id = ? \
             RETURNING id, name, label, description",
        )
        .bind(renames)
        .bind(change.name.flatten())
        .bind(change.label)
        .bind(change.description)
        .bind(id)
        .bind(instance.id)
        .fetch_one(&mut *self.write().await?)
        .await?)
    }

    /// Deletes a group; its members stay users.
    pub(crate) async fn delete_group(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("DELETE FROM groups WHERE id = ? AND instance_id = ?")
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
}

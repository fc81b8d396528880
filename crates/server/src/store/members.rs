use sqlx::{FromRow, Row};

use super::page::Window;
use super::{Instance, Store, StoreError};
use crate::domain::role::Role;

/// An administrator in an instance.
#[derive(Debug)]
pub(crate) struct Member {
    /// Number of the role, by which lists go.
    pub(crate) row_id: i64,
    /// Number of the account.
    pub(crate) id: i64,
    pub(crate) role: Role,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
}

/// Columns of a [`Member`] of the instance whose id is bound first.
macro_rules! select_member {
    ($rest:literal) => {
        concat!(
            "SELECT r.id AS row_id, r.role, a.id, a.email, a.first_name, a.last_name ",
            "FROM roles r JOIN accounts a ON a.id = r.account_id WHERE r.instance_id = ? ",
            $rest
        )
    };
}

impl FromRow<'_, sqlx::sqlite::SqliteRow> for Member {
    fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
        let role = Role::from_name(row.try_get("role")?);
        Ok(Self {
            row_id: row.try_get("row_id")?,
            id: row.try_get("id")?,
            role: role.ok_or_else(|| sqlx::Error::Decode("there is no such role".into()))?,
            email: row.try_get("email")?,
            first_name: row.try_get("first_name")?,
            last_name: row.try_get("last_name")?,
        })
    }
}

impl Store {
    /// A page of the administrators of an instance, its owner among them.
    pub(crate) async fn members(
        &self,
        instance: &Instance,
        window: Window,
    ) -> Result<Vec<Member>, StoreError> {
        let sql = if window.ascending {
            select_member!("AND r.id > ? AND r.id < ? ORDER BY r.id ASC LIMIT ?")
        } else {
            select_member!("AND r.id > ? AND r.id < ? ORDER BY r.id DESC LIMIT ?")
        };
        let found = sqlx::query_as(sql)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        Ok(window.arrange(found))
    }

    /// An administrator of an instance by the number of the account.
    pub(crate) async fn member(
        &self,
        instance: &Instance,
        account_id: i64,
    ) -> Result<Member, StoreError> {
        Ok(sqlx::query_as(select_member!("AND a.id = ?"))
            .bind(instance.id)
            .bind(account_id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// Gives an administrator of an instance another role. The owner's stays.
    pub(crate) async fn change_role(
        &self,
        instance: &Instance,
        account_id: i64,
        role: Role,
    ) -> Result<Member, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE roles SET role = ? WHERE instance_id = ? AND account_id = ? \
             AND account_id <> (SELECT owner_id FROM instances WHERE id = instance_id)",
        )
        .bind(role.name())
        .bind(instance.id)
        .bind(account_id)
        .execute(&mut *transaction)
        .await?;
        let member = sqlx::query_as(select_member!("AND a.id = ?"))
            .bind(instance.id)
            .bind(account_id)
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(member)
    }

    /// Takes an administrator out of an instance. The owner stays.
    pub(crate) async fn remove_member(
        &self,
        instance: &Instance,
        account_id: i64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "DELETE FROM roles WHERE instance_id = ? AND account_id = ? \
             AND account_id <> (SELECT owner_id FROM instances WHERE id = instance_id)",
        )
        .bind(instance.id)
        .bind(account_id)
        .execute(&mut *self.write().await?)
        .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }
}

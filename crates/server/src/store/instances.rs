use sqlx::{FromRow, Row, SqliteConnection};

use super::accounts::{metadata, metadata_text};
use super::page::Window;
use super::{Account, Store, StoreError, now_us};
use crate::domain::role::Role;
use crate::json::Object;

/// An instance with its owner.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) id: i64,
    /// In lower case.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) owner: Account,
    pub(crate) metadata: Object,
    /// Microseconds since 1970.
    pub(crate) created_at: i64,
    /// Microseconds since 1970.
    pub(crate) updated_at: i64,
}

/// An instance that does not exist yet.
#[derive(Debug)]
pub(crate) struct NewInstance {
    /// In lower case.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) metadata: Object,
}

/// What to change of an instance; `None` leaves a field as it is.
#[derive(Debug, Default)]
pub(crate) struct InstanceChange {
    /// In lower case.
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Option<Object>,
}

/// Columns of an [`Instance`] out of `instances i JOIN accounts a`.
macro_rules! select_instance {
    ($rest:literal) => {
        concat!(
            "SELECT i.id AS instance_id, i.name, i.description, i.metadata AS instance_metadata, ",
            "i.created_at, i.updated_at, a.id, a.email, a.first_name, a.last_name, a.is_active, ",
            "a.password IS NOT NULL AS has_password, a.metadata ",
            "FROM instances i JOIN accounts a ON a.id = i.owner_id ",
            $rest
        )
    };
}

/// The same with the role of the account whose id is bound first.
macro_rules! select_instance_and_role {
    ($rest:literal) => {
        concat!(
            "SELECT i.id AS instance_id, i.name, i.description, i.metadata AS instance_metadata, ",
            "i.created_at, i.updated_at, a.id, a.email, a.first_name, a.last_name, a.is_active, ",
            "a.password IS NOT NULL AS has_password, a.metadata, r.role ",
            "FROM instances i JOIN accounts a ON a.id = i.owner_id ",
            "JOIN roles r ON r.instance_id = i.id AND r.account_id = ? ",
            $rest
        )
    };
}

impl FromRow<'_, sqlx::sqlite::SqliteRow> for Instance {
    fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("instance_id")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            owner: Account::from_row(row)?,
            metadata: metadata(row.try_get("instance_metadata")?)?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
        })
    }
}

fn with_role(
    row: &sqlx::sqlite::SqliteRow,
    account_id: i64,
) -> Result<(Instance, Role), StoreError> {
    let instance = Instance::from_row(row)?;
    let role = Role::from_name(row.try_get("role")?).ok_or(StoreError::Damaged("role"))?;
    let role = if instance.owner.id == account_id {
        Role::Owner
    } else {
        role
    };
    Ok((instance, role))
}

async fn instance(connection: &mut SqliteConnection, id: i64) -> Result<Instance, StoreError> {
    Ok(sqlx::query_as(select_instance!("WHERE i.id = ?"))
        .bind(id)
        .fetch_one(connection)
        .await?)
}

impl Store {
    /// The instance with this name (in lower case), whoever asks. For routes that
    /// then check what the caller may do in it.
    pub(crate) async fn instance_by_name(
        &self,
        name: &str,
    ) -> Result<Option<Instance>, StoreError> {
        Ok(sqlx::query_as(select_instance!("WHERE i.name = ?"))
            .bind(name)
            .fetch_optional(&self.readers)
            .await?)
    }

    /// An account's instance by name, with the account's role in it.
    pub(crate) async fn instance_of_account(
        &self,
        account_id: i64,
        name: &str,
    ) -> Result<Option<(Instance, Role)>, StoreError> {
        let row = sqlx::query(select_instance_and_role!("WHERE i.name = ?"))
            .bind(account_id)
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| with_role(&row, account_id)).transpose()
    }

    /// The role of an account in an instance, if it has one.
    pub(crate) async fn role(
        &self,
        instance: &Instance,
        account_id: i64,
    ) -> Result<Option<Role>, StoreError> {
        if instance.owner.id == account_id {
            return Ok(Some(Role::Owner));
        }
        let name: Option<String> =
            sqlx::query_scalar("SELECT role FROM roles WHERE instance_id = ? AND account_id = ?")
                .bind(instance.id)
                .bind(account_id)
                .fetch_optional(&self.readers)
                .await?;
        name.map(|name| Role::from_name(&name).ok_or(StoreError::Damaged("role")))
            .transpose()
    }

    /// A page of the instances in which an account has a role.
    pub(crate) async fn instances_of_account(
        &self,
        account_id: i64,
        name_prefix: &str,
        window: Window,
    ) -> Result<Vec<(Instance, Role)>, StoreError> {
        let sql = if window.ascending {
            select_instance_and_role!(
                "WHERE i.id > ? AND i.id < ? AND substr(i.name, 1, length(?)) = ? \
                 ORDER BY i.id ASC LIMIT ?"
            )
        } else {
            select_instance_and_role!(
                "WHERE i.id > ? AND i.id < ? AND substr(i.name, 1, length(?)) = ? \
                 ORDER BY i.id DESC LIMIT ?"
            )
        };
        let rows = sqlx::query(sql)
            .bind(account_id)
            .bind(window.above)
            .bind(window.below)
            .bind(name_prefix)
            .bind(name_prefix)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        let found: Result<Vec<_>, _> = rows.iter().map(|row| with_role(row, account_id)).collect();
        found.map(|found| window.arrange(found))
    }

    /// The instance of an API key, if it lies in the window and has the prefix.
    pub(crate) async fn instances_of_api_key(
        &self,
        instance_id: i64,
        name_prefix: &str,
        window: Window,
    ) -> Result<Vec<Instance>, StoreError> {
        Ok(sqlx::query_as(select_instance!(
            "WHERE i.id = ? AND i.id > ? AND i.id < ? AND substr(i.name, 1, length(?)) = ? LIMIT ?"
        ))
        .bind(instance_id)
        .bind(window.above)
        .bind(window.below)
        .bind(name_prefix)
        .bind(name_prefix)
        .bind(window.limit)
        .fetch_all(&self.readers)
        .await?)
    }

    /// Makes an instance owned by an account that owns fewer than `max` of them.
    pub(crate) async fn create_instance(
        &self,
        owner_id: i64,
        new: NewInstance,
        max: u32,
    ) -> Result<Instance, StoreError> {
        let mut transaction = self.begin().await?;
        let owned: i64 = sqlx::query_scalar("SELECT count(*) FROM instances WHERE owner_id = ?")
            .bind(owner_id)
            .fetch_one(&mut *transaction)
            .await?;
        if owned >= i64::from(max) {
            return Err(StoreError::TooManyInstances);
        }
        let now = now_us();
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO instances (name, description, owner_id, metadata, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        )
        .bind(new.name)
        .bind(new.description)
        .bind(owner_id)
        .bind(metadata_text(&new.metadata))
        .bind(now)
        .bind(now)
        .fetch_one(&mut *transaction)
        .await?;
        sqlx::query("INSERT INTO roles (instance_id, account_id, role) VALUES (?, ?, 'full')")
            .bind(id)
            .bind(owner_id)
            .execute(&mut *transaction)
            .await?;
        let instance = instance(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(instance)
    }

    /// Changes an instance. Its date moves only when something really changed.
    pub(crate) async fn change_instance(
        &self,
        instance_id: i64,
        change: InstanceChange,
    ) -> Result<Instance, StoreError> {
        let mut transaction = self.begin().await?;
        let before = instance(&mut transaction, instance_id).await?;
        let name = change.name.unwrap_or_else(|| before.name.clone());
        let description = change
            .description
            .unwrap_or_else(|| before.description.clone());
        let metadata = change.metadata.unwrap_or_else(|| before.metadata.clone());
        if name == before.name && description == before.description && metadata == before.metadata {
            return Ok(before);
        }
        sqlx::query(
            "UPDATE instances SET name = ?, description = ?, metadata = ?, updated_at = ? WHERE id = ?",
        )
        .bind(name)
        .bind(description)
        .bind(metadata_text(&metadata))
        .bind(now_us())
        .bind(instance_id)
        .execute(&mut *transaction)
        .await?;
        let after = instance(&mut transaction, instance_id).await?;
        transaction.commit().await?;
        Ok(after)
    }

    /// Deletes an instance with everything in it; its keys die at once.
    pub(crate) async fn delete_instance(&self, instance_id: i64) -> Result<(), StoreError> {
        let done = sqlx::query("DELETE FROM instances WHERE id = ?")
            .bind(instance_id)
            .execute(&mut *self.write().await?)
            .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }
}

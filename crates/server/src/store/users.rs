use sqlx::{Row, SqliteConnection};
use syncano_vault::{KeyUse, PlainKey};

use super::accounts::metadata_text;
use super::page::Window;
use super::sealing::data_key;
use super::user_rows::{User, UserRecord, place, user_columns};
use super::{Instance, Store, StoreError, now_us};
use crate::domain::level::Level;
use crate::json::Object;

/// A user that does not exist yet.
#[derive(Debug)]
pub(crate) struct NewUser {
    /// In lower case.
    pub(crate) username: String,
    /// PHC string of the password.
    pub(crate) password: String,
    pub(crate) profile: ProfileChange,
}

/// What to change of a user; `None` leaves a field as it is.
#[derive(Debug, Default)]
pub(crate) struct UserChange {
    /// In lower case.
    pub(crate) username: Option<String>,
    /// PHC string of the password.
    pub(crate) password: Option<String>,
    pub(crate) profile: ProfileChange,
}

/// What to change of a profile; `None` leaves a field as it is.
#[derive(Debug, Default)]
pub(crate) struct ProfileChange {
    pub(crate) owner_permissions: Option<Level>,
    pub(crate) group_id: Option<Option<i64>>,
    pub(crate) group_permissions: Option<Level>,
    pub(crate) other_permissions: Option<Level>,
    pub(crate) channel_room: Option<Option<String>>,
    /// The only revision that may be changed.
    pub(crate) expected_revision: Option<i64>,
    /// Further fields; those not named stay.
    pub(crate) fields: Object,
}

/// A user with what the password is checked against.
#[derive(Debug)]
pub(crate) struct UserCredentials {
    pub(crate) id: i64,
    pub(crate) password: String,
}

impl Store {
    /// The user of an instance whom a key opens, if any.
    pub(crate) async fn user_by_key(
        &self,
        instance: &Instance,
        key: &PlainKey,
    ) -> Result<Option<User>, StoreError> {
        Ok(sqlx::query_as(concat!(
            "SELECT ",
            user_columns!(),
            " FROM users u WHERE u.key_lookup = ? AND u.instance_id = ?"
        ))
        .bind(self.lookup(KeyUse::User, key))
        .bind(instance.id)
        .fetch_optional(&self.readers)
        .await?)
    }

    /// Whether an instance has a user with this number.
    pub(crate) async fn has_user(&self, instance: &Instance, id: i64) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM users WHERE id = ? AND instance_id = ?)";
        Ok(sqlx::query_scalar(sql)
            .bind(id)
            .bind(instance.id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// One user of an instance.
    pub(crate) async fn user(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<UserRecord, StoreError> {
        let mut connection = self.readers.acquire().await?;
        self.read_user(&mut connection, instance, id).await
    }

    /// A page of an instance's users whose names begin with a prefix; with `only`, at
    /// most the one with that number.
    pub(crate) async fn users(
        &self,
        instance: &Instance,
        only: Option<i64>,
        name_prefix: &str,
        window: Window,
    ) -> Result<Vec<UserRecord>, StoreError> {
        let sql = if window.ascending {
            concat!(
                "SELECT ",
                user_columns!(),
                " FROM users u WHERE u.instance_id = ? AND u.id > ? AND u.id < ? \
                 AND u.id = coalesce(?, u.id) AND substr(u.username, 1, length(?)) = ? \
                 ORDER BY u.id ASC LIMIT ?"
            )
        } else {
            concat!(
                "SELECT ",
                user_columns!(),
                " FROM users u WHERE u.instance_id = ? AND u.id > ? AND u.id < ? \
                 AND u.id = coalesce(?, u.id) AND substr(u.username, 1, length(?)) = ? \
                 ORDER BY u.id DESC LIMIT ?"
            )
        };
        let mut connection = self.readers.acquire().await?;
        let rows = sqlx::query(sql)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(only)
            .bind(name_prefix)
            .bind(name_prefix)
            .bind(window.limit)
            .fetch_all(&mut *connection)
            .await?;
        let records = self.user_records(&mut connection, instance, &rows).await?;
        Ok(window.arrange(records))
    }

    /// What a login with this name (in lower case) is checked against.
    pub(crate) async fn user_credentials(
        &self,
        instance: &Instance,
        username: &str,
    ) -> Result<Option<UserCredentials>, StoreError> {
        let row =
            sqlx::query("SELECT id, password FROM users WHERE instance_id = ? AND username = ?")
                .bind(instance.id)
                .bind(username)
                .fetch_optional(&self.readers)
                .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(UserCredentials {
            id: row.try_get("id")?,
            password: row.try_get("password")?,
        }))
    }

    /// Replaces a password hash, unless another change came first.
    pub(crate) async fn replace_user_password(
        &self,
        instance: &Instance,
        old: &UserCredentials,
        new: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE users SET password = ? WHERE id = ? AND instance_id = ? AND password = ?";
        let done = sqlx::query(sql)
            .bind(new)
            .bind(old.id)
            .bind(instance.id)
            .bind(&old.password)
            .execute(&mut *self.write().await?)
            .await?;
        changed_one(done.rows_affected())
    }

    /// Makes a user with a key of its own.
    pub(crate) async fn create_user(
        &self,
        instance: &Instance,
        new: NewUser,
    ) -> Result<UserRecord, StoreError> {
        let mut transaction = self.begin().await?;
        let now = now_us();
        let profile = new.profile;
        let level = |level: Option<Level>, default: Level| level.unwrap_or(default).name();
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO users (instance_id, username, password, key_lookup, key_sealed, key_hint, \
             owner_permissions, group_id, group_permissions, other_permissions, channel_room, \
             fields, created_at, updated_at) \
             VALUES (?, ?, ?, randomblob(32), x'', '', ?, \
             (SELECT id FROM groups WHERE id = ? AND instance_id = ?), ?, ?, ?, ?, ?, ?) \
             RETURNING id",
        )
        .bind(instance.id)
        .bind(new.username)
        .bind(new.password)
        .bind(level(profile.owner_permissions, Level::Full))
        .bind(profile.group_id.flatten())
        .bind(instance.id)
        .bind(level(profile.group_permissions, Level::None))
        .bind(level(profile.other_permissions, Level::None))
        .bind(profile.channel_room.flatten())
        .bind(metadata_text(&profile.fields))
        .bind(now)
        .bind(now)
        .fetch_one(&mut *transaction)
        .await?;
        self.put_new_user_key(&mut transaction, instance, id)
            .await?;
        let made = self.read_user(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Changes a user. The profile's date and revision move only when it really changed.
    pub(crate) async fn change_user(
        &self,
        instance: &Instance,
        id: i64,
        change: UserChange,
    ) -> Result<UserRecord, StoreError> {
        let mut transaction = self.begin().await?;
        let before = self.read_user(&mut transaction, instance, id).await?;
        let before = before.user.profile;
        let profile = change.profile;
        if let Some(expected) = profile.expected_revision
            && expected != before.revision
        {
            let found = before.revision;
            return Err(StoreError::Revision { expected, found });
        }
        let mut fields = before.fields.clone();
        fields.extend(profile.fields);
        let mut after = before.clone();
        after.owner_permissions = profile
            .owner_permissions
            .unwrap_or(before.owner_permissions);
        after.group_id = profile.group_id.unwrap_or(before.group_id);
        after.group_permissions = profile
            .group_permissions
            .unwrap_or(before.group_permissions);
        after.other_permissions = profile
            .other_permissions
            .unwrap_or(before.other_permissions);
        after.channel_room = profile.channel_room.unwrap_or(before.channel_room.clone());
        after.fields = fields;
        if after != before {
            after.revision += 1;
            after.updated_at = now_us();
        }
        sqlx::query(
            "UPDATE users SET username = coalesce(?, username), password = coalesce(?, password), \
             revision = ?, owner_permissions = ?, \
             group_id = (SELECT id FROM groups WHERE id = ? AND instance_id = ?), \
             group_permissions = ?, other_permissions = ?, channel_room = ?, fields = ?, \
             updated_at = ? WHERE id = ? AND instance_id = ?",
        )
        .bind(change.username)
        .bind(change.password)
        .bind(after.revision)
        .bind(after.owner_permissions.name())
        .bind(after.group_id)
        .bind(instance.id)
        .bind(after.group_permissions.name())
        .bind(after.other_permissions.name())
        .bind(after.channel_room)
        .bind(metadata_text(&after.fields))
        .bind(after.updated_at)
        .bind(id)
        .bind(instance.id)
        .execute(&mut *transaction)
        .await?;
        let changed = self.read_user(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    /// Replaces a user's key; the old one opens nothing from the commit on.
    pub(crate) async fn reset_user_key(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<UserRecord, StoreError> {
        let mut transaction = self.begin().await?;
        self.put_new_user_key(&mut transaction, instance, id)
            .await?;
        let reset = self.read_user(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(reset)
    }

    /// Deletes a user; the key opens nothing from the commit on.
    pub(crate) async fn delete_user(&self, instance: &Instance, id: i64) -> Result<(), StoreError> {
        let done = sqlx::query("DELETE FROM users WHERE id = ? AND instance_id = ?")
            .bind(id)
            .bind(instance.id)
            .execute(&mut *self.write().await?)
            .await?;
        changed_one(done.rows_affected())
    }

    async fn put_new_user_key(
        &self,
        connection: &mut SqliteConnection,
        instance: &Instance,
        id: i64,
    ) -> Result<(), StoreError> {
        let data_key = data_key(connection, instance.owner.id).await?;
        let key = Self::new_key(KeyUse::User)?;
        let sealed = self.seal(&data_key, place(instance, id), &key)?;
        let done = sqlx::query(
            "UPDATE users SET key_lookup = ?, key_sealed = ?, key_hint = ? \
             WHERE id = ? AND instance_id = ?",
        )
        .bind(sealed.lookup)
        .bind(sealed.sealed)
        .bind(sealed.hint)
        .bind(id)
        .bind(instance.id)
        .execute(connection)
        .await?;
        changed_one(done.rows_affected())
    }
}

fn changed_one(rows: u64) -> Result<(), StoreError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Missing)
    }
}

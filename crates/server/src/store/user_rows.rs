//! From rows to users with their keys and groups.

use std::collections::HashMap;

use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqliteConnection};
use syncano_vault::{KeyUse, PlainKey};

use super::accounts::metadata;
use super::groups::Group;
use super::sealing::{Place, data_key};
use super::{Instance, Store, StoreError};
use crate::domain::level::Level;
use crate::json::Object;

/// An end user's row, without secrets.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: i64,
    /// In lower case.
    pub(crate) username: String,
    pub(crate) profile: Profile,
}

/// What an application keeps about a user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    /// Counts the changes.
    pub(crate) revision: i64,
    pub(crate) owner_permissions: Level,
    pub(crate) group_id: Option<i64>,
    pub(crate) group_permissions: Level,
    pub(crate) other_permissions: Level,
    pub(crate) channel_room: Option<String>,
    /// Fields beyond those that every profile has.
    pub(crate) fields: Object,
    /// Microseconds since 1970.
    pub(crate) created_at: i64,
    /// Microseconds since 1970.
    pub(crate) updated_at: i64,
}

/// A user as answers show it.
#[derive(Debug)]
pub(crate) struct UserRecord {
    pub(crate) user: User,
    pub(crate) key: PlainKey,
    pub(crate) groups: Vec<Group>,
}

/// Columns of a [`User`] and of its sealed key, from `users u`.
macro_rules! user_columns {
    () => {
        "u.id, u.username, u.revision, u.owner_permissions, u.group_id, u.group_permissions, \
         u.other_permissions, u.channel_room, u.fields, u.created_at, u.updated_at, u.key_sealed"
    };
}
pub(super) use user_columns;

impl FromRow<'_, SqliteRow> for User {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let level = |column: &str| {
            Level::from_name(row.try_get(column)?)
                .ok_or_else(|| sqlx::Error::Decode("no level".into()))
        };
        Ok(Self {
            id: row.try_get("id")?,
            username: row.try_get("username")?,
            profile: Profile {
                revision: row.try_get("revision")?,
                owner_permissions: level("owner_permissions")?,
                group_id: row.try_get("group_id")?,
                group_permissions: level("group_permissions")?,
                other_permissions: level("other_permissions")?,
                channel_room: row.try_get("channel_room")?,
                fields: metadata(row.try_get("fields")?)?,
                created_at: row.try_get("created_at")?,
                updated_at: row.try_get("updated_at")?,
            },
        })
    }
}

pub(super) fn place(instance: &Instance, id: i64) -> Place {
    Place {
        kind: KeyUse::User,
        row_id: id,
        owner_id: instance.owner.id,
    }
}

impl Store {
    /// One user of an instance.
    pub(super) async fn read_user(
        &self,
        connection: &mut SqliteConnection,
        instance: &Instance,
        id: i64,
    ) -> Result<UserRecord, StoreError> {
        let sql = concat!(
            "SELECT ",
            user_columns!(),
            " FROM users u WHERE u.id = ? AND u.instance_id = ?"
        );
        let row = sqlx::query(sql)
            .bind(id)
            .bind(instance.id)
            .fetch_one(&mut *connection)
            .await?;
        let mut records = self.user_records(connection, instance, &[row]).await?;
        records.pop().ok_or(StoreError::Missing)
    }

    /// Opens the keys of some rows and adds the users' groups, in the rows' order.
    pub(super) async fn user_records(
        &self,
        connection: &mut SqliteConnection,
        instance: &Instance,
        rows: &[SqliteRow],
    ) -> Result<Vec<UserRecord>, StoreError> {
        let data_key = data_key(connection, instance.owner.id).await?;
        let users: Result<Vec<User>, _> = rows.iter().map(User::from_row).collect();
        let users = users?;
        let mut groups = groups_of(connection, &users).await?;
        users
            .into_iter()
            .zip(rows)
            .map(|(user, row)| {
                let sealed = row.try_get("key_sealed")?;
                Ok(UserRecord {
                    key: self.open_key(&data_key, place(instance, user.id), sealed)?,
                    groups: groups.remove(&user.id).unwrap_or_default(),
                    user,
                })
            })
            .collect()
    }
}

/// The groups of some users, by the user's number.
async fn groups_of(
    connection: &mut SqliteConnection,
    users: &[User],
) -> Result<HashMap<i64, Vec<Group>>, StoreError> {
    let ids: Vec<String> = users.iter().map(|user| user.id.to_string()).collect();
    let rows = sqlx::query(
        "SELECT m.user_id, g.id, g.name, g.label, g.description \
         FROM memberships m JOIN groups g ON g.id = m.group_id \
         WHERE m.user_id IN (SELECT value FROM json_each(?)) ORDER BY m.id",
    )
    .bind(format!("[{}]", ids.join(",")))
    .fetch_all(connection)
    .await?;
    let mut groups: HashMap<i64, Vec<Group>> = HashMap::new();
    for row in &rows {
        let of_user = groups.entry(row.try_get("user_id")?).or_default();
        of_user.push(Group::from_row(row)?);
    }
    Ok(groups)
}

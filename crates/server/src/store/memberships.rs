use sqlx::{FromRow, Row, SqliteConnection};

use super::groups::Group;
use super::page::Window;
use super::user_rows::{UserRecord, user_columns};
use super::{Instance, Store, StoreError};

/// Columns and tables of the members of one group.
macro_rules! select_members {
    ($rest:literal) => {
        concat!(
            "SELECT m.id AS membership_id, ",
            user_columns!(),
            " FROM memberships m JOIN users u ON u.id = m.user_id \
             WHERE m.group_id = ? AND u.instance_id = ? ",
            $rest
        )
    };
}

/// Columns and tables of the groups of one user.
macro_rules! select_groups {
    ($rest:literal) => {
        concat!(
            "SELECT m.id AS membership_id, g.id, g.name, g.label, g.description ",
            "FROM memberships m JOIN groups g ON g.id = m.group_id ",
            "WHERE m.user_id = ? AND g.instance_id = ? ",
            $rest
        )
    };
}

impl Store {
    /// A page of a group's members, each with the number of the membership; with
    /// `only`, at most that user.
    pub(crate) async fn members_of_group(
        &self,
        instance: &Instance,
        group_id: i64,
        only: Option<i64>,
        window: Window,
    ) -> Result<Vec<(i64, UserRecord)>, StoreError> {
        let sql = if window.ascending {
            select_members!(
                "AND m.id > ? AND m.id < ? AND u.id = coalesce(?, u.id) ORDER BY m.id ASC LIMIT ?"
            )
        } else {
            select_members!(
                "AND m.id > ? AND m.id < ? AND u.id = coalesce(?, u.id) ORDER BY m.id DESC LIMIT ?"
            )
        };
        let mut connection = self.readers.acquire().await?;
        let rows = sqlx::query(sql)
            .bind(group_id)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(only)
            .bind(window.limit)
            .fetch_all(&mut *connection)
            .await?;
        let ids: Result<Vec<i64>, _> = rows
            .iter()
            .map(|row| row.try_get("membership_id"))
            .collect();
        let records = self.user_records(&mut connection, instance, &rows).await?;
        Ok(window.arrange(ids?.into_iter().zip(records).collect()))
    }

    /// One member of a group.
    pub(crate) async fn member_of_group(
        &self,
        instance: &Instance,
        group_id: i64,
        user_id: i64,
    ) -> Result<UserRecord, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let row = sqlx::query(select_members!("AND u.id = ?"))
            .bind(group_id)
            .bind(instance.id)
            .bind(user_id)
            .fetch_one(&mut *connection)
            .await?;
        let mut records = self.user_records(&mut connection, instance, &[row]).await?;
        records.pop().ok_or(StoreError::Missing)
    }

    /// A page of a user's groups, each with the number of the membership.
    pub(crate) async fn groups_of_user(
        &self,
        instance: &Instance,
        user_id: i64,
        window: Window,
    ) -> Result<Vec<(i64, Group)>, StoreError> {
        let sql = if window.ascending {
            select_groups!("AND m.id > ? AND m.id < ? ORDER BY m.id ASC LIMIT ?")
        } else {
            select_groups!("AND m.id > ? AND m.id < ? ORDER BY m.id DESC LIMIT ?")
        };
        let rows = sqlx::query(sql)
            .bind(user_id)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        let groups: Result<Vec<_>, sqlx::Error> = rows
            .iter()
            .map(|row| Ok((row.try_get("membership_id")?, Group::from_row(row)?)))
            .collect();
        Ok(window.arrange(groups?))
    }

    /// One group of a user.
    pub(crate) async fn group_of_user(
        &self,
        instance: &Instance,
        user_id: i64,
        group_id: i64,
    ) -> Result<Group, StoreError> {
        Ok(sqlx::query_as(select_groups!("AND g.id = ?"))
            .bind(user_id)
            .bind(instance.id)
            .bind(group_id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// Whether a user is in a group.
    pub(crate) async fn is_in_group(
        &self,
        instance: &Instance,
        user_id: i64,
        group_id: i64,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id \
                   WHERE m.user_id = ? AND m.group_id = ? AND u.instance_id = ?)";
        Ok(sqlx::query_scalar(sql)
            .bind(user_id)
            .bind(group_id)
            .bind(instance.id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// Puts a user into a group, unless it is in `max` of them already.
    pub(crate) async fn add_to_group(
        &self,
        instance: &Instance,
        user_id: i64,
        group_id: i64,
        max: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        if count_groups(&mut transaction, user_id).await? >= max {
            return Err(StoreError::TooManyGroups);
        }
        let done = sqlx::query(
            "INSERT INTO memberships (user_id, group_id) SELECT u.id, g.id \
             FROM users u JOIN groups g ON g.instance_id = u.instance_id \
             WHERE u.id = ? AND g.id = ? AND u.instance_id = ?",
        )
        .bind(user_id)
        .bind(group_id)
        .bind(instance.id)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() != 1 {
            return Err(StoreError::Missing);
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Takes a user out of a group.
    pub(crate) async fn remove_from_group(
        &self,
        instance: &Instance,
        user_id: i64,
        group_id: i64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "DELETE FROM memberships WHERE user_id = ? AND group_id = ? \
             AND user_id IN (SELECT id FROM users WHERE instance_id = ?)",
        )
        .bind(user_id)
        .bind(group_id)
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

async fn count_groups(connection: &mut SqliteConnection, user_id: i64) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT count(*) FROM memberships WHERE user_id = ?")
            .bind(user_id)
            .fetch_one(connection)
            .await?,
    )
}

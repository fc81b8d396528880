use sqlx::{Row, SqliteConnection};
use syncano_vault::{KeyUse, PlainKey};

use super::page::Window;
use super::sealing::Place;
use super::{Store, StoreError, now_us};
use crate::domain::role::Role;

/// An invitation to an instance.
#[derive(Debug)]
pub(crate) struct Invitation {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) role: Role,
    pub(crate) key: PlainKey,
    pub(crate) instance_name: String,
    pub(crate) inviter_email: String,
    /// Microseconds since 1970.
    pub(crate) created_at: i64,
    /// Microseconds since 1970.
    pub(crate) updated_at: i64,
    pub(crate) state: String,
}

/// Columns of an [`Invitation`].
macro_rules! select_invitation {
    ($rest:expr) => {
        concat!(
            "SELECT v.id, v.email, v.role, v.key_sealed, v.created_at, v.updated_at, v.state, ",
            "i.name, i.owner_id, o.data_key, a.email AS inviter FROM invitations v ",
            "JOIN instances i ON i.id = v.instance_id JOIN accounts o ON o.id = i.owner_id ",
            "JOIN accounts a ON a.id = v.inviter_id ",
            $rest
        )
    };
}
pub(super) use select_invitation;

/// The same for the open ones of the account whose id is bound first.
macro_rules! select_own_invitation {
    ($rest:literal) => {
        select_invitation!(concat!(
            "WHERE v.account_id = ? AND v.state = 'new' ",
            $rest
        ))
    };
}

/// Whom an invitation key lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Redeemer {
    /// The account that was invited.
    Invited,
    /// Any account.
    Anybody,
}

/// Joins an account to the instance that an invitation is for. A higher role that
/// the account has already is kept.
pub(super) async fn accept_for(
    connection: &mut SqliteConnection,
    account_id: i64,
    lookup: &[u8],
    redeemer: Redeemer,
) -> Result<(), StoreError> {
    let invitation: Option<(i64, i64, String)> = sqlx::query_as(
        "SELECT id, instance_id, role FROM invitations v WHERE key_lookup = ? AND state = 'new' \
         AND (? OR v.account_id = ? OR v.email = (SELECT email FROM accounts WHERE id = ?))",
    )
    .bind(lookup)
    .bind(redeemer == Redeemer::Anybody)
    .bind(account_id)
    .bind(account_id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((id, instance_id, role)) = invitation else {
        return Err(StoreError::NoInvitation);
    };
    let offered = Role::from_name(&role).ok_or(StoreError::Damaged("role"))?;
    let present: Option<String> =
        sqlx::query_scalar("SELECT role FROM roles WHERE instance_id = ? AND account_id = ?")
            .bind(instance_id)
            .bind(account_id)
            .fetch_optional(&mut *connection)
            .await?;
    if present.as_deref().and_then(Role::from_name) < Some(offered) {
        sqlx::query(
            "INSERT INTO roles (instance_id, account_id, role) VALUES (?, ?, ?) \
             ON CONFLICT (instance_id, account_id) DO UPDATE SET role = excluded.role",
        )
        .bind(instance_id)
        .bind(account_id)
        .bind(offered.name())
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        "UPDATE invitations SET state = 'accepted', account_id = ?, updated_at = ? WHERE id = ?",
    )
    .bind(account_id)
    .bind(now_us())
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// A page of the open invitations of an account.
    pub(crate) async fn invitations_of_account(
        &self,
        account_id: i64,
        window: Window,
    ) -> Result<Vec<Invitation>, StoreError> {
        let sql = if window.ascending {
            select_own_invitation!("AND v.id > ? AND v.id < ? ORDER BY v.id ASC LIMIT ?")
        } else {
            select_own_invitation!("AND v.id > ? AND v.id < ? ORDER BY v.id DESC LIMIT ?")
        };
        let rows = sqlx::query(sql)
            .bind(account_id)
            .bind(window.above)
            .bind(window.below)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        let found: Result<Vec<_>, _> = rows.iter().map(|row| self.invitation(row)).collect();
        found.map(|found| window.arrange(found))
    }

    /// One open invitation of an account.
    pub(crate) async fn invitation_of_account(
        &self,
        account_id: i64,
        id: i64,
    ) -> Result<Invitation, StoreError> {
        let row = sqlx::query(select_own_invitation!("AND v.id = ?"))
            .bind(account_id)
            .bind(id)
            .fetch_one(&self.readers)
            .await?;
        self.invitation(&row)
    }

    /// Declines an open invitation of an account.
    pub(crate) async fn decline_invitation(
        &self,
        account_id: i64,
        id: i64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE invitations SET state = 'declined', updated_at = ? \
             WHERE id = ? AND account_id = ? AND state = 'new'",
        )
        .bind(now_us())
        .bind(id)
        .bind(account_id)
        .execute(&mut *self.write().await?)
        .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }

    /// Redeems an invitation key.
    pub(crate) async fn accept_invitation(
        &self,
        account_id: i64,
        key: &PlainKey,
        redeemer: Redeemer,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let lookup = self.lookup(KeyUse::Invitation, key);
        accept_for(&mut transaction, account_id, &lookup, redeemer).await?;
        transaction.commit().await?;
        Ok(())
    }

    pub(super) fn invitation(
        &self,
        row: &sqlx::sqlite::SqliteRow,
    ) -> Result<Invitation, StoreError> {
        let id = row.try_get("id")?;
        let place = Place {
            kind: KeyUse::Invitation,
            row_id: id,
            owner_id: row.try_get("owner_id")?,
        };
        Ok(Invitation {
            id,
            email: row.try_get("email")?,
            role: Role::from_name(row.try_get("role")?).ok_or(StoreError::Damaged("role"))?,
            key: self.open_key(row.try_get("data_key")?, place, row.try_get("key_sealed")?)?,
            instance_name: row.try_get("name")?,
            inviter_email: row.try_get("inviter")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
            state: row.try_get("state")?,
        })
    }
}

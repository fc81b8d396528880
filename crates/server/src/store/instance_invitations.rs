use sqlx::SqliteConnection;
use syncano_vault::KeyUse;

use super::invitations::select_invitation;
use super::page::Window;
use super::sealing::{Place, data_key};
use super::{Instance, Invitation, Store, StoreError, now_us};
use crate::domain::role::Role;

/// Refuses an address that is in the instance already, or about to be.
async fn check_invitable(
    connection: &mut SqliteConnection,
    instance: &Instance,
    email: &str,
) -> Result<(), StoreError> {
    let is_member: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM roles r JOIN accounts a ON a.id = r.account_id \
         WHERE r.instance_id = ? AND a.email = ?)",
    )
    .bind(instance.id)
    .bind(email)
    .fetch_one(&mut *connection)
    .await?;
    if is_member {
        return Err(StoreError::Member);
    }
    let is_invited: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM invitations \
         WHERE instance_id = ? AND email = ? AND state = 'new')",
    )
    .bind(instance.id)
    .bind(email)
    .fetch_one(connection)
    .await?;
    if is_invited {
        return Err(StoreError::Taken);
    }
    Ok(())
}

impl Store {
    /// A page of the invitations of an instance, whatever became of them.
    pub(crate) async fn invitations_of_instance(
        &self,
        instance: &Instance,
        window: Window,
    ) -> Result<Vec<Invitation>, StoreError> {
        let sql = if window.ascending {
            select_invitation!(
                "WHERE v.instance_id = ? AND v.id > ? AND v.id < ? ORDER BY v.id ASC LIMIT ?"
            )
        } else {
            select_invitation!(
                "WHERE v.instance_id = ? AND v.id > ? AND v.id < ? ORDER BY v.id DESC LIMIT ?"
            )
        };
        let rows = sqlx::query(sql)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        let found: Result<Vec<_>, _> = rows.iter().map(|row| self.invitation(row)).collect();
        found.map(|found| window.arrange(found))
    }

    /// One invitation of an instance.
    pub(crate) async fn invitation_of_instance(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<Invitation, StoreError> {
        let mut connection = self.readers.acquire().await?;
        self.read_invitation(&mut connection, instance, id).await
    }

    /// Invites an address (in lower case). Earlier invitations of it that were answered
    /// make room for the new one.
    ///
    /// # Errors
    /// [`StoreError::Member`] for an administrator of the instance,
    /// [`StoreError::Taken`] for an address with an open invitation.
    pub(crate) async fn create_invitation(
        &self,
        instance: &Instance,
        inviter_id: i64,
        email: &str,
        role: Role,
    ) -> Result<Invitation, StoreError> {
        let key = Self::new_key(KeyUse::Invitation)?;
        let mut transaction = self.begin().await?;
        check_invitable(&mut transaction, instance, email).await?;
        sqlx::query("DELETE FROM invitations WHERE instance_id = ? AND email = ?")
            .bind(instance.id)
            .bind(email)
            .execute(&mut *transaction)
            .await?;
        let now = now_us();
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO invitations (instance_id, email, role, account_id, inviter_id, \
             key_lookup, key_sealed, key_hint, created_at, updated_at) \
             VALUES (?, ?, ?, (SELECT id FROM accounts WHERE email = ?), ?, randomblob(32), x'', \
             '', ?, ?) RETURNING id",
        )
        .bind(instance.id)
        .bind(email)
        .bind(role.name())
        .bind(email)
        .bind(inviter_id)
        .bind(now)
        .bind(now)
        .fetch_one(&mut *transaction)
        .await?;
        // A key is sealed for its row, so the row must have its id first.
        let place = Place {
            kind: KeyUse::Invitation,
            row_id: id,
            owner_id: instance.owner.id,
        };
        let data_key = data_key(&mut transaction, instance.owner.id).await?;
        let sealed = self.seal(&data_key, place, &key)?;
        sqlx::query(
            "UPDATE invitations SET key_lookup = ?, key_sealed = ?, key_hint = ? WHERE id = ?",
        )
        .bind(sealed.lookup)
        .bind(sealed.sealed)
        .bind(sealed.hint)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        let made = self.read_invitation(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Changes what an invitation offers; its date moves only when that is new.
    pub(crate) async fn change_invitation(
        &self,
        instance: &Instance,
        id: i64,
        role: Role,
    ) -> Result<Invitation, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE invitations SET role = ?, updated_at = ? \
             WHERE id = ? AND instance_id = ? AND role <> ?",
        )
        .bind(role.name())
        .bind(now_us())
        .bind(id)
        .bind(instance.id)
        .bind(role.name())
        .execute(&mut *transaction)
        .await?;
        let changed = self.read_invitation(&mut transaction, instance, id).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    /// Takes an invitation back; its key opens nothing from the commit on.
    pub(crate) async fn delete_invitation(
        &self,
        instance: &Instance,
        id: i64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("DELETE FROM invitations WHERE id = ? AND instance_id = ?")
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

    async fn read_invitation(
        &self,
        connection: &mut SqliteConnection,
        instance: &Instance,
        id: i64,
    ) -> Result<Invitation, StoreError> {
        let row = sqlx::query(select_invitation!("WHERE v.id = ? AND v.instance_id = ?"))
            .bind(id)
            .bind(instance.id)
            .fetch_one(connection)
            .await?;
        self.invitation(&row)
    }
}

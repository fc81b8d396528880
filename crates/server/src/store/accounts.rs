use sqlx::{FromRow, Row, SqliteConnection};
use syncano_vault::{KeyUse, PlainKey};

use super::invitations::{Redeemer, accept_for};
use super::mailed_tokens::revoke_tokens;
use super::sealing::Place;
use super::{Store, StoreError, now_us};
use crate::json::{self, Json, Object};

/// An administrator, without secrets.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) is_active: bool,
    pub(crate) has_password: bool,
    pub(crate) metadata: Object,
}

/// Columns of an [`Account`], to be read with `FromRow`. A macro, so that every
/// statement is text known at compile time.
macro_rules! account_columns {
    () => {
        "id, email, first_name, last_name, is_active, password IS NOT NULL AS has_password, metadata"
    };
}
pub(super) use account_columns;

/// An account that does not exist yet.
#[derive(Debug)]
pub(crate) struct NewAccount {
    /// In lower case.
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) is_active: bool,
    /// PHC string of the password.
    pub(crate) password: String,
}

/// What to change of an account; `None` leaves a field as it is.
#[derive(Debug, Default)]
pub(crate) struct AccountChange {
    /// In lower case.
    pub(crate) email: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) is_active: Option<bool>,
    pub(crate) metadata: Option<Object>,
}

/// An account with what its password is checked against.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) account: Account,
    pub(crate) password: Option<String>,
}

impl FromRow<'_, sqlx::sqlite::SqliteRow> for Account {
    fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            email: row.try_get("email")?,
            first_name: row.try_get("first_name")?,
            last_name: row.try_get("last_name")?,
            is_active: row.try_get("is_active")?,
            has_password: row.try_get("has_password")?,
            metadata: metadata(row.try_get("metadata")?)?,
        })
    }
}

/// Reads a metadata column.
pub(super) fn metadata(text: &str) -> Result<Object, sqlx::Error> {
    match json::parse(text) {
        Ok(Json::Object(members)) => Ok(members),
        _ => Err(sqlx::Error::Decode("metadata is no object".into())),
    }
}

/// Text of a metadata column.
pub(super) fn metadata_text(members: &Object) -> String {
    String::from_utf8(json::to_text(&Json::Object(members.clone()))).unwrap_or_default()
}

pub(super) async fn account(
    connection: &mut SqliteConnection,
    id: i64,
) -> Result<Account, StoreError> {
    Ok(sqlx::query_as(concat!(
        "SELECT ",
        account_columns!(),
        " FROM accounts WHERE id = ?"
    ))
    .bind(id)
    .fetch_one(connection)
    .await?)
}

impl Store {
    /// Makes an account with a key of its own.
    ///
    /// An invitation key joins the account to the inviting instance at once.
    pub(crate) async fn create_account(
        &self,
        new: NewAccount,
        invitation: Option<(&PlainKey, Redeemer)>,
    ) -> Result<(Account, PlainKey), StoreError> {
        let data_key = self.vault.new_data_key()?;
        let mut transaction = self.begin().await?;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO accounts (email, first_name, last_name, is_active, password, data_key, \
             key_lookup, key_sealed, key_hint, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, randomblob(32), x'', '', ?) RETURNING id",
        )
        .bind(new.email)
        .bind(new.first_name)
        .bind(new.last_name)
        .bind(new.is_active)
        .bind(new.password)
        .bind(data_key.as_bytes())
        .bind(now_us())
        .fetch_one(&mut *transaction)
        .await?;
        // A key is sealed for its row, so the row must have its id first.
        let key = Self::new_key(KeyUse::Account)?;
        let place = Place {
            kind: KeyUse::Account,
            row_id: id,
            owner_id: id,
        };
        let sealed = self.seal(data_key.as_bytes(), place, &key)?;
        sqlx::query(
            "UPDATE accounts SET key_lookup = ?, key_sealed = ?, key_hint = ? WHERE id = ?",
        )
        .bind(sealed.lookup)
        .bind(sealed.sealed)
        .bind(sealed.hint)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        if let Some((invitation, redeemer)) = invitation {
            let lookup = self.lookup(KeyUse::Invitation, invitation);
            accept_for(&mut transaction, id, &lookup, redeemer).await?;
        }
        let account = account(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok((account, key))
    }

    /// The account with this e-mail (in lower case), and its password hash.
    pub(crate) async fn credentials(&self, email: &str) -> Result<Option<Credentials>, StoreError> {
        let sql = concat!(
            "SELECT ",
            account_columns!(),
            ", password FROM accounts WHERE email = ?"
        );
        let row = sqlx::query(sql)
            .bind(email)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Credentials {
            account: Account::from_row(&row)?,
            password: row.try_get("password")?,
        }))
    }

    /// The password hash of an account.
    pub(crate) async fn password(&self, account_id: i64) -> Result<Option<String>, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT password FROM accounts WHERE id = ?")
                .bind(account_id)
                .fetch_one(&self.readers)
                .await?,
        )
    }

    /// Replaces a password hash, unless another change came first.
    pub(crate) async fn replace_password(
        &self,
        account_id: i64,
        old: Option<&str>,
        new: &str,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE accounts SET password = ? WHERE id = ? AND password IS ?")
            .bind(new)
            .bind(account_id)
            .bind(old)
            .execute(&mut *self.write().await?)
            .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }

    /// Changes an account and returns it as it is then. What was mailed before it became
    /// inactive went to another address, and is worthless from then on.
    pub(crate) async fn change_account(
        &self,
        account_id: i64,
        change: AccountChange,
    ) -> Result<Account, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE accounts SET email = coalesce(?, email), first_name = coalesce(?, first_name), \
             last_name = coalesce(?, last_name), is_active = coalesce(?, is_active), \
             metadata = coalesce(?, metadata) WHERE id = ?",
        )
        .bind(change.email)
        .bind(change.first_name)
        .bind(change.last_name)
        .bind(change.is_active)
        .bind(change.metadata.as_ref().map(metadata_text))
        .bind(account_id)
        .execute(&mut *transaction)
        .await?;
        if change.is_active == Some(false) {
            revoke_tokens(&mut transaction, account_id).await?;
        }
        let account = account(&mut transaction, account_id).await?;
        transaction.commit().await?;
        Ok(account)
    }
}

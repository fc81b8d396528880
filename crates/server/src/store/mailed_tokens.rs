use secrecy::{ExposeSecret, SecretString};
use sqlx::SqliteConnection;
use syncano_vault::{PlainKey, TokenPurpose, TokenSubject, TokenText};

use super::accounts::account;
use super::{Account, Store, StoreError, now_us};

/// Seconds that a mailed token lives: three days, as documented for both purposes.
const LIFE_S: i64 = TokenPurpose::Activation.life_seconds();
/// Mails of one purpose that an account gets within an hour, so that nobody can flood
/// somebody else's mailbox.
const MAILS_PER_HOUR: i64 = 5;
const HOUR_S: i64 = 3_600;

const fn name(purpose: TokenPurpose) -> &'static str {
    match purpose {
        TokenPurpose::Activation => "activation",
        TokenPurpose::PasswordReset => "password_reset",
    }
}

fn now_s() -> i64 {
    now_us() / 1_000_000
}

async fn password(
    connection: &mut SqliteConnection,
    account_id: i64,
) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT password FROM accounts WHERE id = ?")
            .bind(account_id)
            .fetch_one(connection)
            .await?,
    )
}

/// Makes every mailed token of an account worthless.
pub(super) async fn revoke_tokens(
    connection: &mut SqliteConnection,
    account_id: i64,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM mailed_tokens WHERE account_id = ?")
        .bind(account_id)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Makes a token to mail to an account, with the address to mail it to. `None` when
    /// the account has had enough mails for now.
    pub(crate) async fn mint_token(
        &self,
        account_id: i64,
        purpose: TokenPurpose,
    ) -> Result<Option<(String, TokenText)>, StoreError> {
        let now = now_s();
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM mailed_tokens WHERE expires_at <= ?")
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        let recent: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM mailed_tokens \
             WHERE account_id = ? AND purpose = ? AND created_at > ?",
        )
        .bind(account_id)
        .bind(name(purpose))
        .bind(now - HOUR_S)
        .fetch_one(&mut *transaction)
        .await?;
        if recent >= MAILS_PER_HOUR {
            return Ok(None);
        }
        let account = account(&mut transaction, account_id).await?;
        let password = password(&mut transaction, account_id).await?;
        let subject = TokenSubject {
            account_id,
            purpose,
            password_hash: password.as_deref(),
        };
        let minted = self.vault.mint_token(&subject, now, LIFE_S)?;
        sqlx::query(
            "INSERT INTO mailed_tokens (account_id, purpose, hash, created_at, expires_at) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(account_id)
        .bind(name(purpose))
        .bind(minted.stored.as_slice())
        .bind(now)
        .bind(minted.expires_at)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some((account.email, minted.text)))
    }

    /// Whether there is an account with this number.
    pub(crate) async fn has_account(&self, account_id: i64) -> Result<bool, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?)")
                .bind(account_id)
                .fetch_one(&self.readers)
                .await?,
        )
    }

    /// Activates an account and shows it the invitations to its address.
    ///
    /// The token stays until it expires, so that its second use is told apart from a
    /// wrong token: [`StoreError::Taken`]. It can never activate again, because what
    /// makes an account inactive revokes it.
    pub(crate) async fn activate(
        &self,
        account_id: i64,
        token: &SecretString,
    ) -> Result<(Account, PlainKey), StoreError> {
        let mut transaction = self.begin().await?;
        self.find_token(
            &mut transaction,
            account_id,
            TokenPurpose::Activation,
            token,
        )
        .await?;
        let done = sqlx::query("UPDATE accounts SET is_active = 1 WHERE id = ? AND is_active = 0")
            .bind(account_id)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() != 1 {
            return Err(StoreError::Taken);
        }
        let account = account(&mut transaction, account_id).await?;
        sqlx::query(
            "UPDATE invitations SET account_id = ? \
             WHERE email = ? AND account_id IS NULL AND state = 'new'",
        )
        .bind(account_id)
        .bind(&account.email)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok((account, self.account_key(account_id).await?))
    }

    /// Whether a token would let its holder choose a new password, before the work of
    /// hashing one is done.
    pub(crate) async fn check_reset_token(
        &self,
        account_id: i64,
        token: &SecretString,
    ) -> Result<(), StoreError> {
        let mut connection = self.readers.acquire().await?;
        self.find_token(
            &mut connection,
            account_id,
            TokenPurpose::PasswordReset,
            token,
        )
        .await
    }

    /// Sets the password of an account by a mailed token, which works once, and with
    /// it ends every other token of the account.
    pub(crate) async fn reset_password(
        &self,
        account_id: i64,
        token: &SecretString,
        hash: &str,
    ) -> Result<(Account, PlainKey), StoreError> {
        let mut transaction = self.begin().await?;
        self.find_token(
            &mut transaction,
            account_id,
            TokenPurpose::PasswordReset,
            token,
        )
        .await?;
        revoke_tokens(&mut transaction, account_id).await?;
        sqlx::query("UPDATE accounts SET password = ? WHERE id = ?")
            .bind(hash)
            .bind(account_id)
            .execute(&mut *transaction)
            .await?;
        let account = account(&mut transaction, account_id).await?;
        transaction.commit().await?;
        Ok((account, self.account_key(account_id).await?))
    }

    /// # Errors
    /// [`StoreError::Missing`] when the token is none of the account's for `purpose`.
    async fn find_token(
        &self,
        connection: &mut SqliteConnection,
        account_id: i64,
        purpose: TokenPurpose,
        token: &SecretString,
    ) -> Result<(), StoreError> {
        let password = password(connection, account_id).await?;
        let subject = TokenSubject {
            account_id,
            purpose,
            password_hash: password.as_deref(),
        };
        let stored: Vec<(Vec<u8>, i64)> = sqlx::query_as(
            "SELECT hash, expires_at FROM mailed_tokens WHERE account_id = ? AND purpose = ?",
        )
        .bind(account_id)
        .bind(name(purpose))
        .fetch_all(connection)
        .await?;
        let now = now_s();
        let token = token.expose_secret();
        let fits = stored.iter().any(|(hash, expires_at)| {
            self.vault
                .check_token(&subject, token, hash, *expires_at, now)
        });
        if fits {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }
}

use sqlx::SqliteConnection;

use super::{Store, StoreError, now_us};
use crate::domain::login_limit::Counted;

const SECOND_US: i64 = 1_000_000;
/// After so long without an attempt, earlier ones are forgotten.
const MEMORY_US: i64 = 24 * 60 * 60 * SECOND_US;

/// Who logs in as whom: what attempts are counted under.
#[derive(Debug)]
pub(crate) struct LoginScopes([(Counted, [u8; 32]); 2]);

impl Store {
    /// The scopes of a login: `realm` tells accounts and the users of each instance
    /// apart.
    pub(crate) fn login_scopes(&self, realm: &str, name: &str, network: &str) -> LoginScopes {
        let blind = |parts: &[&str]| self.vault.blind("login", parts);
        LoginScopes([
            (Counted::NameFromNetwork, blind(&[realm, network, name])),
            (Counted::Network, blind(&[realm, network])),
        ])
    }

    /// Counts an attempt as failed until [`login_succeeded`](Self::login_succeeded)
    /// takes it back; that is on the disk before the password is looked at.
    ///
    /// `Some` with the seconds to wait when the attempt must not be made.
    pub(crate) async fn begin_login(
        &self,
        scopes: &LoginScopes,
    ) -> Result<Option<u64>, StoreError> {
        let mut transaction = self.begin().await?;
        // After the wait for the writer, so that attempts are counted in their order.
        let now = now_us();
        sqlx::query("DELETE FROM login_attempts WHERE updated_at < ?")
            .bind(now.saturating_sub(MEMORY_US))
            .execute(&mut *transaction)
            .await?;
        // The clock was ahead when these were written; waits are counted from now on.
        sqlx::query(
            "UPDATE login_attempts SET blocked_until = blocked_until - (updated_at - ?1), \
             updated_at = ?1 WHERE updated_at > ?1",
        )
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        let mut wait_us = 0;
        for (_, scope) in &scopes.0 {
            let until = blocked_until(&mut transaction, scope).await?;
            wait_us = wait_us.max(until.saturating_sub(now));
        }
        if wait_us > 0 {
            let wait_s = wait_us.saturating_add(SECOND_US - 1) / SECOND_US;
            transaction.commit().await?;
            return Ok(Some(u64::try_from(wait_s).unwrap_or(1)));
        }
        for (counted, scope) in &scopes.0 {
            count(&mut transaction, *counted, scope, now).await?;
        }
        transaction.commit().await?;
        Ok(None)
    }

    /// Forgets the failures of a name, and this attempt of its network.
    pub(crate) async fn login_succeeded(&self, scopes: &LoginScopes) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for (counted, scope) in &scopes.0 {
            let sql = match counted {
                Counted::NameFromNetwork => "DELETE FROM login_attempts WHERE scope = ?",
                Counted::Network => {
                    "UPDATE login_attempts SET failures = max(failures - 1, 0), \
                     blocked_until = 0 WHERE scope = ?"
                }
            };
            sqlx::query(sql)
                .bind(scope.as_slice())
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

async fn blocked_until(connection: &mut SqliteConnection, scope: &[u8]) -> Result<i64, StoreError> {
    let until = sqlx::query_scalar("SELECT blocked_until FROM login_attempts WHERE scope = ?")
        .bind(scope)
        .fetch_optional(connection)
        .await?;
    Ok(until.unwrap_or_default())
}

async fn count(
    connection: &mut SqliteConnection,
    counted: Counted,
    scope: &[u8],
    now: i64,
) -> Result<(), StoreError> {
    let failures: i64 = sqlx::query_scalar(
        "INSERT INTO login_attempts (scope, failures, blocked_until, updated_at) \
         VALUES (?, 1, 0, ?) ON CONFLICT (scope) DO UPDATE SET \
         failures = failures + 1, updated_at = excluded.updated_at RETURNING failures",
    )
    .bind(scope)
    .bind(now)
    .fetch_one(&mut *connection)
    .await?;
    let wait_us = counted.wait_s(failures).saturating_mul(SECOND_US);
    sqlx::query("UPDATE login_attempts SET blocked_until = ? WHERE scope = ?")
        .bind(now.saturating_add(wait_us))
        .bind(scope)
        .execute(connection)
        .await?;
    Ok(())
}

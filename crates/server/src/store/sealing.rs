use sqlx::SqliteConnection;
use syncano_vault::{Context, KeyUse, PlainKey, WrappedDataKey};
use syncano_wire::KeyKind;

use super::{Store, StoreError};

/// A key on its way into a row.
pub(super) struct SealedKey {
    pub(super) lookup: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) hint: String,
}

/// Where a key is kept: its row, and the account whose data key seals it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) kind: KeyUse,
    pub(super) row_id: i64,
    pub(super) owner_id: i64,
}

impl Place {
    pub(super) fn context(&self) -> Context<'static> {
        Context {
            table: match self.kind {
                KeyUse::Account => "accounts",
                KeyUse::Api => "api_keys",
                KeyUse::User => "users",
                KeyUse::Invitation => "invitations",
            },
            row_id: self.row_id,
            owner_id: self.owner_id,
            kind: self.kind,
        }
    }
}

impl Store {
    pub(super) fn lookup(&self, kind: KeyUse, key: &PlainKey) -> Vec<u8> {
        self.vault.lookup(kind, key).to_vec()
    }

    /// A new key of the kind, not yet anywhere.
    pub(super) fn new_key(kind: KeyUse) -> Result<PlainKey, StoreError> {
        Ok(match kind {
            KeyUse::Account | KeyUse::User => PlainKey::generate(KeyKind::Account)?,
            KeyUse::Api => PlainKey::generate(KeyKind::Api)?,
            KeyUse::Invitation => PlainKey::generate_invitation()?,
        })
    }

    pub(super) fn seal(
        &self,
        data_key: &[u8],
        place: Place,
        key: &PlainKey,
    ) -> Result<SealedKey, StoreError> {
        let data_key = WrappedDataKey::from_bytes(data_key)?;
        Ok(SealedKey {
            lookup: self.lookup(place.kind, key),
            sealed: self.vault.seal(&data_key, &place.context(), key)?,
            hint: key.hint().to_owned(),
        })
    }

    pub(super) fn open_key(
        &self,
        data_key: &[u8],
        place: Place,
        sealed: &[u8],
    ) -> Result<PlainKey, StoreError> {
        let data_key = WrappedDataKey::from_bytes(data_key)?;
        Ok(self.vault.open(&data_key, &place.context(), sealed)?)
    }
}

/// The wrapped data key of an account.
pub(super) async fn data_key(
    connection: &mut SqliteConnection,
    account_id: i64,
) -> Result<Vec<u8>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT data_key FROM accounts WHERE id = ?")
            .bind(account_id)
            .fetch_one(connection)
            .await?,
    )
}

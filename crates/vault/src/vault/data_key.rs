use super::envelope;
use crate::VaultError;
use crate::root_key::{ROOT_KEY_BYTES, RootId};

/// Bytes of a wrapped data key.
const LENGTH: usize = RootId::LENGTH + envelope::OVERHEAD + ROOT_KEY_BYTES;

/// A data key as it is stored: the root key's id, then the key sealed under it.
#[derive(Clone, Debug)]
pub struct WrappedDataKey {
    root_id: RootId,
    bytes: Vec<u8>,
}

impl WrappedDataKey {
    pub(super) fn new(root_id: RootId, envelope: &[u8]) -> Self {
        Self {
            root_id,
            bytes: [root_id.as_bytes().as_slice(), envelope].concat(),
        }
    }

    /// Takes bytes from the database.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] when the length is not that of a data key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        match bytes.first_chunk() {
            Some(root_id) if bytes.len() == LENGTH => Ok(Self {
                root_id: RootId::from_bytes(*root_id),
                bytes: bytes.to_vec(),
            }),
            _ => Err(VaultError::Tampered),
        }
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Root key under which the data key is sealed.
    #[must_use]
    pub fn root_id(&self) -> RootId {
        self.root_id
    }

    pub(super) fn envelope(&self) -> &[u8] {
        self.bytes.get(RootId::LENGTH..).unwrap_or_default()
    }
}

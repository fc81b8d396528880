use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::plain_key::{KeyUse, PlainKey};
use crate::root_key::{ROOT_KEY_BYTES, RootId, RootKey};
use crate::{VaultError, random};

mod context;
mod data_key;
mod envelope;

pub use context::Context;
pub use data_key::WrappedDataKey;

/// Bytes of a look-up hash, a stored token hash and a cursor tag.
const MAC_BYTES: usize = 32;
/// Starts the input of a look-up hash.
const LOOKUP_LABEL: &[u8] = b"key/v1";
/// Starts what a data key is bound to while it is wrapped.
const WRAP_LABEL: &[u8] = b"syncano/data-key/v1";
/// What a canary is bound to.
const CANARY_LABEL: &[u8] = b"syncano/canary/v1";
/// What a canary says.
const CANARY_TEXT: &[u8] = b"the root key fits";

type Secret = SecretBox<[u8; ROOT_KEY_BYTES]>;

/// Everything that needs a key derived from the root key.
///
/// It holds no state and does no input or output: share one behind an `Arc`.
pub struct Vault {
    root_id: RootId,
    lookup: Secret,
    wrap: Secret,
    token: Secret,
    cursor: Secret,
    blind: Secret,
}

impl Vault {
    /// Derives the vault's keys; the root key itself is not kept.
    #[must_use]
    pub fn new(root: &RootKey) -> Self {
        Self {
            root_id: root.id(),
            lookup: root.derive("lookup"),
            wrap: root.derive("wrap"),
            token: root.derive("token"),
            cursor: root.derive("cursor"),
            blind: root.derive("blind"),
        }
    }

    /// Name of the root key that this vault was made from.
    #[must_use]
    pub fn root_id(&self) -> RootId {
        self.root_id
    }

    /// The hash under which a key is stored and found.
    ///
    /// HMAC-SHA-256 of `key/v1`, one byte for the use, and the 40 characters.
    /// Whoever has only the database cannot tell whether a key is in it.
    #[must_use]
    pub fn lookup(&self, key_use: KeyUse, key: &PlainKey) -> [u8; MAC_BYTES] {
        mac(
            &self.lookup,
            &[LOOKUP_LABEL, &[key_use.code()], key.expose().as_bytes()],
        )
    }

    /// Makes a new data key, wrapped, as one account's row keeps it.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the operating system gives no randomness.
    pub fn new_data_key(&self) -> Result<WrappedDataKey, VaultError> {
        let mut data_key = Secret::default();
        random::fill(data_key.expose_secret_mut())?;
        self.wrap_data_key(&data_key)
    }

    /// Seals a key for the row that `context` names.
    ///
    /// # Errors
    /// [`VaultError::WrongRootKey`] or [`VaultError::Tampered`] when the data
    /// key does not open, [`VaultError::Random`] without randomness.
    pub fn seal(
        &self,
        data_key: &WrappedDataKey,
        context: &Context<'_>,
        key: &PlainKey,
    ) -> Result<Vec<u8>, VaultError> {
        let data_key = self.unwrap_data_key(data_key)?;
        envelope::seal(
            data_key.expose_secret(),
            &context.encode(),
            key.expose().as_bytes(),
        )
    }

    /// Opens what [`seal`](Self::seal) made, for the same row only.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] when a byte of the value, of the data key or of
    /// the context differs; [`VaultError::WrongRootKey`] when the data key
    /// belongs to another root key.
    pub fn open(
        &self,
        data_key: &WrappedDataKey,
        context: &Context<'_>,
        sealed: &[u8],
    ) -> Result<PlainKey, VaultError> {
        let data_key = self.unwrap_data_key(data_key)?;
        let text = envelope::open(data_key.expose_secret(), &context.encode(), sealed)?;
        std::str::from_utf8(&text)
            .ok()
            .and_then(PlainKey::parse)
            .ok_or(VaultError::Tampered)
    }

    /// Wraps a data key for another root key; what it sealed stays as it is.
    ///
    /// A data key that `new` can open already comes back unchanged, so that a
    /// rotation that was interrupted can simply be run again.
    ///
    /// # Errors
    /// [`VaultError::WrongRootKey`] when neither vault made the data key,
    /// [`VaultError::Tampered`] when it is damaged.
    pub fn rewrap(
        &self,
        new: &Self,
        data_key: &WrappedDataKey,
    ) -> Result<WrappedDataKey, VaultError> {
        if data_key.root_id() == new.root_id {
            new.unwrap_data_key(data_key)?;
            return Ok(data_key.clone());
        }
        new.wrap_data_key(&self.unwrap_data_key(data_key)?)
    }

    /// A value to store next to the data, by which a later start can tell
    /// whether it was given the right root key.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the operating system gives no randomness.
    pub fn canary(&self) -> Result<Vec<u8>, VaultError> {
        let sealed = envelope::seal(self.wrap.expose_secret(), CANARY_LABEL, CANARY_TEXT)?;
        Ok([self.root_id.as_bytes().as_slice(), &sealed].concat())
    }

    /// Checks a stored canary.
    ///
    /// # Errors
    /// [`VaultError::WrongRootKey`], whose text names both keys, when another
    /// root key made it; [`VaultError::Tampered`] when it is damaged.
    pub fn check_canary(&self, canary: &[u8]) -> Result<(), VaultError> {
        let (root_id, sealed) = canary
            .split_first_chunk::<{ RootId::LENGTH }>()
            .ok_or(VaultError::Tampered)?;
        self.check_root(RootId::from_bytes(*root_id))?;
        let text = envelope::open(self.wrap.expose_secret(), CANARY_LABEL, sealed)?;
        if text.as_slice() == CANARY_TEXT {
            Ok(())
        } else {
            Err(VaultError::Tampered)
        }
    }

    /// A tag for a page cursor or another value that clients hand back, so that
    /// they cannot make one up.
    #[must_use]
    pub fn cursor_tag(&self, cursor: &[u8]) -> [u8; MAC_BYTES] {
        mac(&self.cursor, &[b"cursor/v1", cursor])
    }

    /// Whether `tag` is what [`cursor_tag`](Self::cursor_tag) gave for `cursor`.
    #[must_use]
    pub fn check_cursor(&self, cursor: &[u8], tag: &[u8]) -> bool {
        self.cursor_tag(cursor).ct_eq(tag).into()
    }

    /// A stand-in for something that has to be counted but should not be stored, such
    /// as the name of somebody who logs in. Other labels and other parts give other
    /// values.
    #[must_use]
    pub fn blind(&self, label: &str, parts: &[&str]) -> [u8; MAC_BYTES] {
        let mut input = Vec::new();
        for part in std::iter::once(&label).chain(parts) {
            input.extend_from_slice(&part.len().to_be_bytes());
            input.extend_from_slice(part.as_bytes());
        }
        mac(&self.blind, &[b"blind/v1", &input])
    }

    /// The stored form of a one-time token.
    pub(crate) fn token_mac(&self, parts: &[&[u8]]) -> [u8; MAC_BYTES] {
        mac(&self.token, parts)
    }

    fn wrap_data_key(&self, data_key: &Secret) -> Result<WrappedDataKey, VaultError> {
        let wrapped = envelope::seal(
            self.wrap.expose_secret(),
            &wrap_context(self.root_id),
            data_key.expose_secret(),
        )?;
        Ok(WrappedDataKey::new(self.root_id, &wrapped))
    }

    fn unwrap_data_key(&self, data_key: &WrappedDataKey) -> Result<Secret, VaultError> {
        self.check_root(data_key.root_id())?;
        let bytes = envelope::open(
            self.wrap.expose_secret(),
            &wrap_context(self.root_id),
            data_key.envelope(),
        )?;
        let key: &[u8; ROOT_KEY_BYTES] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::Tampered)?;
        Ok(Secret::init_with_mut(|secret| secret.copy_from_slice(key)))
    }

    fn check_root(&self, sealed_with: RootId) -> Result<(), VaultError> {
        if sealed_with == self.root_id {
            return Ok(());
        }
        Err(VaultError::WrongRootKey {
            sealed_with,
            given: self.root_id,
        })
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({}, ***)", self.root_id)
    }
}

fn wrap_context(root_id: RootId) -> Vec<u8> {
    [WRAP_LABEL, root_id.as_bytes()].concat()
}

fn mac(key: &Secret, parts: &[&[u8]]) -> [u8; MAC_BYTES] {
    // The constructor that cannot fail takes a key of a whole block; HMAC itself
    // fills shorter ones up with zeros, so the result is the same.
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(key.expose_secret()) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

use std::fmt;

use hkdf::Hkdf;
use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox};
use sha2::Sha256;

use crate::{VaultError, random};

mod file;

pub use file::RootKeyError;

/// Bytes of a root key and of every key made from it.
pub(crate) const ROOT_KEY_BYTES: usize = 32;
/// Bytes of the public name of a root key.
const ROOT_ID_BYTES: usize = 8;
/// Around the purpose in HKDF's `info`.
const INFO_PREFIX: &str = "syncano/";
const INFO_SUFFIX: &str = "/v1";

/// Public name of a root key, derived from it: 16 hexadecimal characters.
///
/// It tells which file belongs to which data and gives nothing of the key away.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RootId([u8; ROOT_ID_BYTES]);

impl RootId {
    /// Bytes of an id in stored values.
    pub(crate) const LENGTH: usize = ROOT_ID_BYTES;

    pub(crate) const fn from_bytes(bytes: [u8; ROOT_ID_BYTES]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; ROOT_ID_BYTES] {
        &self.0
    }
}

impl fmt::Display for RootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootId({self})")
    }
}

/// The 32 bytes from which every other key of the server is derived.
///
/// Without them nothing that the vault sealed can be read again.
pub struct RootKey(SecretBox<[u8; ROOT_KEY_BYTES]>);

impl RootKey {
    /// Makes a new root key from the operating system's randomness.
    ///
    /// # Errors
    /// [`VaultError::Random`] when there is none.
    pub fn generate() -> Result<Self, VaultError> {
        let mut key = SecretBox::<[u8; ROOT_KEY_BYTES]>::default();
        random::fill(key.expose_secret_mut())?;
        Ok(Self(key))
    }

    /// The public name of this key.
    #[must_use]
    pub fn id(&self) -> RootId {
        let mut id = [0; ROOT_ID_BYTES];
        self.expand("id", &mut id);
        RootId(id)
    }

    /// A key of its own for one purpose.
    pub(crate) fn derive(&self, purpose: &str) -> SecretBox<[u8; ROOT_KEY_BYTES]> {
        SecretBox::init_with_mut(|key| self.expand(purpose, key))
    }

    fn expand<const N: usize>(&self, purpose: &str, into: &mut [u8; N]) {
        // The one thing HKDF refuses is a longer output.
        const { assert!(N <= 255 * ROOT_KEY_BYTES) };
        let info = [INFO_PREFIX, purpose, INFO_SUFFIX];
        let expanded = Hkdf::<Sha256>::new(None, self.expose())
            .expand_multi_info(&info.map(str::as_bytes), into);
        debug_assert!(expanded.is_ok());
    }

    fn expose(&self) -> &[u8; ROOT_KEY_BYTES] {
        self.0.expose_secret()
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKey({}, ***)", self.id())
    }
}

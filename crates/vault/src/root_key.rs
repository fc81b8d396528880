use std::fmt;

use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{VaultError, random};

mod file;

pub use file::RootKeyError;

/// Bytes of a root key and of every key made from it.
pub(crate) const ROOT_KEY_BYTES: usize = 32;
/// Bytes of the public name of a root key.
const ROOT_ID_BYTES: usize = 8;

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
        Ok(Self::from_bytes(&random::bytes()?))
    }

    /// The public name of this key.
    #[must_use]
    pub fn id(&self) -> RootId {
        RootId(*self.derive::<ROOT_ID_BYTES>("id"))
    }

    /// A key of its own for one purpose.
    pub(crate) fn derive<const N: usize>(&self, purpose: &str) -> Zeroizing<[u8; N]> {
        let mut derived = Zeroizing::new([0; N]);
        let info = format!("syncano/{purpose}/v1");
        let expanded = Hkdf::<Sha256>::new(None, self.0.expose_secret())
            .expand(info.as_bytes(), derived.as_mut_slice());
        // HKDF refuses only lengths above 8160 bytes; this turns one into a build error.
        const { assert!(N <= 255 * 32) };
        debug_assert!(expanded.is_ok());
        derived
    }

    fn from_bytes(bytes: &Zeroizing<[u8; ROOT_KEY_BYTES]>) -> Self {
        Self(SecretBox::new(Box::new(**bytes)))
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

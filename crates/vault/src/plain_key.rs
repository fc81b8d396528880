use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use syncano_wire::{KEY_LENGTH, KeyKind};
use zeroize::Zeroizing;

use crate::{VaultError, random};

/// Characters of a key that lists, logs and audit entries may show.
const HINT_LENGTH: usize = 4;

/// What a stored key opens. Part of every look-up hash and of every seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// The key of an administrator's account.
    Account,
    /// An application's key for one instance.
    Api,
    /// The key of an end user of one instance.
    User,
    /// A key that lets its holder join an instance.
    Invitation,
}

impl KeyUse {
    /// The number that stands for this use in stored bytes; it must never change.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Account => 1,
            Self::Api => 2,
            Self::User => 3,
            Self::Invitation => 4,
        }
    }
}

/// A key in clear text: 40 lower-case hexadecimal characters.
///
/// There is no `PartialEq`: keys are found by [`Vault::lookup`](crate::Vault::lookup).
pub struct PlainKey(SecretString);

impl PlainKey {
    /// Makes a new key: 160 bits from the operating system, of which the lowest
    /// then tells the kind.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the operating system gives no randomness.
    pub fn generate(kind: KeyKind) -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; KEY_LENGTH / 2]);
        random::fill(bytes.as_mut_slice())?;
        if let Some(last) = bytes.last_mut() {
            *last = match kind {
                KeyKind::Account => *last & !1,
                KeyKind::Api => *last | 1,
            };
        }
        Ok(Self::from_bytes(&bytes))
    }

    /// Makes a new invitation key: 160 bits, without a rule for the last digit.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the operating system gives no randomness.
    pub fn generate_invitation() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; KEY_LENGTH / 2]);
        random::fill(bytes.as_mut_slice())?;
        Ok(Self::from_bytes(&bytes))
    }

    /// Reads a key in either case, or `None` when `text` is not exactly 40
    /// hexadecimal characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        KeyKind::of(text)?;
        let mut lower = String::with_capacity(KEY_LENGTH);
        lower.extend(text.chars().map(|digit| digit.to_ascii_lowercase()));
        Some(Self(lower.into()))
    }

    /// The key itself. For the answer that hands it out, and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The last four characters, which may be shown and logged.
    #[must_use]
    pub fn hint(&self) -> &str {
        let text = self.expose();
        text.get(text.len().saturating_sub(HINT_LENGTH)..)
            .unwrap_or_default()
    }

    fn from_bytes(bytes: &[u8; KEY_LENGTH / 2]) -> Self {
        let mut digits = Zeroizing::new([0; KEY_LENGTH]);
        let text = base16ct::lower::encode_str(bytes, digits.as_mut_slice()).unwrap_or_default();
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainKey(***{})", self.hint())
    }
}

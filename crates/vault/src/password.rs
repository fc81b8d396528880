use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroize;

/// A password as a person typed it, wiped when the last user drops it.
///
/// It is shared and not copied with the thread that hashes it.
pub struct Password(Arc<SecretString>);

impl Password {
    /// Takes the text over and wipes the string it came in.
    #[must_use]
    pub fn new(mut text: String) -> Self {
        // Shrinking a string in place may leave its old allocation behind, so copy and wipe.
        let exact: Box<str> = text.as_str().into();
        text.zeroize();
        Self(Arc::new(SecretString::new(exact)))
    }

    /// Characters of the password, for length rules.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.0.expose_secret().chars().count()
    }

    pub(crate) fn share(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn expose_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

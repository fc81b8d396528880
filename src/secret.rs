//! Credentials that cannot be printed.

use std::fmt;

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

/// Most characters that a credential may have.
pub const CREDENTIAL_CHARS_MAX: usize = 1024;

/// An account key, API key, user key or social token.
///
/// It is wiped when dropped, shows nothing of itself in `Debug`, and is
/// known to be safe as the value of an HTTP header.
pub struct Credential(SecretString);

impl Credential {
    /// Takes `text` as a credential, without the blanks around it.
    ///
    /// `Ok(None)` means that nothing was left, which clears a credential.
    ///
    /// # Errors
    ///
    /// [`BadCredential`] when a character is not printable ASCII, or when the
    /// text is longer than [`CREDENTIAL_CHARS_MAX`]. The text is wiped then too.
    pub fn parse(mut text: String) -> Result<Option<Self>, BadCredential> {
        let trimmed = text.trim_ascii();
        if trimmed.is_empty() {
            return Ok(None);
        }
        let fits = trimmed.len() <= CREDENTIAL_CHARS_MAX
            && trimmed.bytes().all(|b| matches!(b, 0x21..=0x7e));
        if !fits {
            text.zeroize();
            return Err(BadCredential);
        }
        if trimmed.len() == text.len() {
            // The usual case: the buffer itself moves in, so that no copy stays behind.
            return Ok(Some(Self(SecretString::from(text))));
        }
        let kept = SecretString::from(trimmed);
        text.zeroize();
        Ok(Some(Self(kept)))
    }

    /// The text itself, for a header or for the caller who asks for it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}

/// The text cannot be a credential; what it was is deliberately not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCredential;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_a_credential_are_dropped_and_an_empty_one_clears() {
        let kept = Credential::parse("  abc\n".into()).unwrap().unwrap();
        assert_eq!(kept.expose(), "abc");
        assert!(Credential::parse(" \t".into()).unwrap().is_none());
    }

    #[test]
    fn a_credential_that_no_header_can_carry_is_refused_without_quoting_it() {
        for text in [
            "a b",
            "a\r\nX: y",
            "ключ",
            "a\u{0}b",
            "a\u{7f}",
            &"a".repeat(CREDENTIAL_CHARS_MAX + 1),
        ] {
            assert_eq!(
                Credential::parse(text.to_owned()).unwrap_err(),
                BadCredential,
                "{text:?}"
            );
        }
    }

    #[test]
    fn debug_shows_nothing_of_a_credential() {
        let key = Credential::parse("canary-1234".into()).unwrap().unwrap();
        assert!(!format!("{key:?}").contains("canary"));
    }
}

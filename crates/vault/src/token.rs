use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{Vault, VaultError, random};

/// 2001-01-01T00:00:00Z in seconds since 1970: day 0 of a token.
const FIRST_DAY: i64 = 978_307_200;
const DAY_SECONDS: i64 = 86_400;
/// Random bytes of a token, written as twice as many hexadecimal digits.
const RANDOM_BYTES: usize = 10;
/// Starts the input of every stored hash.
const LABEL: &[u8] = b"token/v1";

/// What a mailed token lets its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenPurpose {
    /// Show that an address is one's own.
    Activation,
    /// Choose a new password without the old one.
    PasswordReset,
}

impl TokenPurpose {
    /// Seconds a token lives: three days as the documented API says for an
    /// activation, one hour for a reset, which hands over the account.
    #[must_use]
    pub const fn life_seconds(self) -> i64 {
        match self {
            Self::Activation => 3 * DAY_SECONDS,
            Self::PasswordReset => 3_600,
        }
    }

    /// The number that stands for this purpose in stored hashes.
    const fn code(self) -> u8 {
        match self {
            Self::Activation => 1,
            Self::PasswordReset => 2,
        }
    }
}

/// What a token is bound to: when any of it changes, the token is worthless.
#[derive(Clone, Copy)]
pub struct TokenSubject<'a> {
    /// Account the token is for.
    pub account_id: i64,
    /// What the token is for.
    pub purpose: TokenPurpose,
    /// The account's password hash at present, if it has a password.
    pub password_hash: Option<&'a str>,
}

impl fmt::Debug for TokenSubject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSubject")
            .field("account_id", &self.account_id)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

/// A token in clear text, as the mail carries it:
/// `<days since 2001-01-01 in base 36>-<20 hexadecimal digits>`.
pub struct TokenText(SecretString);

impl TokenText {
    /// The token itself. For the mail that carries it, and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenText(***)")
    }
}

/// A new token: what to mail and what to store.
#[derive(Debug)]
pub struct MintedToken {
    /// What to mail.
    pub text: TokenText,
    /// What to store; the text cannot be had from it.
    pub stored: [u8; 32],
    /// When it stops working, in seconds since 1970. To be stored as well.
    pub expires_at: i64,
}

impl Vault {
    /// Makes a token for `subject`, good for `life_seconds` from `now`, which
    /// is in seconds since 1970.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the operating system gives no randomness.
    pub fn mint_token(
        &self,
        subject: &TokenSubject<'_>,
        now: i64,
        life_seconds: i64,
    ) -> Result<MintedToken, VaultError> {
        let mut random = Zeroizing::new([0; RANDOM_BYTES]);
        random::fill(random.as_mut_slice())?;
        let digits = Zeroizing::new(base16ct::lower::encode_string(random.as_slice()));
        let text = Zeroizing::new([&base36(days_since_first(now)), "-", digits.as_str()].concat());
        let expires_at = now.saturating_add(life_seconds);
        let stored = self.hash_token(subject, expires_at, &text);
        Ok(MintedToken {
            text: TokenText(SecretString::from(text.as_str())),
            stored,
            expires_at,
        })
    }

    /// Whether `text` is the token that was minted for `subject` with this
    /// `stored` hash and `expires_at`, and still lives at `now`.
    ///
    /// The caller makes it single use: delete the stored hash in the
    /// transaction that does what the token allowed.
    #[must_use]
    pub fn check_token(
        &self,
        subject: &TokenSubject<'_>,
        text: &str,
        stored: &[u8],
        expires_at: i64,
        now: i64,
    ) -> bool {
        let fits: bool = self
            .hash_token(subject, expires_at, text)
            .ct_eq(stored)
            .into();
        fits && now < expires_at
    }

    fn hash_token(&self, subject: &TokenSubject<'_>, expires_at: i64, text: &str) -> [u8; 32] {
        let password = subject.password_hash.unwrap_or_default();
        self.token_mac(&[
            LABEL,
            &[subject.purpose.code()],
            &subject.account_id.to_be_bytes(),
            &expires_at.to_be_bytes(),
            &[u8::from(subject.password_hash.is_some())],
            // The two texts of free length are told apart by the first one's size.
            &(password.len() as u64).to_be_bytes(),
            password.as_bytes(),
            text.as_bytes(),
        ])
    }
}

fn days_since_first(now: i64) -> u64 {
    now.saturating_sub(FIRST_DAY)
        .div_euclid(DAY_SECONDS)
        .try_into()
        .unwrap_or(0)
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36)
            .ok()
            .and_then(|digit| char::from_digit(digit, 36));
        digits.extend(digit);
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

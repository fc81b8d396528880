//! What the server does to secrets before they touch a disk.
//!
//! Keys are found by a keyed hash and stored sealed, each bound to the row it
//! belongs to; passwords are hashed on a pool of their own; tokens that travel
//! by mail are stored as hashes. Everything hangs on one [`RootKey`], which
//! lives outside the database.
//!
//! Secrets are types: [`PlainKey`], [`Password`], [`TokenText`] and [`RootKey`]
//! have no `Display` and no `PartialEq`, hide from `Debug` and are wiped when
//! they are dropped. The way to the text is a method called `expose`, so that a
//! search finds every place that uses it.

#![warn(missing_docs)]

mod error;
mod password;
mod passwords;
mod plain_key;
mod random;
mod root_key;
mod token;
mod uid;
mod vault;

pub use error::VaultError;
pub use password::Password;
pub use passwords::{PasswordError, PasswordPolicy, Passwords, Verdict};
pub use plain_key::{KeyUse, PlainKey};
pub use root_key::{RootId, RootKey, RootKeyError};
pub use token::{MintedToken, TokenPurpose, TokenSubject, TokenText};
pub use uid::{uid_decode, uid_encode};
pub use vault::{Context, Vault, WrappedDataKey};

use crate::root_key::RootId;

/// Why the vault could not do what it was asked.
///
/// No variant carries a secret, so every one may be logged.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The bytes are damaged, or belong to another row, owner or kind.
    #[error("a sealed value does not open: it is damaged or belongs to another row")]
    Tampered,
    /// The bytes were sealed under a root key that is not the one at hand.
    #[error(
        "the data was sealed with root key {sealed_with}, but the server was given root key \
         {given}; start it with the file of root key {sealed_with}"
    )]
    WrongRootKey {
        /// Root key that the data names.
        sealed_with: RootId,
        /// Root key that the vault was made from.
        given: RootId,
    },
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// A value was too long to be sealed.
    #[error("a value could not be sealed")]
    Seal,
}

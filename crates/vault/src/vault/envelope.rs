//! The form of everything sealed: a version byte, a random nonce of 24 bytes,
//! then XChaCha20-Poly1305 text with its tag.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::{VaultError, random};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
/// Bytes that sealing adds.
pub(super) const OVERHEAD: usize = 1 + NONCE_BYTES + TAG_BYTES;

/// Seals `plain`, bound to `context`.
pub(super) fn seal(key: &[u8; 32], context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let nonce = random::bytes::<NONCE_BYTES>()?;
    let mut text = Zeroizing::new(Vec::with_capacity(plain.len() + TAG_BYTES));
    text.extend_from_slice(plain);
    XChaCha20Poly1305::new(key.into())
        .encrypt_in_place(&XNonce::from(nonce), context, &mut *text)
        .map_err(|_| VaultError::Seal)?;
    Ok([&[VERSION], nonce.as_slice(), &text].concat())
}

/// Opens what [`seal`] made under the same key and context.
pub(super) fn open(
    key: &[u8; 32],
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let rest = sealed
        .strip_prefix(&[VERSION])
        .ok_or(VaultError::Tampered)?;
    let (nonce, text) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(VaultError::Tampered)?;
    let mut text = Zeroizing::new(text.to_vec());
    XChaCha20Poly1305::new(key.into())
        .decrypt_in_place(&XNonce::from(*nonce), context, &mut *text)
        .map_err(|_| VaultError::Tampered)?;
    Ok(text)
}

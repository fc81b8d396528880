use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The form in which a mailed link names an account: URL-safe base64, without
/// padding, of the decimal id.
#[must_use]
pub fn uid_encode(account_id: i64) -> String {
    URL_SAFE_NO_PAD.encode(account_id.to_string())
}

/// Reads what [`uid_encode`] wrote, or `None` for anything else.
#[must_use]
pub fn uid_decode(uid: &str) -> Option<i64> {
    let digits = String::from_utf8(URL_SAFE_NO_PAD.decode(uid).ok()?).ok()?;
    let account_id: i64 = digits.parse().ok()?;
    // "+7" and "007" parse as well, yet no link carries them.
    (account_id > 0 && account_id.to_string() == digits).then_some(account_id)
}

/// Characters of every key: 160 bits in hexadecimal.
pub const KEY_LENGTH: usize = 40;

/// What a key is for, as its last digit tells.
///
/// The lowest bit of the last hexadecimal digit is clear in account and user
/// keys and set in API keys. User keys share the parity of account keys: only
/// the server that issued a key can tell those two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// An administrator's key, or an end user's: the last digit is even.
    Account,
    /// An application's key, bound to one instance: the last digit is odd.
    Api,
}

impl KeyKind {
    /// Reads the kind of `text`, or `None` when it is not a key at all.
    ///
    /// A key is exactly 40 hexadecimal characters in either case, with nothing
    /// around them.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != KEY_LENGTH || !bytes.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let last = (*bytes.last()? as char).to_digit(16)?;
        Some(if last & 1 == 0 {
            Self::Account
        } else {
            Self::Api
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_ending_in(last: char) -> String {
        format!("{}{last}", "a".repeat(KEY_LENGTH - 1))
    }

    #[test]
    fn even_last_digits_are_account_keys_and_odd_ones_api_keys() {
        for last in "02468aceACE".chars() {
            assert_eq!(
                KeyKind::of(&key_ending_in(last)),
                Some(KeyKind::Account),
                "{last}"
            );
        }
        for last in "13579bdfBDF".chars() {
            assert_eq!(
                KeyKind::of(&key_ending_in(last)),
                Some(KeyKind::Api),
                "{last}"
            );
        }
    }

    #[test]
    fn anything_but_forty_hexadecimal_characters_is_no_key() {
        let short = "a".repeat(KEY_LENGTH - 1);
        let long = "a".repeat(KEY_LENGTH + 1);
        let newline = format!("{short}\n");
        let wide = format!("{}é", "a".repeat(KEY_LENGTH - 2));
        for text in [
            "",
            short.as_str(),
            &long,
            &newline,
            &wide,
            &key_ending_in('g'),
        ] {
            assert_eq!(KeyKind::of(text), None, "{text:?}");
        }
    }
}

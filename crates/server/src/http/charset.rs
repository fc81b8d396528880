//! Charsets that a body may be written in.

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    /// UTF-8 that may begin with a mark.
    Utf8Marked,
    Ascii,
    Latin1,
    /// Little-endian unless a mark says otherwise.
    Utf16,
    Utf16Little,
    Utf16Big,
}

impl Charset {
    /// The charset of a `charset` parameter. Nobody's name means UTF-8.
    pub(super) fn named(name: Option<&str>) -> Self {
        let name = name.unwrap_or_default().to_ascii_lowercase();
        match name.replace('_', "-").as_str() {
            "utf-8-sig" => Self::Utf8Marked,
            "ascii" | "us-ascii" => Self::Ascii,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "cp819" => Self::Latin1,
            "utf-16" | "utf16" => Self::Utf16,
            "utf-16le" | "utf-16-le" => Self::Utf16Little,
            "utf-16be" | "utf-16-be" => Self::Utf16Big,
            _ => Self::Utf8,
        }
    }

    /// The text that some bytes are.
    ///
    /// # Errors
    /// Which bytes are none, in the words of the documented decoder.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, String> {
        match self {
            Self::Utf8 => utf8(bytes),
            Self::Utf8Marked => utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
            Self::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                None => utf8(bytes),
                Some(at) => Err(problem("ascii", bytes, at, 1, "ordinal not in range(128)")),
            },
            Self::Latin1 => Ok(latin1(bytes)),
            Self::Utf16 => match bytes {
                [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, "utf-16-be"),
                [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, "utf-16-le"),
                bytes => utf16(bytes, u16::from_le_bytes, "utf-16-le"),
            },
            Self::Utf16Little => utf16(bytes, u16::from_le_bytes, "utf-16-le"),
            Self::Utf16Big => utf16(bytes, u16::from_be_bytes, "utf-16-be"),
        }
    }
}

/// Every byte as the character with its number.
pub(super) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes);
    text.map(str::to_owned).map_err(|error| {
        let start = error.valid_up_to();
        let first = bytes.get(start).copied().unwrap_or_default();
        let (length, reason) = match error.error_len() {
            None => (bytes.len() - start, "unexpected end of data"),
            Some(length) if matches!(first, 0x80..=0xc1 | 0xf5..=0xff) => {
                (length, "invalid start byte")
            }
            Some(length) => (length, "invalid continuation byte"),
        };
        problem("utf-8", bytes, start, length, reason)
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, codec: &str) -> Result<String, String> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(problem(codec, bytes, bytes.len() - 1, 1, "truncated data"));
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(pairs.len());
    let mut at = 0;
    for character in char::decode_utf16(units) {
        match character {
            Ok(character) => {
                text.push(character);
                at += 2 * character.len_utf16();
            }
            Err(_) => return Err(problem(codec, bytes, at, 2, "illegal UTF-16 surrogate")),
        }
    }
    Ok(text)
}

/// Names the bytes that are no text.
fn problem(codec: &str, bytes: &[u8], start: usize, length: usize, reason: &str) -> String {
    if length <= 1 {
        let first = bytes.get(start).copied().unwrap_or_default();
        format!("'{codec}' codec can't decode byte 0x{first:02x} in position {start}: {reason}")
    } else {
        let end = start + length - 1;
        format!("'{codec}' codec can't decode bytes in position {start}-{end}: {reason}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_in_the_charset_that_they_are_said_to_be_in() {
        for (name, bytes, text) in [
            (None, &b"\xc3\xa9"[..], "é"),
            (Some("UTF-8"), b"\xc3\xa9", "é"),
            (Some("no-such"), b"\xc3\xa9", "é"),
            (Some("utf-8"), b"\xef\xbb\xbfa", "\u{feff}a"),
            (Some("utf-8-sig"), b"\xef\xbb\xbfa", "a"),
            (Some("ISO-8859-1"), b"\xe9", "é"),
            (Some("us-ascii"), b"e", "e"),
            (Some("utf-16"), b"\xff\xfe\xe9\x00", "é"),
            (Some("utf-16"), b"\xfe\xff\x00\xe9", "é"),
            (Some("utf_16_be"), b"\xd8\x3d\xde\x00", "😀"),
        ] {
            assert_eq!(Charset::named(name).decode(bytes), Ok(text.to_owned()));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        for (name, bytes, expected) in [
            (
                "utf-8",
                &b"a\xff"[..],
                "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
            ),
            (
                "ascii",
                b"a\xe9",
                "'ascii' codec can't decode byte 0xe9 in position 1: ordinal not in range(128)",
            ),
            (
                "utf-16",
                b"a",
                "'utf-16-le' codec can't decode byte 0x61 in position 0: truncated data",
            ),
            (
                "utf-16-le",
                b"a\x00\x00\xdca\x00",
                "'utf-16-le' codec can't decode bytes in position 2-3: illegal UTF-16 surrogate",
            ),
        ] {
            let found = Charset::named(Some(name)).decode(bytes);
            assert_eq!(found, Err(expected.to_owned()));
        }
    }
}

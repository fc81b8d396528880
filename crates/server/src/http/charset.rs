//! Charsets that a body may be written in.

use encoding_rs::Encoding;

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    /// UTF-8 that may begin with a mark.
    Utf8Marked,
    Ascii,
    Latin1,
    /// Either order of bytes, as a mark says.
    Utf16,
    Other(&'static Encoding),
}

impl Charset {
    /// The charset of a `charset` parameter. Nobody's name means UTF-8.
    pub(super) fn named(name: Option<&str>) -> Self {
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let name = name.replace('_', "-");
        match name.as_str() {
            "utf-8-sig" => Self::Utf8Marked,
            // Browsers take these two for something larger.
            "ascii" | "us-ascii" => Self::Ascii,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "cp819" => Self::Latin1,
            "utf-16" | "utf16" => Self::Utf16,
            name => match Encoding::for_label(name.as_bytes()) {
                None => Self::Utf8,
                Some(encoding) if encoding == encoding_rs::UTF_8 => Self::Utf8,
                Some(encoding) => Self::Other(encoding),
            },
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
            Self::Utf16 => match Encoding::for_bom(bytes) {
                Some((encoding, length)) if encoding != encoding_rs::UTF_8 => {
                    other(bytes.get(length..).unwrap_or_default(), encoding)
                }
                _ => other(bytes, encoding_rs::UTF_16LE),
            },
            Self::Other(encoding) => other(bytes, encoding),
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

fn other(bytes: &[u8], encoding: &'static Encoding) -> Result<String, String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = text.map(std::borrow::Cow::into_owned);
    text.ok_or_else(|| {
        let name = encoding.name().to_ascii_lowercase();
        format!("'{name}' codec can't decode the bytes")
    })
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
            (Some("ISO-8859-1"), b"\xe9\x80", "é\u{80}"),
            (Some("iso-8859-2"), b"\xb1", "ą"),
            (Some("windows-1250"), b"\xb9", "ą"),
            (Some("us-ascii"), b"e", "e"),
            (Some("utf-16"), b"\xff\xfe\xe9\x00", "é"),
            (Some("utf-16"), b"\xfe\xff\x00\xe9", "é"),
            (Some("utf-16"), b"\xe9\x00", "é"),
            (Some("utf_16be"), b"\xd8\x3d\xde\x00", "😀"),
        ] {
            let found = Charset::named(name).decode(bytes);
            assert_eq!(found, Ok(text.to_owned()), "{name:?}");
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
            ("utf-16", b"a", "'utf-16le' codec can't decode the bytes"),
            (
                "utf-16le",
                b"a\x00\x00\xdca\x00",
                "'utf-16le' codec can't decode the bytes",
            ),
        ] {
            let found = Charset::named(Some(name)).decode(bytes);
            assert_eq!(found, Err(expected.to_owned()));
        }
    }
}

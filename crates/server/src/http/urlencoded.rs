//! `name=value&…`, as queries and forms carry it.

use percent_encoding::percent_decode;

use super::charset::{Charset, latin1};

/// Most fields of a query or form that are read.
pub(super) const FIELDS_MAX: usize = 1000;

/// Names and values in their order, or `None` when there are more than are read. A
/// semicolon separates like `&`.
pub(super) fn pairs(bytes: &[u8], charset: Charset) -> Option<Vec<(String, String)>> {
    let pieces = || bytes.split(|byte| matches!(byte, b'&' | b';'));
    if pieces().nth(FIELDS_MAX).is_some() {
        return None;
    }
    let text = |bytes: &[u8]| unescape(bytes, charset);
    let named = pieces().filter(|piece| !piece.is_empty()).map(|piece| {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        let mut half = || text(halves.next().unwrap_or_default());
        (half(), half())
    });
    Some(named.collect())
}

fn unescape(bytes: &[u8], charset: Charset) -> String {
    let bytes: Vec<u8> = bytes
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    if !matches!(
        charset,
        Charset::Utf8 | Charset::Utf8Marked | Charset::Ascii
    ) {
        let bytes: Vec<u8> = percent_decode(&bytes).collect();
        return charset.decode(&bytes).unwrap_or_else(|_| latin1(&bytes));
    }
    // Who does not escape is taken to write one byte a character, as browsers once did.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| latin1(error.as_bytes()));
    percent_decode(text.as_bytes())
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], charset: Charset) -> Vec<(String, String)> {
        pairs(text, charset).expect("few fields")
    }

    fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs.map(|(n, v)| ((*n).into(), (*v).into())).collect()
    }

    #[test]
    fn pairs_are_split_and_unescaped() {
        let found = read(b"a=1&b=x+y%26;c&&=d&e=f=g", Charset::Utf8);
        let wanted = [
            ("a", "1"),
            ("b", "x y&"),
            ("c", ""),
            ("", "d"),
            ("e", "f=g"),
        ];
        assert_eq!(found, expected(&wanted));
        assert!(read(b"", Charset::Utf8).is_empty());
    }

    #[test]
    fn bytes_beyond_ascii_are_read_in_their_charset() {
        for (text, charset, value) in [
            (&b"a=%C3%A9"[..], Charset::Utf8, "é"),
            (b"a=\xc3\xa9", Charset::Utf8, "é"),
            (b"a=%E9", Charset::Utf8, "\u{fffd}"),
            (b"a=\xe9", Charset::Utf8, "é"),
            (b"a=%E9", Charset::Latin1, "é"),
            (b"a=\xe9", Charset::Latin1, "é"),
        ] {
            assert_eq!(read(text, charset), expected(&[("a", value)]), "{text:?}");
        }
    }

    #[test]
    fn a_thousand_fields_are_read_and_no_more() {
        let text = vec!["a=1"; FIELDS_MAX].join("&");
        assert_eq!(read(text.as_bytes(), Charset::Utf8).len(), FIELDS_MAX);
        let text = vec!["a=1"; FIELDS_MAX + 1].join("&");
        assert_eq!(pairs(text.as_bytes(), Charset::Utf8), None);
    }
}

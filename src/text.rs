//! Texts, cut and joined.
//!
//! By hand and byte by byte: the library's searches are made for long texts
//! and any pattern, and with what they bring along they are a tenth of the
//! module.

/// A text in front of an ASCII mark, and the text behind the mark if there is one.
pub(crate) fn cut(text: &str, mark: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == mark) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

/// The pieces of a text between ASCII marks.
pub(crate) fn pieces(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let (piece, behind) = cut(rest?, mark);
        rest = behind;
        Some(piece)
    })
}

/// The parts, one behind the other.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn pieces_are_those_of_the_library(text in "[a/é]*") {
            let own: Vec<&str> = pieces(&text, b'/').collect();
            let library: Vec<&str> = text.split('/').collect();
            proptest::prop_assert_eq!(&own, &library);
            proptest::prop_assert_eq!(joined(&own), library.concat());
        }
    }
}

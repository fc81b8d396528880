use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::PrettyFormatter;

use super::Json;

/// Compact text: no white space, non-ASCII characters as they are.
pub(crate) fn to_text(value: &Json) -> Vec<u8> {
    let mut text = Vec::new();
    // Writing to memory cannot fail, and every `Json` has a notation.
    let _ = value.serialize(&mut Serializer::new(&mut text));
    text
}

/// Text with one member a line, indented by `spaces`.
pub(crate) fn to_indented(value: &Json, spaces: usize) -> Vec<u8> {
    let mut text = Vec::new();
    let indent = vec![b' '; spaces];
    let formatter = PrettyFormatter::with_indent(&indent);
    let _ = value.serialize(&mut Serializer::with_formatter(&mut text, formatter));
    text
}

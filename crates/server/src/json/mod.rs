//! JSON as this API speaks it.
//!
//! Requests accept what the documented parser accepts (`NaN`, repeated keys with the
//! last one winning) and are refused with its texts; answers keep the order of keys.

#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod parse;
mod value;
mod write;

pub(crate) use parse::parse;
pub(crate) use value::{Json, Object, float_text, object};
pub(crate) use write::{to_indented, to_text};

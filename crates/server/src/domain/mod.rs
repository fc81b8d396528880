//! What the API means, without HTTP and without a database.

pub(crate) mod access;
pub(crate) mod differences;
pub(crate) mod email;
pub(crate) mod field;
pub(crate) mod form;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
pub(crate) mod instance_name;
pub(crate) mod level;
pub(crate) mod login_limit;
pub(crate) mod messages;
pub(crate) mod metadata;
pub(crate) mod role;
pub(crate) mod version;

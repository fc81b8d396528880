//! What went wrong, as the record that the package turns into an error.

use js_sys::Object;
use wasm_bindgen::JsValue;

use super::value::set;

/// The classes of failure that callers can tell apart.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// The call or an option is wrong; nothing was sent.
    Usage,
    /// A link leads away from the base URL; nothing was sent.
    Pagination,
    /// The server answered, unsuccessfully.
    Request,
    /// The server answered something that cannot be understood.
    Decode,
    /// No answer came.
    Network,
    /// No complete answer came in time.
    Timeout,
    /// The caller gave up.
    Aborted,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Pagination => "pagination",
            Self::Request => "request",
            Self::Decode => "decode",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
        }
    }
}

/// A failure on its way to the caller. It never holds the request.
#[derive(Debug)]
pub(super) struct Failure(Object);

impl Failure {
    pub(super) fn new(kind: Kind, message: &str) -> Self {
        let record = Object::new();
        set(&record, "kind", &kind.name().into());
        set(&record, "message", &message.into());
        Self(record)
    }

    /// A wrong option or argument, and its name.
    pub(super) fn usage(field: &str, message: &str) -> Self {
        Self::new(Kind::Usage, message).with("field", &field.into())
    }

    pub(super) fn with(self, name: &str, value: &JsValue) -> Self {
        set(&self.0, name, value);
        self
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        self.with("status", &status.into())
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        failure.0.into()
    }
}

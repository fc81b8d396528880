//! From a socket to a request: clear text or TLS, who is there, and how long it may take.

mod certificate;
mod clear_text;
mod endpoint;
mod proxies;
mod tls;

pub use certificate::CertificateError;
pub use clear_text::ClearText;
pub(crate) use clear_text::is_public;
pub(crate) use endpoint::{Connections, Endpoint};
pub(crate) use tls::Tls;

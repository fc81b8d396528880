//! Outgoing mail of the server.
//!
//! A [`Message`] says what happened and to whom; a [`Mailer`] words it and
//! hands it to an SMTP server, or, where there is none, leaves it in a folder
//! as an `.eml` file.
//!
//! Messages carry tokens and keys that open accounts. They hide from `Debug`,
//! no error text repeats them, and the finished text is wiped after use.

#![warn(missing_docs)]

mod error;
mod folder;
mod letter;
mod mailer;
mod message;
mod public_url;
mod smtp;

pub use error::{MailError, SettingsError};
pub use mailer::Mailer;
pub use message::{Content, Message};
pub use public_url::PublicUrl;
pub use smtp::{Security, SmtpSettings};

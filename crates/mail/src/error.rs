use std::io;
use std::path::PathBuf;

/// Why a mailer could not be set up. Every text says which setting is wrong.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The public address of the server is not usable in a link.
    #[error(
        "the public URL must be an http or https address without user, query or fragment, such \
         as https://keys.example.com/"
    )]
    PublicUrl,
    /// The sender is not an address.
    #[error(
        "the mail sender must be an address, such as no-reply@example.com or \
         \"Keys <no-reply@example.com>\""
    )]
    Sender,
    /// The file of extra certificates cannot be read or holds none.
    #[error("the certificates for the SMTP server in {path} cannot be used: {reason}")]
    Certificates {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// TLS could not be set up.
    #[error("TLS towards the SMTP server cannot be set up: {0}")]
    Tls(String),
    /// The folder for mails cannot be made.
    #[error("the mail folder {path} cannot be made: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Why a mail was not sent. Holds neither the mail nor its recipient.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The recipient's address cannot be written on a mail.
    #[error("the recipient's address cannot receive mail")]
    Recipient,
    /// The SMTP server refused, with this reply code.
    #[error("the SMTP server refused the mail with code {code}")]
    Refused {
        /// Reply code, 4yz for "later" and 5yz for "never".
        code: u16,
    },
    /// The SMTP server could not be reached or spoken to.
    #[error("the mail could not be handed to the SMTP server: {0}")]
    Connection(String),
    /// The SMTP server took too long.
    #[error("the SMTP server did not take the mail in time")]
    Timeout,
    /// The mail could not be written to the folder.
    #[error("the mail could not be written to {path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The mail could not be put together.
    #[error("the mail could not be put together: {0}")]
    Format(String),
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

impl MailError {
    /// Whether the same mail may well be sent later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Refused { code } => *code < 500,
            Self::Connection(_) | Self::Timeout | Self::Folder { .. } | Self::Random(_) => true,
            Self::Recipient | Self::Format(_) => false,
        }
    }
}

use std::fmt;
use std::path::Path;

use lettre::message::Mailbox;

use crate::folder::Folder;
use crate::letter::Letter;
use crate::smtp::Smtp;
use crate::{MailError, Message, PublicUrl, SettingsError, SmtpSettings};

/// Words messages and sends them on. Share one behind an `Arc`.
pub struct Mailer {
    sender: Mailbox,
    public_url: PublicUrl,
    transport: Transport,
}

enum Transport {
    Folder(Folder),
    Smtp(Box<Smtp>),
}

impl Mailer {
    /// A mailer that leaves each mail as an `.eml` file in `folder`, which is
    /// made when it is missing. Only the owner can read files and new folders.
    ///
    /// # Errors
    /// [`SettingsError`] when `sender` is no address or the folder cannot be
    /// made.
    pub fn to_folder(
        sender: &str,
        public_url: PublicUrl,
        folder: &Path,
    ) -> Result<Self, SettingsError> {
        Self::new(sender, public_url, |_| {
            Folder::open(folder).map(Transport::Folder)
        })
    }

    /// A mailer that hands each mail to an SMTP server.
    ///
    /// Nothing is sent and no connection made before the first mail.
    ///
    /// # Errors
    /// [`SettingsError`] when `sender` is no address or TLS cannot be set up.
    pub fn over_smtp(
        sender: &str,
        public_url: PublicUrl,
        settings: &SmtpSettings,
    ) -> Result<Self, SettingsError> {
        Self::new(sender, public_url, |public_url| {
            Smtp::new(settings, public_url).map(|smtp| Transport::Smtp(Box::new(smtp)))
        })
    }

    /// Whether mails can come from `sender`.
    ///
    /// # Errors
    /// [`SettingsError::Sender`] when it is no address.
    pub fn check_sender(sender: &str) -> Result<(), SettingsError> {
        let address: Result<Mailbox, _> = sender.parse();
        address.map(drop).map_err(|_| SettingsError::Sender)
    }

    fn new(
        sender: &str,
        public_url: PublicUrl,
        transport: impl FnOnce(&PublicUrl) -> Result<Transport, SettingsError>,
    ) -> Result<Self, SettingsError> {
        let sender = sender.parse().map_err(|_| SettingsError::Sender)?;
        let transport = transport(&public_url)?;
        Ok(Self {
            sender,
            public_url,
            transport,
        })
    }

    /// Sends a mail, and returns when the SMTP server has accepted it or the
    /// file is on the disk.
    ///
    /// # Errors
    /// [`MailError`]; see [`MailError::is_temporary`].
    pub async fn send(&self, message: Message) -> Result<(), MailError> {
        let letter = Letter::write(&message, &self.sender, &self.public_url)?;
        // What the letter says, it says alone from here on.
        drop(message);
        match &self.transport {
            Transport::Folder(folder) => folder.put(letter).await,
            Transport::Smtp(smtp) => smtp.send(&self.sender.email, &letter).await,
        }
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport: &dyn fmt::Debug = match &self.transport {
            Transport::Folder(folder) => folder,
            Transport::Smtp(smtp) => smtp,
        };
        f.debug_tuple("Mailer").field(transport).finish()
    }
}

//! Mail that leaves after the answer it belongs to.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use syncano_mail::{Mailer, Message, PublicUrl, SettingsError, SmtpSettings};
use tokio::sync::Semaphore;

use crate::store::StoreError;

/// Mails under way at a time. One more is dropped: it can be asked for again, and
/// memory is finite.
const PENDING_MAX: u32 = 256;

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum Transport {
    /// As `.eml` files in a folder. `None`: next to the database, with `.mail` at the
    /// end of its name.
    Folder(Option<PathBuf>),
    /// Through an SMTP server.
    Smtp(SmtpSettings),
}

/// Settings of outgoing mail.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// How mail leaves.
    pub transport: Transport,
    /// Address of the sender, with or without a name.
    pub sender: String,
    /// Page that links in mails open; what they are about follows after `#`.
    pub link_url: String,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            transport: Transport::Folder(None),
            sender: "Syncano <no-reply@localhost>".to_owned(),
            link_url: "http://localhost:8080/dashboard/".to_owned(),
        }
    }
}

/// Sends mail in the background.
#[derive(Debug)]
pub(crate) struct Outbox {
    mailer: Arc<Mailer>,
    room: Arc<Semaphore>,
}

impl Outbox {
    /// Makes the folder of mails, or gets ready for the SMTP server.
    pub(crate) fn open(settings: &MailSettings, database: &Path) -> Result<Self, SettingsError> {
        let url = PublicUrl::parse(&settings.link_url)?;
        let mailer = match &settings.transport {
            Transport::Folder(folder) => {
                let folder = folder.clone().unwrap_or_else(|| beside(database));
                tracing::info!(folder = %folder.display(), "mails are left in a folder");
                Mailer::to_folder(&settings.sender, url, &folder)?
            }
            Transport::Smtp(smtp) => Mailer::over_smtp(&settings.sender, url, smtp)?,
        };
        Ok(Self {
            mailer: Arc::new(mailer),
            room: Arc::new(Semaphore::new(
                usize::try_from(PENDING_MAX).unwrap_or(usize::MAX),
            )),
        })
    }

    /// Whether mail could be sent with these settings, as far as can be seen without
    /// sending or making anything.
    pub(crate) fn check(settings: &MailSettings) -> Result<(), SettingsError> {
        let url = PublicUrl::parse(&settings.link_url)?;
        match &settings.transport {
            Transport::Folder(_) => Mailer::check_sender(&settings.sender),
            Transport::Smtp(smtp) => Mailer::over_smtp(&settings.sender, url, smtp).map(drop),
        }
    }

    /// Sends what `message` comes to, if it comes to anything, without making the
    /// caller wait. A mail that cannot be sent is logged and gone.
    pub(crate) fn send<F>(&self, message: F)
    where
        F: Future<Output = Result<Option<Message>, StoreError>> + Send + 'static,
    {
        let Ok(permit) = self.room.clone().try_acquire_owned() else {
            tracing::error!("a mail was dropped: too many are under way");
            return;
        };
        let mailer = self.mailer.clone();
        tokio::spawn(async move {
            match message.await {
                Ok(Some(message)) => {
                    if let Err(error) = mailer.send(message).await {
                        tracing::error!(cause = %error, "a mail was not sent");
                    }
                }
                Ok(None) => {}
                Err(error) => tracing::error!(cause = %error, "a mail was not written"),
            }
            drop(permit);
        });
    }

    /// Waits for the mails under way.
    pub(crate) async fn close(&self, longest: Duration) {
        let all = self.room.acquire_many(PENDING_MAX);
        if tokio::time::timeout(longest, all).await.is_err() {
            tracing::warn!("mails were still under way and have been dropped");
        }
    }
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".mail");
    name.into()
}

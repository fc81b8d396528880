use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

/// Longest time for a mail to arrive. They leave after the answers they belong to.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(5);

/// The folder in which a server without an SMTP server leaves its mails.
pub(crate) struct Mailbox(pub(crate) PathBuf);

/// One mail, as text.
#[derive(Clone, Debug)]
pub(crate) struct Mail(String);

impl Mailbox {
    /// The mails of the server whose database this is.
    pub(crate) fn beside(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push(".mail");
        Self(name.into())
    }

    /// Every mail so far to an address, oldest first.
    pub(crate) fn mails(&self, to: &str) -> Vec<Mail> {
        let entries = fs::read_dir(&self.0).expect("the folder of mails");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
        paths.sort();
        let mails = paths
            .iter()
            .map(|path| Mail(fs::read_to_string(path).expect("a mail")));
        mails.filter(|mail| mail.is_to(to)).collect()
    }

    /// The mails to an address about one thing, as soon as there are at least `count`.
    /// Mails about different things may overtake each other.
    pub(crate) async fn about(&self, to: &str, subject: &str, count: usize) -> Vec<Mail> {
        let waiting = async {
            loop {
                let mut mails = self.mails(to);
                mails.retain(|mail| mail.after("Subject: ") == subject);
                if mails.len() >= count {
                    return mails;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| panic!("{to} never got {count} mails `{subject}`"))
    }

    /// The newest mail with which an address can be activated, of `count`.
    pub(crate) async fn activation(&self, to: &str, count: usize) -> Mail {
        let mut mails = self.about(to, "Activate your account", count).await;
        mails.pop().expect("a mail")
    }

    /// The newest mail with which a password can be chosen, of `count`.
    pub(crate) async fn password_reset(&self, to: &str, count: usize) -> Mail {
        let mut mails = self.about(to, "Choose a new password", count).await;
        mails.pop().expect("a mail")
    }

    /// The newest invitation, of `count`.
    pub(crate) async fn invitation(&self, to: &str, count: usize) -> Mail {
        let mut mails = self
            .about(to, "You are invited to an instance", count)
            .await;
        mails.pop().expect("a mail")
    }
}

impl Mail {
    fn is_to(&self, address: &str) -> bool {
        let header = format!("To: {address}");
        self.0.lines().any(|line| line == header)
    }

    /// The value of a `name: value` line of the text.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.after(&format!("{name}: "))
    }

    fn after(&self, start: &str) -> &str {
        self.0
            .lines()
            .find_map(|line| line.strip_prefix(start))
            .unwrap_or_else(|| panic!("no {start} in {}", self.0))
    }

    /// The link of the text.
    pub(crate) fn link(&self) -> &str {
        self.0
            .lines()
            .find(|line| line.starts_with("http"))
            .expect("a link")
    }

    /// What a client sends to use the mail's token.
    pub(crate) fn credentials(&self) -> Value {
        json!({"uid": self.value("uid"), "token": self.value("token")})
    }
}

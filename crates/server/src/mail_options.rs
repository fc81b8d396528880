//! Options of `serve` about outgoing mail.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use syncano_mail::{Security, SmtpSettings};

use crate::outbox::{MailSettings, Transport};

/// Longest time for handing one mail to the SMTP server.
const SMTP_TIMEOUT: Duration = Duration::from_secs(20);

/// How the connection to the SMTP server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SmtpSecurity {
    /// TLS from the first byte on.
    Tls,
    /// TLS by STARTTLS, which the server must offer.
    Starttls,
    /// None, for a relay on the same machine.
    None,
}

/// Options about outgoing mail.
#[derive(Debug, Args)]
pub struct MailOptions {
    /// Folder for mails as .eml files, without an SMTP server [default: next to the
    /// database]
    #[arg(long, env = "SYNCANO_MAIL_FOLDER", value_name = "DIR")]
    pub mail_folder: Option<PathBuf>,
    /// Sender of mails
    #[arg(
        long,
        env = "SYNCANO_MAIL_SENDER",
        value_name = "ADDRESS",
        default_value = "Syncano <no-reply@localhost>"
    )]
    pub mail_sender: String,
    /// Page that links in mails open [default: /dashboard/ of this server]
    #[arg(long, env = "SYNCANO_MAIL_LINK_URL", value_name = "URL")]
    pub mail_link_url: Option<String>,
    /// SMTP server to hand mails to
    #[arg(
        long,
        env = "SYNCANO_SMTP_HOST",
        value_name = "NAME",
        conflicts_with = "mail_folder"
    )]
    pub smtp_host: Option<String>,
    /// Port of the SMTP server [default: 465 with tls, 587 with starttls, 25 with none]
    #[arg(
        long,
        env = "SYNCANO_SMTP_PORT",
        value_name = "N",
        requires = "smtp_host"
    )]
    pub smtp_port: Option<u16>,
    /// How the connection to the SMTP server is protected
    #[arg(
        long,
        env = "SYNCANO_SMTP_SECURITY",
        value_enum,
        default_value = "starttls"
    )]
    pub smtp_security: SmtpSecurity,
    /// User at the SMTP server
    #[arg(
        long,
        env = "SYNCANO_SMTP_USER",
        value_name = "NAME",
        requires_all = ["smtp_host", "smtp_password_file"]
    )]
    pub smtp_user: Option<String>,
    /// File whose first line is the password at the SMTP server
    #[arg(
        long,
        env = "SYNCANO_SMTP_PASSWORD_FILE",
        value_name = "PATH",
        requires = "smtp_user"
    )]
    pub smtp_password_file: Option<PathBuf>,
    /// File of certificates (PEM) to trust at the SMTP server besides the system's
    #[arg(
        long,
        env = "SYNCANO_SMTP_CERTIFICATES",
        value_name = "PATH",
        requires = "smtp_host"
    )]
    pub smtp_certificates: Option<PathBuf>,
}

impl MailOptions {
    /// The settings that the options ask for. Without a page of its own, links open the
    /// dashboard at `origin`.
    ///
    /// # Errors
    /// When the file of the password cannot be read.
    pub fn settings(&self, origin: &str) -> io::Result<MailSettings> {
        Ok(MailSettings {
            transport: match &self.smtp_host {
                Some(host) => Transport::Smtp(self.smtp(host)?),
                None => Transport::Folder(self.mail_folder.clone()),
            },
            sender: self.mail_sender.clone(),
            link_url: self
                .mail_link_url
                .clone()
                .unwrap_or_else(|| format!("{origin}/dashboard/")),
        })
    }

    fn smtp(&self, host: &str) -> io::Result<SmtpSettings> {
        let (security, port) = match self.smtp_security {
            SmtpSecurity::Tls => (Security::Tls, 465),
            SmtpSecurity::Starttls => (Security::StartTls, 587),
            SmtpSecurity::None => (Security::ClearText, 25),
        };
        let login = match (&self.smtp_user, &self.smtp_password_file) {
            (Some(user), Some(file)) => {
                let text = zeroize::Zeroizing::new(std::fs::read_to_string(file)?);
                let password = text.lines().next().unwrap_or_default();
                Some((user.clone(), password.into()))
            }
            _ => None,
        };
        Ok(SmtpSettings {
            host: host.to_owned(),
            port: self.smtp_port.unwrap_or(port),
            security,
            login,
            certificates: self.smtp_certificates.clone(),
            timeout: SMTP_TIMEOUT,
        })
    }
}

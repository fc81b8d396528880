//! Mail over SMTP.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

use crate::letter::Letter;
use crate::{MailError, PublicUrl, SettingsError};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte on, usually on port 465.
    Tls,
    /// TLS by STARTTLS, usually on port 587. A server that does not offer it
    /// gets no mail.
    StartTls,
    /// None: for a relay on the same machine.
    ClearText,
}

/// Where and how to hand in mail.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Name of the server, also the one its certificate must have.
    pub host: String,
    /// Port of the server.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password, where the server wants them.
    pub login: Option<(String, SecretString)>,
    /// A PEM file of certificates to trust besides those of the system.
    pub certificates: Option<PathBuf>,
    /// Longest time for one mail, from connecting to its acceptance.
    pub timeout: Duration,
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    settings: SmtpSettings,
}

impl Smtp {
    pub(crate) fn new(
        settings: &SmtpSettings,
        public_url: &PublicUrl,
    ) -> Result<Self, SettingsError> {
        let tls = match settings.security {
            Security::Tls => Tls::Wrapper(tls_parameters(settings)?),
            Security::StartTls => Tls::Required(tls_parameters(settings)?),
            Security::ClearText => Tls::None,
        };
        // "Dangerous" because it starts without TLS, which is set right after.
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(settings.timeout))
            .hello_name(ClientId::Domain(public_url.mail_domain()));
        if let Some((user, password)) = &settings.login {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            settings: settings.clone(),
        })
    }

    pub(crate) async fn send(&self, from: &Address, letter: &Letter) -> Result<(), MailError> {
        let envelope = Envelope::new(Some(from.clone()), vec![letter.to.clone()])
            .map_err(|error| MailError::Format(error.to_string()))?;
        let sending = self.transport.send_raw(&envelope, &letter.bytes);
        match tokio::time::timeout(self.settings.timeout, sending).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(mail_error(&error)),
            Err(_) => Err(MailError::Timeout),
        }
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt(f)
    }
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, SettingsError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.certificates {
        let error = |reason: String| SettingsError::Certificates {
            path: path.clone(),
            reason,
        };
        let pem = std::fs::read(path).map_err(|cause| error(cause.to_string()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|cause| error(cause.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder
        .build()
        .map_err(|cause| SettingsError::Tls(cause.to_string()))
}

/// The text of a refusal comes from the other side, which knows the mail and
/// might repeat it; only its code is kept.
fn mail_error(error: &lettre::transport::smtp::Error) -> MailError {
    if let Some(code) = error.status() {
        return MailError::Refused { code: code.into() };
    }
    if error.is_timeout() {
        return MailError::Timeout;
    }
    if error.is_response() {
        return MailError::Connection("its answer is not SMTP".to_owned());
    }
    MailError::Connection(error.to_string())
}

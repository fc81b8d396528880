//! From what happened to the bytes of a mail.

use lettre::Address;
use lettre::message::header::{
    self, ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::{Content, MailError, Message, PublicUrl};

/// Room for a mail's text, so that it never grows and leaves a copy behind.
const TEXT_BYTES: usize = 8 * 1024;
/// Longest line that mail allows, without its end.
const LINE_BYTES: usize = 998;
/// Most characters of a name or address that somebody else chose.
const NAME_CHARS: usize = 254;

/// A finished mail: who gets it, and its bytes from the first header on.
pub(crate) struct Letter {
    pub(crate) to: Address,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

impl Letter {
    /// Words `message` and puts headers before it.
    pub(crate) fn write(
        message: &Message,
        sender: &Mailbox,
        public_url: &PublicUrl,
    ) -> Result<Self, MailError> {
        let to: Address = message.to.parse().map_err(|_| MailError::Recipient)?;
        let (subject, mut text) = word(&message.content, public_url);
        let body = encode(std::mem::take(&mut *text));
        let encoding = body.encoding();
        let body = Zeroizing::new(body.into_vec());
        let mut bytes = headers(
            sender,
            to.clone(),
            subject,
            encoding,
            &message_id(public_url)?,
        )?;
        bytes.reserve_exact(body.len());
        bytes.extend_from_slice(&body);
        Ok(Self {
            to,
            bytes: Zeroizing::new(bytes),
        })
    }
}

/// The text as it travels: as it is, whenever mail allows that, so that links
/// stay whole for whoever opens the file.
fn encode(text: String) -> Body {
    if text.is_ascii() && text.lines().all(|line| line.len() <= LINE_BYTES) {
        return Body::dangerous_pre_encoded(text.into_bytes(), ContentTransferEncoding::SevenBit);
    }
    Body::new(text)
}

/// All that comes before the body, and the empty line after it.
fn headers(
    sender: &Mailbox,
    to: Address,
    subject: &'static str,
    encoding: ContentTransferEncoding,
    message_id: &str,
) -> Result<Vec<u8>, MailError> {
    let letter = lettre::Message::builder()
        .from(sender.clone())
        .to(Mailbox::new(None, to))
        // Never made of anything that came from outside.
        .subject(subject)
        .message_id(Some(message_id.to_owned()))
        .header(AutoSubmitted)
        .header(header::MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .header(encoding)
        .body(String::new())
        .map_err(|error| MailError::Format(error.to_string()))?;
    Ok(letter.formatted())
}

fn message_id(public_url: &PublicUrl) -> Result<String, MailError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    Ok(format!(
        "<{:032x}@{}>",
        u128::from_le_bytes(random),
        public_url.mail_domain()
    ))
}

/// Tells mail programs not to answer for people who are away.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Subject and text of a mail.
fn word(content: &Content, public_url: &PublicUrl) -> (&'static str, Zeroizing<String>) {
    let mut text = Text::new(public_url);
    let subject = match content {
        Content::Activation { uid, token } => {
            text.line("Somebody, most likely you, registered this address.");
            text.line("To show that it is yours, open this page:");
            text.link("activate", &[uid, token.expose_secret()]);
            text.values(&[("uid", uid), ("token", token.expose_secret())]);
            text.line("Both work once and for a limited time.");
            text.line("If it was not you, there is nothing to do.");
            "Activate your account"
        }
        Content::PasswordReset { uid, token } => {
            text.line("Somebody, most likely you, asked for a new password.");
            text.line("To choose one, open this page:");
            text.link("password/reset", &[uid, token.expose_secret()]);
            text.values(&[("uid", uid), ("token", token.expose_secret())]);
            text.line("Both work once and for a limited time.");
            text.line("If it was not you, there is nothing to do: your password stays as it is.");
            "Choose a new password"
        }
        Content::Invitation {
            instance,
            inviter,
            role,
            key,
        } => {
            text.line("You are invited to an instance.");
            text.values(&[
                ("instance", instance),
                ("role", role),
                ("invited by", inviter),
            ]);
            text.line("To accept, log in and open this page:");
            text.link("invitation", &[key.expose_secret()]);
            text.values(&[("invitation_key", key.expose_secret())]);
            text.line("If you do not know who invites you, there is nothing to do.");
            "You are invited to an instance"
        }
    };
    (subject, text.text)
}

/// A text under way, line by line.
struct Text<'a> {
    public_url: &'a PublicUrl,
    text: Zeroizing<String>,
}

impl<'a> Text<'a> {
    fn new(public_url: &'a PublicUrl) -> Self {
        Self {
            public_url,
            text: Zeroizing::new(String::with_capacity(TEXT_BYTES)),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }

    /// A link whose secrets come after `#`, where no server and no proxy on the
    /// way gets to see them.
    fn link(&mut self, page: &str, values: &[&str]) {
        self.line("");
        self.text.push_str(self.public_url.as_str());
        self.text.push_str("#/");
        self.text.push_str(page);
        for value in values {
            self.text.push('/');
            self.push_visible(value);
        }
        self.line("");
        self.line("");
    }

    fn values(&mut self, values: &[(&str, &str)]) {
        for (name, value) in values {
            self.text.push_str(name);
            self.text.push_str(": ");
            self.push_visible(value);
            self.line("");
        }
        self.line("");
    }

    /// What somebody else chose must not start a line of its own.
    fn push_visible(&mut self, value: &str) {
        self.text
            .extend(value.chars().filter(|c| is_harmless(*c)).take(NAME_CHARS));
    }
}

/// Whether a character neither ends a line nor changes the direction of others.
fn is_harmless(c: char) -> bool {
    let misleads =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !misleads
}

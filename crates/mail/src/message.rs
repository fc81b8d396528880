use std::fmt;

use secrecy::SecretString;

/// A mail to one person.
#[derive(Clone)]
pub struct Message {
    /// Address of the recipient, without a name.
    pub to: String,
    /// What to tell.
    pub content: Content,
}

/// What a mail is about.
#[derive(Clone)]
pub enum Content {
    /// Somebody registered with this address, or changed theirs to it.
    Activation {
        /// The account, in the form that links carry.
        uid: String,
        /// The one-time token.
        token: SecretString,
    },
    /// Somebody asked for a new password.
    PasswordReset {
        /// The account, in the form that links carry.
        uid: String,
        /// The one-time token.
        token: SecretString,
    },
    /// Somebody shares an instance.
    Invitation {
        /// Name of the instance.
        instance: String,
        /// Address of the one who invites.
        inviter: String,
        /// What the recipient may do: `full`, `write` or `read`.
        role: String,
        /// The invitation key.
        key: SecretString,
    },
}

impl Content {
    const fn name(&self) -> &'static str {
        match self {
            Self::Activation { .. } => "Activation",
            Self::PasswordReset { .. } => "PasswordReset",
            Self::Invitation { .. } => "Invitation",
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(***)", self.name())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({:?})", self.content)
    }
}

//! Which mails leave when.

use std::sync::Arc;

use syncano_mail::{Content, Message};
use syncano_vault::{TokenPurpose, uid_encode};

use crate::App;
use crate::store::Invitation;

/// Mails an account a token with which it shows that its address is its own.
pub(super) fn mail_activation(app: &Arc<App>, account_id: i64) {
    mail_token(app, account_id, TokenPurpose::Activation);
}

/// Mails an account a token with which it can choose a new password.
pub(super) fn mail_password_reset(app: &Arc<App>, account_id: i64) {
    mail_token(app, account_id, TokenPurpose::PasswordReset);
}

/// The token is made after the answer as well, so that the time of the answer does not
/// tell whether there is an account.
fn mail_token(app: &Arc<App>, account_id: i64, purpose: TokenPurpose) {
    let owned = app.clone();
    app.outbox.send(async move {
        let minted = owned.store.mint_token(account_id, purpose).await?;
        Ok(minted.map(|(to, text)| {
            let uid = uid_encode(account_id);
            let token = text.expose().into();
            let content = match purpose {
                TokenPurpose::Activation => Content::Activation { uid, token },
                TokenPurpose::PasswordReset => Content::PasswordReset { uid, token },
            };
            Message { to, content }
        }))
    });
}

/// Mails an invitation to the invited address.
pub(super) fn mail_invitation(app: &Arc<App>, invitation: &Invitation) {
    let message = Message {
        to: invitation.email.clone(),
        content: Content::Invitation {
            instance: invitation.instance_name.clone(),
            inviter: invitation.inviter_email.clone(),
            role: invitation.role.name().to_owned(),
            key: invitation.key.expose().into(),
        },
    };
    app.outbox.send(std::future::ready(Ok(Some(message))));
}

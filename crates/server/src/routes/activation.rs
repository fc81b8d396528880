//! Showing that an account's e-mail address is its owner's.

use secrecy::SecretString;
use syncano_vault::uid_decode;

use super::account_fields::{SHAPE_WITH_KEY, account_body_with_key};
use super::mails::{mail_activation, mail_password_reset};
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::field::{Field, Kind};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope, Shows};
use crate::store::{Account, StoreError};

pub(super) const UID: Field = Field::required("uid", Kind::Text, "Uid");
pub(super) const TOKEN: Field = Field::required("token", Kind::Text, "Token");
pub(super) const EMAIL: Field = Field::required("email", Kind::Email, "Email");

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "account/activate/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Post, |call| Box::pin(activate(call)))],
        about: About {
            fields: Some(|_| &[UID, TOKEN]),
            shows: Shows::One(SHAPE_WITH_KEY),
            ..About::named("Activate")
        },
    },
    Route {
        path: "account/resend_email/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Post, |call| Box::pin(resend(call)))],
        about: About {
            fields: Some(|_| &[EMAIL]),
            ..About::named("Resend Activation Email")
        },
    },
];

/// Reads which account a mailed link names and the token that it carries.
pub(super) async fn read_token(
    call: &Call,
    form: &mut Form<'_>,
) -> Result<Option<(i64, SecretString)>, ApiError> {
    let uid = form.text(&UID);
    let id = uid.as_deref().and_then(uid_decode);
    let account_id = match id {
        Some(id) if call.app.store.has_account(id).await? => Some(id),
        _ => None,
    };
    if uid.is_some() && account_id.is_none() {
        form.refuse(&UID, vec![messages::WRONG_TOKEN.to_owned()]);
    }
    let token = form.secret(&TOKEN);
    Ok(account_id.zip(token))
}

/// The refusal of a token that is none of the account's.
pub(super) fn wrong_token() -> ApiError {
    ApiError::field("non_field_errors", messages::WRONG_TOKEN)
}

async fn activate(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let read = read_token(call, &mut form).await?;
    form.finish()?;
    let (account_id, token) = read.ok_or(ApiError::Internal)?;
    match call.app.store.activate(account_id, &token).await {
        Ok((account, key)) => Ok(Answer::ok(account_body_with_key(&account, &key))),
        Err(StoreError::Missing) => Err(wrong_token()),
        Err(StoreError::Taken) => Err(ApiError::field("non_field_errors", messages::TOKEN_USED)),
        Err(error) => Err(error.into()),
    }
}

async fn resend(call: &Call) -> Result<Answer, ApiError> {
    let names_reasons = call.app.settings.is_original(Switch::MailReasons);
    match find_by_email(call).await? {
        Some(account) if !account.is_active => mail_activation(&call.app, account.id),
        Some(_) if names_reasons => {
            return Err(ApiError::bad_request(messages::ACTIVE_ALREADY));
        }
        _ => {}
    }
    Ok(Answer::none())
}

/// Mails a token for a new password to the address in the request.
pub(super) async fn request_password_reset(call: &Call) -> Result<Answer, ApiError> {
    if let Some(account) = find_by_email(call).await? {
        mail_password_reset(&call.app, account.id);
    }
    Ok(Answer::none())
}

/// The account with the e-mail in the request. That there is none is nothing to tell,
/// unless the original's behaviour is asked for.
async fn find_by_email(call: &Call) -> Result<Option<Account>, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let email = form.email(&EMAIL);
    form.finish()?;
    let email = email.ok_or(ApiError::Internal)?.to_lowercase();
    let found = call.app.store.credentials(&email).await?;
    if found.is_none() && call.app.settings.is_original(Switch::MailReasons) {
        return Err(ApiError::field(EMAIL.name, messages::EMAIL_NOT_FOUND));
    }
    Ok(found.map(|found| found.account))
}

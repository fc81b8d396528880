//! Making an account.

use syncano_vault::PlainKey;

use super::account_fields::{
    EMAIL, FIRST_NAME, ID, LAST_NAME, SHAPE_WITH_KEY, account_body_with_key,
};
use super::invitations::redeemer;
use super::mails::mail_activation;
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::field::{Field, Kind};
use crate::domain::form::{Form, Input};
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope, Shows};
use crate::json::Json;
use crate::store::{NewAccount, StoreError};

const PASSWORD: Field = Field::required("password", Kind::Text, "Password").at_most(128);
const INVITATION_KEY: Field =
    Field::optional("invitation_key", Kind::Text, "Invitation key").at_most(40);

pub(super) const ROUTES: &[Route] = &[Route {
    path: "account/register/",
    versions: &Version::ALL,
    scope: Scope::Server,
    access: Access::Public,
    handlers: &[(Verb::Post, |call| Box::pin(register(call)))],
    about: About {
        fields: Some(|_| &[ID, EMAIL, PASSWORD, FIRST_NAME, LAST_NAME, INVITATION_KEY]),
        shows: Shows::Made(SHAPE_WITH_KEY),
        ..About::named("Register")
    },
}];

async fn register(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    if !call.app.settings.registration_open {
        return Err(ApiError::bad_request(messages::REGISTRATION_CLOSED));
    }
    let mut form = Form::whole(&input)?;
    let email = form.email(&EMAIL);
    let password = form.password(&PASSWORD);
    let first_name = form.text(&FIRST_NAME);
    let last_name = form.text(&LAST_NAME);
    let invitation = form.text(&INVITATION_KEY);
    form.finish()?;
    if call.app.settings.is_original(Switch::ServerErrors) && has_odd_statistics(&input) {
        return Err(ApiError::instead_of_fault(ApiError::Internal));
    }
    let (Some(email), Some(password)) = (email, password) else {
        return Err(ApiError::Internal);
    };
    let invitation = match invitation.as_deref().map(PlainKey::parse) {
        Some(None) => return Err(StoreError::NoInvitation.into()),
        invitation => invitation.flatten(),
    };
    let new = NewAccount {
        email: email.to_lowercase(),
        first_name: first_name.unwrap_or_default(),
        last_name: last_name.unwrap_or_default(),
        is_active: false,
        password: call.app.passwords.hash(&password).await?,
    };
    match call
        .app
        .store
        .create_account(new, invitation.as_ref().map(|key| (key, redeemer(call))))
        .await
    {
        Ok((mut account, key)) => {
            mail_activation(&call.app, account.id);
            // The documented answer keeps the caller's spelling; what is stored does not.
            account.email = email;
            Ok(Answer::created(account_body_with_key(&account, &key)))
        }
        Err(StoreError::Taken) => Err(ApiError::field(EMAIL.name, messages::NOT_UNIQUE)),
        Err(error) => Err(error.into()),
    }
}

/// Whether the original would have failed to read what a page told its statistics.
fn has_odd_statistics(input: &Input) -> bool {
    let Json::Object(members) = &input.value else {
        return false;
    };
    members
        .iter()
        .any(|(name, value)| name.contains("mixpanel") && !matches!(value, Json::String(_)))
}

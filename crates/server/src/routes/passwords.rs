//! Passwords of accounts: changing, setting a first one, and resetting by mail.

use super::account_fields::{SHAPE_WITH_KEY, account_body_with_key};
use super::activation::{EMAIL, TOKEN, UID, read_token, request_password_reset, wrong_token};
use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Kind};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope, Shows};
use crate::store::StoreError;

const CURRENT_PASSWORD: Field = Field::required("current_password", Kind::Text, "Current password");
const NEW_PASSWORD: Field = Field::required("new_password", Kind::Text, "New password");
const PASSWORD: Field = Field::required("password", Kind::Text, "Password");

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "account/password/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Post, |call| Box::pin(change(call)))],
        about: About {
            fields: Some(|_| &[CURRENT_PASSWORD, NEW_PASSWORD]),
            ..About::named("Admin Change Password")
        },
    },
    Route {
        path: "account/password/set/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Post, |call| Box::pin(set_first(call)))],
        about: About {
            fields: Some(|_| &[PASSWORD]),
            ..About::named("Admin Set Password")
        },
    },
    Route {
        path: "account/password/reset/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Post, |call| Box::pin(request_password_reset(call)))],
        about: About {
            fields: Some(|_| &[EMAIL]),
            ..About::named("Admin Reset Password")
        },
    },
    Route {
        path: "account/password/reset/confirm/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Post, |call| Box::pin(confirm_reset(call)))],
        about: About {
            fields: Some(|_| &[UID, TOKEN, NEW_PASSWORD]),
            shows: Shows::One(SHAPE_WITH_KEY),
            ..About::named("Admin Reset Password Confirm")
        },
    },
];

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let account = call.account()?;
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let current = form.password(&CURRENT_PASSWORD);
    let stored = call.app.store.password(account.id).await?;
    if let Some(current) = &current
        && !call
            .app
            .passwords
            .verify(stored.as_deref(), current)
            .await?
            .matches
    {
        form.refuse(&CURRENT_PASSWORD, vec![messages::WRONG_PASSWORD.to_owned()]);
    }
    let new = form.password(&NEW_PASSWORD);
    form.finish()?;
    let new = new.ok_or(ApiError::Internal)?;
    let hash = call.app.passwords.hash(&new).await?;
    match call
        .app
        .store
        .replace_password(account.id, stored.as_deref(), &hash)
        .await
    {
        Ok(()) => Ok(Answer::none()),
        // Changed meanwhile: what was given is the current password no more.
        Err(StoreError::Missing) => Err(ApiError::field(
            CURRENT_PASSWORD.name,
            messages::WRONG_PASSWORD,
        )),
        Err(error) => Err(error.into()),
    }
}

async fn set_first(call: &Call) -> Result<Answer, ApiError> {
    let account = call.account()?;
    let has_one = || ApiError::field(PASSWORD.name, messages::HAS_PASSWORD);
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let password = form.password(&PASSWORD);
    form.finish()?;
    if account.has_password {
        return Err(has_one());
    }
    let password = password.ok_or(ApiError::Internal)?;
    let hash = call.app.passwords.hash(&password).await?;
    match call
        .app
        .store
        .replace_password(account.id, None, &hash)
        .await
    {
        Ok(()) => Ok(Answer::none()),
        // Somebody else was first.
        Err(StoreError::Missing) => Err(has_one()),
        Err(error) => Err(error.into()),
    }
}

async fn confirm_reset(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let read = read_token(call, &mut form).await?;
    let password = form.password(&NEW_PASSWORD);
    form.finish()?;
    let ((account_id, token), password) = read.zip(password).ok_or(ApiError::Internal)?;
    let store = &call.app.store;
    let refuse = |error| match error {
        StoreError::Missing => wrong_token(),
        error => error.into(),
    };
    store
        .check_reset_token(account_id, &token)
        .await
        .map_err(refuse)?;
    let hash = call.app.passwords.hash(&password).await?;
    let (account, key) = store
        .reset_password(account_id, &token, &hash)
        .await
        .map_err(refuse)?;
    Ok(Answer::ok(account_body_with_key(&account, &key)))
}

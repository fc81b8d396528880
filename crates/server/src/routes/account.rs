//! An administrator's own account.

use super::account_fields::{
    ACCOUNT, EMAIL, FIRST_NAME, LAST_NAME, METADATA, SHAPE, SHAPE_WITH_KEY, account_body,
    account_body_with_key,
};
use super::mails::mail_activation;
use crate::domain::access::{Access, Verb};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Identity, Route, Scope, Shows};
use crate::json::Object;
use crate::store::{AccountChange, StoreError};

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "account/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[
            (Verb::Get, |call| Box::pin(std::future::ready(show(call)))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
        ],
        about: About {
            description: "See or update your account data.\n\nAdmin has to provide api_key to be \
                          authenticated\nvia http header or query param.",
            fields: Some(|_| ACCOUNT),
            shows: Shows::One(SHAPE),
            ..About::named("Account")
        },
    },
    Route {
        path: "account/reset_key/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Post, |call| Box::pin(reset_key(call)))],
        about: About {
            description: "Reset admin account key",
            fields: Some(|_| &[]),
            shows: Shows::One(SHAPE_WITH_KEY),
            ..About::named("Admin Reset Key")
        },
    },
];

fn show(call: &Call) -> Result<Answer, ApiError> {
    Ok(Answer::ok(call.selected(account_body(call.account()?))))
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let present = call.account()?;
    let input = call.input().await?;
    let is_whole = call.verb == Verb::Put;
    let mut form = if is_whole {
        Form::whole(&input)?
    } else {
        Form::partial(&input)?
    };
    let email = form.email(&EMAIL);
    let first_name = form.text(&FIRST_NAME);
    let last_name = form.text(&LAST_NAME);
    let metadata = form.metadata(&METADATA);
    form.finish()?;
    // Another spelling is another address as far as its activation goes.
    let is_respelled = email.as_ref().is_some_and(|email| *email != present.email);
    let change = AccountChange {
        email: email.as_deref().map(str::to_lowercase),
        first_name,
        last_name,
        is_active: is_respelled.then_some(false),
        metadata: metadata.or_else(|| is_whole.then(Object::new)),
    };
    match call.app.store.change_account(present.id, change).await {
        Ok(mut account) => {
            if is_respelled {
                mail_activation(&call.app, account.id);
            }
            account.email = email.unwrap_or(account.email);
            Ok(Answer::ok(account_body(&account)))
        }
        Err(StoreError::Taken) => {
            let taken = ApiError::field(EMAIL.name, messages::NOT_UNIQUE);
            Err(ApiError::instead_of_fault(taken))
        }
        Err(error) => Err(error.into()),
    }
}

async fn reset_key(call: &Call) -> Result<Answer, ApiError> {
    let Identity::Account(account, present) = &call.identity else {
        return Err(ApiError::no_permission());
    };
    match call.app.store.reset_account_key(account.id, present).await {
        Ok(key) => Ok(Answer::ok(account_body_with_key(account, &key))),
        // Another reset came first, so the key that was shown is no key any more.
        Err(StoreError::Missing) => Err(ApiError::no_such_key()),
        Err(error) => Err(error.into()),
    }
}

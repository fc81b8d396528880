//! Logging in end users.

use syncano_vault::Password;

use super::login::{ACCESS_TOKEN, log_in_with};
use super::login_guard::LoginGuard;
use super::user_body::{PASSWORD, SHAPE, USERNAME, user_body};
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Handler, Route, Scope, Shows, request_id};
use crate::store::{Actor, Instance, StoreError, UserCredentials, acting};

const LOGIN: &[(Verb, Handler)] = &[(Verb::Post, |call| Box::pin(log_in(call)))];
const SOCIAL_LOGIN: &[(Verb, Handler)] = &[(Verb::Post, |call| Box::pin(log_in_with(call)))];

const fn login(path: &'static str, versions: &'static [Version]) -> Route {
    Route {
        path,
        versions,
        scope: Scope::Instance,
        access: Access::Keyed,
        handlers: LOGIN,
        about: About {
            fields: Some(|_| &[USERNAME, PASSWORD]),
            shows: Shows::Login(SHAPE),
            ..About::named("User Auth")
        },
    }
}

const fn social_login(path: &'static str, versions: &'static [Version]) -> Route {
    Route {
        path,
        versions,
        scope: Scope::Instance,
        access: Access::Keyed,
        handlers: SOCIAL_LOGIN,
        about: About {
            fields: Some(|_| &[ACCESS_TOKEN]),
            shows: Shows::Never(401),
            ..About::named("User Social Auth")
        },
    }
}

pub(super) const ROUTES: &[Route] = &[
    login(
        "instances/{instance}/user/auth/",
        &[Version::V1, Version::V1_1],
    ),
    social_login(
        "instances/{instance}/user/auth/{backend}/",
        &[Version::V1, Version::V1_1],
    ),
    login("instances/{instance}/users/auth/", &[Version::V2]),
    social_login("instances/{instance}/users/auth/{backend}/", &[Version::V2]),
];

async fn log_in(call: &Call) -> Result<Answer, ApiError> {
    let instance = call.instance()?;
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let username = form.text(&USERNAME);
    let password = form.password(&PASSWORD);
    form.finish()?;
    let (Some(username), Some(password)) = (username, password) else {
        return Err(ApiError::Internal);
    };
    let username = username.to_lowercase();
    let realm = format!("users of {}", instance.id);
    let guard = LoginGuard::enter(call, &realm, &username).await?;
    let id = check(call, instance, &username, &password).await?;
    guard.succeed().await?;
    let user = call.app.store.user(instance, id).await?;
    Ok(Answer::ok(user_body(call, &user)?))
}

/// Finds the user that a name and a password belong to, with the same work whether or
/// not there is one.
async fn check(
    call: &Call,
    instance: &Instance,
    username: &str,
    password: &Password,
) -> Result<i64, ApiError> {
    let store = &call.app.store;
    let found = store.user_credentials(instance, username).await?;
    let stored = found.as_ref().map(|found| found.password.as_str());
    let verdict = call.app.passwords.verify(stored, password).await?;
    let names_reasons = call.app.settings.is_original(Switch::LoginReasons);
    let refuse = |reason: &str| {
        let neutral = messages::WRONG_USER_CREDENTIALS;
        ApiError::unauthorized(if names_reasons { reason } else { neutral })
    };
    let found = found.ok_or_else(|| refuse(messages::UNKNOWN_USERNAME))?;
    if !verdict.matches {
        return Err(refuse(messages::WRONG_PASSWORD));
    }
    if verdict.needs_rehash {
        renew_hash(call, instance, &found, password).await?;
    }
    Ok(found.id)
}

async fn renew_hash(
    call: &Call,
    instance: &Instance,
    present: &UserCredentials,
    password: &Password,
) -> Result<(), ApiError> {
    let hash = call.app.passwords.hash(password).await?;
    let replaced = call
        .app
        .store
        .replace_user_password(instance, present, &hash);
    let replaced = acting(Actor::server(request_id::current()), replaced).await;
    // A password that was changed meanwhile is newer than this hash.
    if let Err(error) = replaced
        && !matches!(error, StoreError::Missing)
    {
        tracing::warn!(cause = %error, "a password hash could not be renewed");
    }
    Ok(())
}

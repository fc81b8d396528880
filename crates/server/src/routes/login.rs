//! Logging in.

use syncano_vault::Password;

use super::account_fields::{SHAPE_WITH_KEY, account_body_with_key};
use super::login_guard::LoginGuard;
use crate::App;
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::field::{Field, Kind};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope, Shows, request_id};
use crate::json::Json;
use crate::store::{Account, Actor, StoreError, acting};

const EMAIL: Field = Field::required("email", Kind::Email, "Email");
const PASSWORD: Field = Field::required("password", Kind::Text, "Password");
pub(super) const ACCESS_TOKEN: Field = Field::required("access_token", Kind::Text, "Access token");

/// Providers that accounts and users could log in with. None is configured here.
const BACKENDS: [&str; 5] = ["facebook", "google-oauth2", "github", "linkedin", "twitter"];

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "account/auth/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Unkeyed,
        handlers: &[(Verb::Post, |call| Box::pin(log_in(call)))],
        about: About {
            fields: Some(|_| &[EMAIL, PASSWORD]),
            shows: Shows::Login(SHAPE_WITH_KEY),
            ..About::named("Auth")
        },
    },
    Route {
        path: "account/auth/{backend}/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Unkeyed,
        handlers: &[(Verb::Post, |call| Box::pin(log_in_with(call)))],
        about: About {
            fields: Some(|_| &[ACCESS_TOKEN]),
            shows: Shows::Never(401),
            ..About::named("Social Auth")
        },
    },
    Route {
        path: "account/auth/backend/github/proxy",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Public,
        handlers: &[(Verb::Get, |_| Box::pin(std::future::ready(exchange_code())))],
        about: About {
            shows: Shows::Never(400),
            ..About::named("Github Proxy")
        },
    },
];

async fn log_in(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let email = form.email(&EMAIL);
    let password = form.password(&PASSWORD);
    form.finish()?;
    let (Some(email), Some(password)) = (email, password) else {
        return Err(ApiError::Internal);
    };
    let email = email.to_lowercase();
    let guard = LoginGuard::enter(call, "accounts", &email).await?;
    let account = check(&call.app, &email, &password).await?;
    guard.succeed().await?;
    let key = call.app.store.account_key(account.id).await?;
    Ok(Answer::ok(account_body_with_key(&account, &key)))
}

/// Finds the account that an e-mail and a password belong to, with the same work
/// whether or not there is one.
async fn check(app: &App, email: &str, password: &Password) -> Result<Account, ApiError> {
    let found = app.store.credentials(email).await?;
    let stored = found.as_ref().and_then(|found| found.password.as_deref());
    let verdict = app.passwords.verify(stored, password).await?;
    let names_reasons = app.settings.is_original(Switch::LoginReasons);
    let Some(found) = found else {
        let reason = if names_reasons {
            messages::UNKNOWN_EMAIL
        } else {
            messages::WRONG_CREDENTIALS
        };
        return Err(ApiError::unauthorized(reason));
    };
    if !verdict.matches {
        let reason = if names_reasons {
            messages::WRONG_PASSWORD
        } else {
            messages::WRONG_CREDENTIALS
        };
        return Err(ApiError::unauthorized(reason));
    }
    if verdict.needs_rehash {
        let hash = app.passwords.hash(password).await?;
        let replaced =
            app.store
                .replace_password(found.account.id, found.password.as_deref(), &hash);
        let replaced = acting(Actor::server(request_id::current()), replaced).await;
        // A password that was changed meanwhile is newer than this hash.
        if let Err(error) = replaced
            && !matches!(error, StoreError::Missing)
        {
            tracing::warn!(cause = %error, "a password hash could not be renewed");
        }
    }
    Ok(found.account)
}

pub(super) async fn log_in_with(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let has_token = match &input.value {
        Json::Object(members) => match members.get(ACCESS_TOKEN.name) {
            Some(Json::String(token)) => !token.trim().is_empty(),
            Some(Json::Int(_) | Json::Float(_)) => true,
            _ => false,
        },
        _ => false,
    };
    if has_token && !BACKENDS.contains(&call.param("backend")) {
        return Err(ApiError::bad_request(messages::UNKNOWN_BACKEND));
    }
    // Without a provider to ask, no token is good.
    Err(ApiError::unauthorized(messages::WRONG_SOCIAL_TOKEN))
}

/// Turns a provider's code into its token, which without a provider none can be.
fn exchange_code() -> Result<Answer, ApiError> {
    Err(ApiError::FieldText(
        "code",
        messages::CODE_NOT_CREATED.into(),
    ))
}

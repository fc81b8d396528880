//! An instance's end users.

use super::user_body::{FIELDS, SHAPE, USERNAME, user_body};
use super::user_form::{self, UserForm};
use crate::domain::access::{Access, Verb};
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Identity, Page, Route, Scope, Shows};
use crate::json::Json;
use crate::store::{NewUser, StoreError, UserChange, UserRecord};

const ABOUT: &str = "Manage users of an instance.";

const NAME_PREFIX: &str = "username__startswith";

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/users/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::UserList,
        handlers: &[
            (Verb::Get, |call| Box::pin(list(call))),
            (Verb::Post, |call| Box::pin(create(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(|_| FIELDS),
            shows: Shows::ListFrom(SHAPE, NAME_PREFIX),
            ..About::named("User List")
        },
    },
    Route {
        path: "instances/{instance}/users/{id}/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::UserRecord,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |call| Box::pin(delete(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(|_| FIELDS),
            object: Some(|call, _| Box::pin(async { find(call).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("User Instance")
        },
    },
    Route {
        path: "instances/{instance}/users/{id}/reset_key/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::UserRecord,
        handlers: &[(Verb::Post, |call| Box::pin(reset(call)))],
        about: About {
            description: ABOUT,
            fields: Some(|_| &[]),
            shows: Shows::One(SHAPE),
            ..About::named("User")
        },
    },
];

/// The number of the user that the path names. With a user key, also next to
/// `ignore_acl`, only that user exists.
fn visible_id(call: &Call) -> Result<i64, ApiError> {
    let id = call.id()?;
    match &call.user {
        Some(own) if own.id != id => Err(ApiError::not_found()),
        _ => Ok(id),
    }
}

async fn find(call: &Call) -> Result<UserRecord, ApiError> {
    let id = visible_id(call)?;
    Ok(call.app.store.user(call.instance()?, id).await?)
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let only = call.user.as_ref().map(|own| own.id);
    let prefix = call.query.get(NAME_PREFIX).unwrap_or_default();
    let found = call
        .app
        .store
        .users(call.instance()?, only, prefix, page.window())
        .await?;
    let rows: Result<Vec<(i64, Json)>, ApiError> = found
        .iter()
        .map(|record| Ok((record.user.id, user_body(call, record)?)))
        .collect();
    Ok(call.list(&page, rows?))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let found = find(call).await?;
    Ok(Answer::ok(call.selected(user_body(call, &found)?)))
}

async fn create(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let form = user_form::read(call, &input, true, None).await?;
    let UserForm {
        username: Some(username),
        password: Some(password),
        profile,
    } = form
    else {
        return Err(ApiError::Internal);
    };
    let new = NewUser {
        username: username.to_lowercase(),
        password: call.app.passwords.hash(&password).await?,
        profile,
    };
    let made = call.app.store.create_user(call.instance()?, new).await;
    let mut body = answer(call, made, Some(username))?;
    // An application that makes a user by the second version gets the key by a login.
    let hides_key = call.version == Version::V2 && matches!(call.identity, Identity::ApiKey(_));
    if let Json::Object(members) = &mut body
        && hides_key
    {
        members.shift_remove("user_key");
    }
    Ok(Answer::created(body))
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    change_user(call, visible_id(call)?).await
}

/// Changes the user with this number.
pub(super) async fn change_user(call: &Call, id: i64) -> Result<Answer, ApiError> {
    let instance = call.instance()?;
    let present = call.app.store.user(instance, id).await?;
    let input = call.input().await?;
    let is_whole = call.verb == Verb::Put;
    let form = user_form::read(call, &input, is_whole, Some(&present)).await?;
    let password = match &form.password {
        Some(password) => Some(call.app.passwords.hash(password).await?),
        None => None,
    };
    let change = UserChange {
        username: form.username.as_deref().map(str::to_lowercase),
        password,
        profile: form.profile,
    };
    let changed = call.app.store.change_user(instance, id, change).await;
    answer(call, changed, form.username).map(Answer::ok)
}

/// The body for a user that was written, or what was wrong with it. The documented
/// answer keeps the caller's spelling of the name; what is stored does not.
fn answer(
    call: &Call,
    written: Result<UserRecord, StoreError>,
    spelling: Option<String>,
) -> Result<Json, ApiError> {
    match written {
        Ok(mut record) => {
            record.user.username = spelling.unwrap_or(record.user.username);
            user_body(call, &record)
        }
        Err(StoreError::Taken) => Err(ApiError::field(USERNAME.name, messages::NOT_UNIQUE)),
        Err(error) => Err(error.into()),
    }
}

async fn reset(call: &Call) -> Result<Answer, ApiError> {
    let id = visible_id(call)?;
    let reset = call.app.store.reset_user_key(call.instance()?, id).await?;
    Ok(Answer::ok(user_body(call, &reset)?))
}

async fn delete(call: &Call) -> Result<Answer, ApiError> {
    let id = visible_id(call)?;
    call.app.store.delete_user(call.instance()?, id).await?;
    Ok(Answer::none())
}

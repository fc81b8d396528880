//! Users' profiles as what they are besides: the data objects of one class.

use super::user_body::{PROFILE_FIELDS, profile_body};
use super::user_form::{level_of, read_profile};
use crate::domain::access::{Access, Verb};
use crate::domain::form::Form;
use crate::domain::level::Level;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Identity, Page, Route, Scope, Shape, Shows};
use crate::json::Json;
use crate::store::{UserChange, UserRecord, Viewer};

/// In the second version data objects look different.
const VERSIONS: &[Version] = &[Version::V1, Version::V1_1];

const SHAPE: Shape = Shape::of("Profile", |_| PROFILE_FIELDS).open();

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/classes/user_profile/objects/",
        versions: VERSIONS,
        scope: Scope::Instance,
        access: Access::Profiles,
        handlers: &[
            (Verb::Get, |call| Box::pin(list(call))),
            (Verb::Post, |_| Box::pin(std::future::ready(refuse()))),
        ],
        about: About {
            shows: Shows::List(SHAPE),
            ..About::named("Data Object List")
        },
    },
    Route {
        path: "instances/{instance}/classes/user_profile/objects/{id}/",
        versions: VERSIONS,
        scope: Scope::Instance,
        access: Access::Profiles,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |_| Box::pin(std::future::ready(refuse()))),
        ],
        about: About {
            fields: Some(|_| PROFILE_FIELDS),
            object: Some(|call, _| Box::pin(async { find(call, Level::Write).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("Data Object Instance")
        },
    },
];

/// Whose rights count: an application acts for its user, unless its key ignores them.
fn viewer(call: &Call) -> Viewer {
    match (&call.identity, &call.user) {
        (Identity::ApiKey(key), _) if key.flags.ignore_acl => Viewer::Everything,
        (Identity::ApiKey(_), Some(user)) => Viewer::User(user.id),
        (Identity::ApiKey(_), None) | (Identity::Anonymous, _) => Viewer::Nobody,
        (Identity::Account(..), _) => Viewer::Everything,
    }
}

/// The profile that the path names, and what the caller may do with it.
///
/// # Errors
/// 404 when the caller may not even read it, 403 when `least` is more than it may.
async fn find(call: &Call, least: Level) -> Result<(UserRecord, Level), ApiError> {
    let found = call.app.store.user(call.instance()?, call.id()?).await?;
    let level = match (viewer(call), &call.user) {
        (Viewer::Everything, _) => Level::Full,
        (Viewer::User(_), Some(user)) => level_of(call, user, &found).await?,
        _ => found.user.profile.other_permissions,
    };
    if level < Level::Read {
        Err(ApiError::not_found())
    } else if level < least {
        Err(ApiError::no_permission())
    } else {
        Ok((found, level))
    }
}

/// Profiles come and go with their users only.
fn refuse() -> Result<Answer, ApiError> {
    Err(ApiError::no_permission())
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let instance = call.instance()?;
    let found = call
        .app
        .store
        .readable_profiles(instance, viewer(call), page.window())
        .await?;
    let rows: Vec<(i64, Json)> = found
        .iter()
        .map(|user| (user.id, profile_body(call, user, &instance.name)))
        .collect();
    Ok(call.list(&page, rows))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let (found, _) = find(call, Level::Read).await?;
    let body = profile_body(call, &found.user, &call.instance()?.name);
    Ok(Answer::ok(call.selected(body)))
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let (present, highest) = find(call, Level::Write).await?;
    let input = call.input().await?;
    let mut form = Form::partial(&input)?;
    let profile = read_profile(call, &mut form, Some(&present), highest).await?;
    form.finish()?;
    let change = UserChange {
        profile,
        ..UserChange::default()
    };
    let instance = call.instance()?;
    let changed = call
        .app
        .store
        .change_user(instance, present.user.id, change)
        .await?;
    let body = profile_body(call, &changed.user, &instance.name);
    Ok(Answer::ok(body))
}

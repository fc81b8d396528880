//! The end user that a user key stands for.

use super::user_body::{FIELDS, SHAPE, user_body};
use super::users::change_user;
use crate::domain::access::{Access, Verb};
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Handler, Route, Scope, Shows};

const HANDLERS: &[(Verb, Handler)] = &[
    (Verb::Get, |call| Box::pin(show(call))),
    (Verb::Put, |call| Box::pin(change(call))),
    (Verb::Patch, |call| Box::pin(change(call))),
];

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/user/",
        versions: &[Version::V1, Version::V1_1],
        scope: Scope::Instance,
        access: Access::EndUser,
        handlers: HANDLERS,
        about: About {
            fields: Some(|_| FIELDS),
            shows: Shows::One(SHAPE),
            ..About::named("User Account")
        },
    },
    Route {
        path: "instances/{instance}/users/me/",
        versions: &[Version::V2],
        scope: Scope::Instance,
        access: Access::EndUser,
        handlers: HANDLERS,
        about: About {
            fields: Some(|_| FIELDS),
            shows: Shows::One(SHAPE),
            ..About::named("User Account")
        },
    },
];

fn own_id(call: &Call) -> Result<i64, ApiError> {
    let own = call.user.as_ref().ok_or_else(ApiError::no_permission)?;
    Ok(own.id)
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let own = call.app.store.user(call.instance()?, own_id(call)?).await?;
    Ok(Answer::ok(call.selected(user_body(call, &own)?)))
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    change_user(call, own_id(call)?).await
}

//! The end user that a user key stands for.
//!
//! Nobody passes this route's permission yet: there are no user keys to show.

use crate::domain::access::{Access, Verb};
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope};

pub(super) const ROUTES: &[Route] = &[Route {
    path: "instances/{instance}/user/",
    versions: &[Version::V1, Version::V1_1],
    scope: Scope::Instance,
    access: Access::EndUser,
    handlers: &[
        (Verb::Get, |call| Box::pin(std::future::ready(refuse(call)))),
        (Verb::Put, |call| Box::pin(std::future::ready(refuse(call)))),
        (Verb::Patch, |call| {
            Box::pin(std::future::ready(refuse(call)))
        }),
    ],
    about: About::named("User Account"),
}];

fn refuse(_: &Call) -> Result<Answer, ApiError> {
    Err(ApiError::no_permission())
}

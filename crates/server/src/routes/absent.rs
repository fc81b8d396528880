//! What the original had besides and this server has not.
//!
//! Whom the original refused is refused here as well, so that an application that asks
//! with the wrong key learns so. Whom it let in finds nothing.

use futures_util::future::BoxFuture;

use crate::domain::access::{Access, Verb};
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Handler, Route, Scope};

const READ: &[(Verb, Handler)] = &[ABSENT, (Verb::Get, nothing)];
const ACT: &[(Verb, Handler)] = &[ABSENT, (Verb::Post, nothing)];
const LIST: &[(Verb, Handler)] = &[ABSENT, (Verb::Get, nothing), (Verb::Post, nothing)];
const ONE: &[(Verb, Handler)] = &[
    ABSENT,
    (Verb::Get, nothing),
    (Verb::Put, nothing),
    (Verb::Patch, nothing),
    (Verb::Delete, nothing),
];
const SINGLE: &[(Verb, Handler)] = &[
    ABSENT,
    (Verb::Get, nothing),
    (Verb::Put, nothing),
    (Verb::Patch, nothing),
];
/// There is nothing to describe either.
const ABSENT: (Verb, Handler) = (Verb::Options, nothing);

const SNIPPETS: &[Version] = &[Version::V1_1, Version::V2];
const V1: &[Version] = &[Version::V1];

pub(super) const ROUTES: &[Route] = &[
    of_account("billing/profile/", SINGLE),
    of_account("billing/invoices/", READ),
    of_account("billing/subscriptions/", LIST),
    of_account("billing/card/", SINGLE),
    of_account("usage/daily/", READ),
    of_account("usage/hourly/", READ),
    of_account("backups/full/", LIST),
    backstage("instances/{instance}/snippets/scripts/", SNIPPETS, LIST),
    backstage("instances/{instance}/snippets/scripts/{id}/", SNIPPETS, ONE),
    backstage(
        "instances/{instance}/snippets/scripts/{id}/run/",
        SNIPPETS,
        ACT,
    ),
    backstage("instances/{instance}/codeboxes/", V1, LIST),
    backstage("instances/{instance}/codeboxes/{id}/", V1, ONE),
    backstage("instances/{instance}/codeboxes/{id}/run/", V1, ACT),
    backstage("instances/{instance}/triggers/", &Version::ALL, LIST),
    backstage("instances/{instance}/triggers/{id}/", &Version::ALL, ONE),
    backstage("instances/{instance}/schedules/", &Version::ALL, LIST),
    backstage("instances/{instance}/schedules/{id}/", &Version::ALL, ONE),
    Route {
        path: "instances/{instance}/channels/",
        scope: Scope::Instance,
        access: Access::Objects,
        ..of_account("", LIST)
    },
    Route {
        path: "instances/{instance}/classes/",
        scope: Scope::Instance,
        access: Access::Configuration,
        ..of_account("", LIST)
    },
    Route {
        path: "instances/{instance}/classes/{class}/",
        scope: Scope::Instance,
        access: Access::Configuration,
        ..of_account("", ONE)
    },
    Route {
        path: "instances/{instance}/classes/{class}/objects/",
        scope: Scope::Class,
        access: Access::Objects,
        ..of_account("", LIST)
    },
    Route {
        path: "instances/{instance}/classes/{class}/objects/{id}/",
        scope: Scope::Class,
        access: Access::Objects,
        ..of_account("", ONE)
    },
];

const fn of_account(path: &'static str, handlers: &'static [(Verb, Handler)]) -> Route {
    Route {
        path,
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers,
        about: About::named(""),
    }
}

const fn backstage(
    path: &'static str,
    versions: &'static [Version],
    handlers: &'static [(Verb, Handler)],
) -> Route {
    Route {
        path,
        versions,
        scope: Scope::Instance,
        access: Access::Backstage,
        handlers,
        about: About::named(""),
    }
}

fn nothing(_: &Call) -> BoxFuture<'_, Result<Answer, ApiError>> {
    Box::pin(std::future::ready(Err(ApiError::NoRoute)))
}

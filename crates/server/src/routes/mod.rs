//! What each resource does. One file a resource; no SQL and no headers here.

mod absent;
mod account;
mod account_fields;
mod activation;
mod admins;
mod api_keys;
mod audit;
mod batch;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod groups;
mod instance_body;
mod instance_config;
mod instance_invitations;
mod instance_links;
mod instances;
mod invitations;
mod login;
mod login_guard;
mod mails;
mod memberships;
mod passwords;
mod profiles;
mod register;
mod roots;
mod user;
mod user_body;
mod user_form;
mod user_login;
mod users;

use crate::http::Route;

/// Routes that lead nowhere, and are guarded all the same. They are looked for last.
pub(crate) static GUARDED: &[&[Route]] = &[absent::ROUTES];

/// Every route of the server.
pub(crate) static TABLES: &[&[Route]] = &[
    roots::ROUTES,
    login::ROUTES,
    register::ROUTES,
    account::ROUTES,
    activation::ROUTES,
    passwords::ROUTES,
    invitations::ROUTES,
    instances::ROUTES,
    instance_config::ROUTES,
    admins::ROUTES,
    instance_invitations::ROUTES,
    api_keys::ROUTES,
    audit::ROUTES,
    user::ROUTES,
    user_login::ROUTES,
    users::ROUTES,
    groups::ROUTES,
    memberships::ROUTES,
    profiles::ROUTES,
    batch::ROUTES,
];

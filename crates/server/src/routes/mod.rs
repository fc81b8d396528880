//! What each resource does. One file a resource; no SQL and no headers here.

mod account;
mod account_fields;
mod api_keys;
mod batch;
mod groups;
mod instance_body;
mod instances;
mod invitations;
mod login;
mod memberships;
mod profiles;
mod register;
mod roots;
mod user;
mod user_body;
mod user_form;
mod user_login;
mod users;

use crate::http::Route;

/// Every route of the server.
pub(crate) static TABLES: &[&[Route]] = &[
    roots::ROUTES,
    login::ROUTES,
    register::ROUTES,
    account::ROUTES,
    invitations::ROUTES,
    instances::ROUTES,
    api_keys::ROUTES,
    user::ROUTES,
    user_login::ROUTES,
    users::ROUTES,
    groups::ROUTES,
    memberships::ROUTES,
    profiles::ROUTES,
    batch::ROUTES,
];

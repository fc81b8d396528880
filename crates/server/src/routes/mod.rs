//! What each resource does. One file a resource; no SQL and no headers here.

mod account;
mod account_fields;
mod api_keys;
mod instance_body;
mod instances;
mod invitations;
mod login;
mod register;
mod roots;
mod user;

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
];

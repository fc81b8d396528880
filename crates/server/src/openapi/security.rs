//! Which keys open what, from the rules of the routes themselves.

use syncano_wire::{HEADER_API_KEY, HEADER_USER_KEY};
use utoipa::openapi::ComponentsBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};

use crate::domain::access::{Access, ApiKeyFlags, Caller, Grants, Verb, is_allowed};
use crate::domain::role::Role;

const ACCOUNT_KEY: &str = "accountKey";
const API_KEY: &str = "apiKey";
const USER_KEY: &str = "userKey";
const AUTHORIZATION: &str = "authorization";

pub(super) fn add(components: ComponentsBuilder) -> ComponentsBuilder {
    let header = |name: &str, text: &str| {
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, text)))
    };
    components
        .security_scheme(
            ACCOUNT_KEY,
            header(
                HEADER_API_KEY,
                "The key of an account, which a login returns.",
            ),
        )
        .security_scheme(
            API_KEY,
            header(HEADER_API_KEY, "An API key of an instance."),
        )
        .security_scheme(
            USER_KEY,
            header(
                HEADER_USER_KEY,
                "The key of a user, next to an API key of its instance.",
            ),
        )
        .security_scheme(
            AUTHORIZATION,
            header(
                "Authorization",
                "Either key as the second of two words, such as `Token KEY`, when there is no \
                 `X-API-KEY`.",
            ),
        )
}

/// What a caller may show, each by itself enough to be let in by some flag or role.
pub(super) fn of(access: Access, verb: Verb) -> Vec<SecurityRequirement> {
    let none: [&str; 0] = [];
    let any_flags = ApiKeyFlags {
        ignore_acl: true,
        allow_user_create: true,
        allow_group_create: true,
        allow_anonymous_read: true,
    };
    let application = |with_user| {
        let flags = if with_user {
            ApiKeyFlags::default()
        } else {
            any_flags
        };
        Caller::Application(Grants { flags, with_user })
    };
    let may = |caller| is_allowed(access, caller, verb);
    if may(Caller::Anonymous) {
        return vec![SecurityRequirement::default()];
    }
    let mut found = Vec::new();
    if may(Caller::Admin(Some(Role::Owner))) {
        found.push(SecurityRequirement::new(ACCOUNT_KEY, none));
    }
    if may(application(false)) {
        found.push(SecurityRequirement::new(API_KEY, none));
    }
    if may(application(true)) && !may(Caller::Application(Grants::default())) {
        found.push(SecurityRequirement::new(API_KEY, none).add(USER_KEY, none));
    }
    if may(Caller::Admin(Some(Role::Owner))) {
        found.push(SecurityRequirement::new(AUTHORIZATION, none));
    }
    found
}

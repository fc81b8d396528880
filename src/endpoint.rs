//! The routes of the API.

use crate::text::pieces;

/// The kind of key that a route asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing at all.
    Nothing,
    /// Any key.
    AnyKey,
    /// An account key, whatever is done.
    Account,
    /// An account key for writing, any key for reading.
    AccountToWrite,
    /// An API key together with a user key.
    User,
}

/// The routes of version 1.1 (source: the documented API), one a line: its model, its name
/// there, who may ask, its methods, its path with `{placeholders}`.
///
/// `write` is an account key for writing and any key for reading, `user` an API key with a user
/// key. The mark `!` stands behind a POST that changes nothing, so that it may be repeated.
///
/// A text, and not a structure: the package reads the same lines, and a structure of so many
/// small parts takes twice the bytes.
pub const ROUTES: &[&str] = &[
    "Account login nobody POST! /v1.1/account/auth/",
    "Account socialLogin nobody POST! /v1.1/account/auth/{backend}/",
    "Account register nobody POST /v1.1/account/register/",
    "Account account account GET,PUT,PATCH /v1.1/account/",
    "Account activate nobody POST /v1.1/account/activate/",
    "Account resendEmail nobody POST /v1.1/account/resend_email/",
    "Account changePassword account POST /v1.1/account/password/",
    "Account setPassword account POST /v1.1/account/password/set/",
    "Account resetPassword nobody POST /v1.1/account/password/reset/",
    "Account confirmPasswordReset nobody POST /v1.1/account/password/reset/confirm/",
    "Account resetKey account POST /v1.1/account/reset_key/",
    "ApiKey detail write DELETE,PATCH,PUT,GET /v1.1/instances/{instanceName}/api_keys/{id}/",
    "ApiKey list write POST,GET /v1.1/instances/{instanceName}/api_keys/",
    "ApiKey reset account POST /v1.1/instances/{instanceName}/api_keys/{id}/reset_key/",
    "Instance detail write DELETE,PATCH,PUT,GET /v1.1/instances/{name}/",
    "Instance list write POST,GET /v1.1/instances/",
    "Instance rename account POST /v1.1/instances/{name}/rename/",
    "Instance config write GET,PUT,PATCH /v1.1/instances/{name}/snippets/config/",
    "Admin detail account DELETE,PATCH,PUT,GET /v1.1/instances/{instanceName}/admins/{id}/",
    "Admin list account GET /v1.1/instances/{instanceName}/admins/",
    "InstanceInvitation detail account DELETE,GET /v1.1/instances/{instanceName}/invitations/{id}/",
    "InstanceInvitation list account POST,GET /v1.1/instances/{instanceName}/invitations/",
    "InstanceInvitation resend account POST /v1.1/instances/{instanceName}/invitations/{id}/resend/",
    "Invitation detail account DELETE,GET /v1.1/account/invitations/{id}/",
    "Invitation list account POST,GET /v1.1/account/invitations/",
    "Invitation accept account POST /v1.1/account/invitations/accept/",
    "User detail any DELETE,PATCH,PUT,GET /v1.1/instances/{instanceName}/users/{id}/",
    "User reset_key any POST /v1.1/instances/{instanceName}/users/{id}/reset_key/",
    "User list any POST,GET /v1.1/instances/{instanceName}/users/",
    "User login any POST! /v1.1/instances/{instanceName}/user/auth/",
    "User socialLogin any POST! /v1.1/instances/{instanceName}/user/auth/{backend}/",
    "User user user GET,POST,PATCH /v1.1/instances/{instanceName}/user/",
    "User groupUsers any GET,POST /v1.1/instances/{instanceName}/groups/{id}/users/",
    "User groupUser any GET,DELETE /v1.1/instances/{instanceName}/groups/{id}/users/{user}/",
    "Group detail write DELETE,PATCH,PUT,GET /v1.1/instances/{instanceName}/groups/{id}/",
    "Group list any POST,GET /v1.1/instances/{instanceName}/groups/",
    "Group userGroups any GET,POST /v1.1/instances/{instanceName}/users/{user}/groups/",
    "Group userGroup any GET,DELETE /v1.1/instances/{instanceName}/users/{user}/groups/{id}/",
    "Batch batch any POST /v1.1/instances/{instanceName}/batch/",
];

/// One route, as far as the core looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its name in its model, such as `detail`.
    pub name: &'static str,
    /// Who may ask.
    pub needs: Needs,
    /// What it answers to, set apart by commas.
    pub methods: &'static str,
    /// Its path with `{placeholders}`.
    pub path: &'static str,
}

impl Route {
    /// The route of this line of [`ROUTES`].
    #[must_use]
    pub fn at(line: usize) -> Option<Self> {
        let mut words = pieces(ROUTES.get(line)?, b' ');
        words.next()?;
        Some(Self {
            name: words.next()?,
            needs: match words.next()? {
                "any" => Needs::AnyKey,
                "account" => Needs::Account,
                "write" => Needs::AccountToWrite,
                "user" => Needs::User,
                _ => Needs::Nothing,
            },
            methods: words.next()?,
            path: words.next()?,
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_route_of_this_version() {
        for (line, text) in ROUTES.iter().enumerate() {
            let route = Route::at(line).expect(text);
            assert!(route.path.starts_with(syncano_wire::API_PREFIX), "{text}");
            assert!(route.path.ends_with('/'), "{text}");
            assert_eq!(text.split(' ').count(), 5, "{text}");
            for method in route.methods.trim_end_matches('!').split(',') {
                let known = ["GET", "POST", "PUT", "PATCH", "DELETE"];
                assert!(known.contains(&method), "{text}");
            }
            let who = text.split(' ').nth(2);
            assert_eq!(
                route.needs == Needs::Nothing,
                who == Some("nobody"),
                "{text}"
            );
        }
    }
}

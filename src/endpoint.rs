//! The routes of the API, model by model.

/// HTTP methods that the client sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the methods")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
}

impl Method {
    /// Reads a method in any letter case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        const ALL: [Method; 6] = [Get, Post, Put, Patch, Delete, Head];
        ALL.into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
    }

    /// The method as it stands in a request.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
        }
    }

    /// Whether a request of this method carries a body.
    #[must_use]
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }

    /// Whether doing it twice is doing it once (RFC 9110, section 9.2.2).
    #[must_use]
    pub fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Put | Self::Delete)
    }
}

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

/// One route of a model.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// Its name in the model, such as `detail`.
    pub name: &'static str,
    /// Its path with `{placeholders}`.
    pub path: &'static str,
    /// What it answers to.
    pub methods: &'static [Method],
    /// Who may ask.
    pub needs: Needs,
    /// A POST that changes nothing, so that it may be repeated.
    pub safe_post: bool,
}

/// A kind of thing that the API manages.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// Its name, such as `ApiKey`.
    pub name: &'static str,
    /// Its routes.
    pub endpoints: &'static [Endpoint],
}

impl Model {
    /// The model of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        MODELS.iter().find(|model| model.name == name)
    }

    /// The route of this name.
    #[must_use]
    pub fn endpoint(&self, name: &str) -> Option<&'static Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == name)
    }
}

const fn route(
    name: &'static str,
    path: &'static str,
    methods: &'static [Method],
    needs: Needs,
) -> Endpoint {
    Endpoint {
        name,
        path,
        methods,
        needs,
        safe_post: false,
    }
}

const fn login(name: &'static str, path: &'static str, needs: Needs) -> Endpoint {
    Endpoint {
        name,
        path,
        methods: &[Post],
        needs,
        safe_post: true,
    }
}

macro_rules! instance {
    ($rest:literal) => {
        concat!("/v1.1/instances/{instanceName}/", $rest)
    };
}

use Method::{Delete, Get, Head, Patch, Post, Put};

const DETAIL: &[Method] = &[Delete, Patch, Put, Get];
const LIST: &[Method] = &[Post, Get];

const ACCOUNT: &[Endpoint] = &[
    login("login", "/v1.1/account/auth/", Needs::Nothing),
    login(
        "socialLogin",
        "/v1.1/account/auth/{backend}/",
        Needs::Nothing,
    ),
    route(
        "register",
        "/v1.1/account/register/",
        &[Post],
        Needs::Nothing,
    ),
    route(
        "account",
        "/v1.1/account/",
        &[Get, Put, Patch],
        Needs::Account,
    ),
    route(
        "activate",
        "/v1.1/account/activate/",
        &[Post],
        Needs::Nothing,
    ),
    route(
        "resendEmail",
        "/v1.1/account/resend_email/",
        &[Post],
        Needs::Nothing,
    ),
    route(
        "changePassword",
        "/v1.1/account/password/",
        &[Post],
        Needs::Account,
    ),
    route(
        "setPassword",
        "/v1.1/account/password/set/",
        &[Post],
        Needs::Account,
    ),
    route(
        "resetPassword",
        "/v1.1/account/password/reset/",
        &[Post],
        Needs::Nothing,
    ),
    route(
        "confirmPasswordReset",
        "/v1.1/account/password/reset/confirm/",
        &[Post],
        Needs::Nothing,
    ),
    route(
        "resetKey",
        "/v1.1/account/reset_key/",
        &[Post],
        Needs::Account,
    ),
];

const API_KEY: &[Endpoint] = &[
    route(
        "detail",
        instance!("api_keys/{id}/"),
        DETAIL,
        Needs::AccountToWrite,
    ),
    route("list", instance!("api_keys/"), LIST, Needs::AccountToWrite),
    route(
        "reset",
        instance!("api_keys/{id}/reset_key/"),
        &[Post],
        Needs::Account,
    ),
];

const INSTANCE: &[Endpoint] = &[
    route(
        "detail",
        "/v1.1/instances/{name}/",
        DETAIL,
        Needs::AccountToWrite,
    ),
    route("list", "/v1.1/instances/", LIST, Needs::AccountToWrite),
    route(
        "rename",
        "/v1.1/instances/{name}/rename/",
        &[Post],
        Needs::Account,
    ),
    route(
        "config",
        "/v1.1/instances/{name}/snippets/config/",
        &[Get, Put, Patch],
        Needs::AccountToWrite,
    ),
];

const ADMIN: &[Endpoint] = &[
    route("detail", instance!("admins/{id}/"), DETAIL, Needs::Account),
    route("list", instance!("admins/"), &[Get], Needs::Account),
];

const INSTANCE_INVITATION: &[Endpoint] = &[
    route(
        "detail",
        instance!("invitations/{id}/"),
        &[Delete, Get],
        Needs::Account,
    ),
    route("list", instance!("invitations/"), LIST, Needs::Account),
    route(
        "resend",
        instance!("invitations/{id}/resend/"),
        &[Post],
        Needs::Account,
    ),
];

const INVITATION: &[Endpoint] = &[
    route(
        "detail",
        "/v1.1/account/invitations/{id}/",
        &[Delete, Get],
        Needs::Account,
    ),
    route("list", "/v1.1/account/invitations/", LIST, Needs::Account),
    route(
        "accept",
        "/v1.1/account/invitations/accept/",
        &[Post],
        Needs::Account,
    ),
];

const USER: &[Endpoint] = &[
    route("detail", instance!("users/{id}/"), DETAIL, Needs::AnyKey),
    route(
        "reset_key",
        instance!("users/{id}/reset_key/"),
        &[Post],
        Needs::AnyKey,
    ),
    route("list", instance!("users/"), LIST, Needs::AnyKey),
    login("login", instance!("user/auth/"), Needs::AnyKey),
    login(
        "socialLogin",
        instance!("user/auth/{backend}/"),
        Needs::AnyKey,
    ),
    route("user", instance!("user/"), &[Get, Post, Patch], Needs::User),
    route(
        "groupUsers",
        instance!("groups/{id}/users/"),
        &[Get, Post],
        Needs::AnyKey,
    ),
    route(
        "groupUser",
        instance!("groups/{id}/users/{user}/"),
        &[Get, Delete],
        Needs::AnyKey,
    ),
];

const GROUP: &[Endpoint] = &[
    route(
        "detail",
        instance!("groups/{id}/"),
        DETAIL,
        Needs::AccountToWrite,
    ),
    route("list", instance!("groups/"), LIST, Needs::AnyKey),
    route(
        "userGroups",
        instance!("users/{user}/groups/"),
        &[Get, Post],
        Needs::AnyKey,
    ),
    route(
        "userGroup",
        instance!("users/{user}/groups/{id}/"),
        &[Get, Delete],
        Needs::AnyKey,
    ),
];

const BATCH: &[Endpoint] = &[route("batch", instance!("batch/"), &[Post], Needs::AnyKey)];

/// Every model, with the paths of API version 1.1 (source: the documented API).
pub const MODELS: &[Model] = &[
    Model {
        name: "Account",
        endpoints: ACCOUNT,
    },
    Model {
        name: "ApiKey",
        endpoints: API_KEY,
    },
    Model {
        name: "Instance",
        endpoints: INSTANCE,
    },
    Model {
        name: "Admin",
        endpoints: ADMIN,
    },
    Model {
        name: "InstanceInvitation",
        endpoints: INSTANCE_INVITATION,
    },
    Model {
        name: "Invitation",
        endpoints: INVITATION,
    },
    Model {
        name: "User",
        endpoints: USER,
    },
    Model {
        name: "Group",
        endpoints: GROUP,
    },
    Model {
        name: "Batch",
        endpoints: BATCH,
    },
];

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn methods_are_read_in_any_case_and_nothing_else_is() {
        assert_eq!(Method::parse("pAtCh"), Some(Patch));
        for text in ["", "OPTIONS", "GET ", "DUMMY"] {
            assert_eq!(Method::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_path_is_of_this_version_and_ends_with_a_slash() {
        for model in MODELS {
            assert!(Model::named(model.name).is_some());
            for endpoint in model.endpoints {
                assert!(
                    endpoint.path.starts_with(syncano_wire::API_PREFIX),
                    "{}",
                    endpoint.path
                );
                assert!(endpoint.path.ends_with('/'), "{}", endpoint.path);
                assert!(!endpoint.methods.is_empty(), "{}", endpoint.path);
                assert!(model.endpoint(endpoint.name).is_some());
            }
        }
    }
}

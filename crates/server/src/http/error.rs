use std::borrow::Cow;

use axum::http::StatusCode;
use syncano_vault::{PasswordError, VaultError};

use crate::domain::form::{FieldErrors, Problem};
use crate::domain::messages;
use crate::json::{Json, Object, object};
use crate::store::StoreError;

/// Seconds after which a request that found the server unable may be sent again.
const UNAVAILABLE_RETRY_S: u64 = 1;

/// Why a request was refused, as the caller is told.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// `{"detail": …}`.
    Detail(StatusCode, String),
    /// `{"field": ["…"]}`, 400.
    Fields(FieldErrors),
    /// `{"field": "…"}`, 400: what a business rule says about a field.
    FieldText(&'static str, Cow<'static, str>),
    /// 429, with the whole seconds to wait.
    Throttled(u64),
    /// No such route: HTML, never masked.
    NoRoute,
    /// More form fields than are read: HTML.
    TooManyFields,
    /// Where the original failed with 500, and what is said instead by default.
    OriginalFault(Box<ApiError>),
    /// 503: the database or the password threads cannot serve now.
    Unavailable,
    /// 500: something is wrong with this server. The cause is in its log.
    Internal,
}

impl ApiError {
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::Detail(StatusCode::BAD_REQUEST, detail.into())
    }

    pub(crate) fn unauthorized(detail: &str) -> Self {
        Self::Detail(StatusCode::UNAUTHORIZED, detail.to_owned())
    }

    pub(crate) fn no_permission() -> Self {
        Self::Detail(StatusCode::FORBIDDEN, messages::NO_PERMISSION.to_owned())
    }

    pub(crate) fn no_such_key() -> Self {
        Self::Detail(StatusCode::FORBIDDEN, messages::NO_SUCH_KEY.to_owned())
    }

    pub(crate) fn not_found() -> Self {
        Self::Detail(StatusCode::NOT_FOUND, messages::NOT_FOUND.to_owned())
    }

    pub(crate) fn not_acceptable() -> Self {
        Self::Detail(
            StatusCode::NOT_ACCEPTABLE,
            messages::NOT_ACCEPTABLE.to_owned(),
        )
    }

    pub(crate) fn instance_not_found() -> Self {
        Self::Detail(
            StatusCode::NOT_FOUND,
            messages::INSTANCE_NOT_FOUND.to_owned(),
        )
    }

    /// A user or group that a route lies below is not there.
    pub(crate) fn parent_not_found(detail: &str) -> Self {
        Self::Detail(StatusCode::NOT_FOUND, detail.to_owned())
    }

    pub(crate) fn method_not_allowed(method: &str) -> Self {
        Self::Detail(
            StatusCode::METHOD_NOT_ALLOWED,
            messages::method_not_allowed(method),
        )
    }

    pub(crate) fn body_too_large(bytes: u64) -> Self {
        Self::Detail(
            StatusCode::PAYLOAD_TOO_LARGE,
            messages::body_too_large(bytes),
        )
    }

    /// One problem of one field.
    pub(crate) fn field(name: &'static str, message: &str) -> Self {
        Self::Fields(FieldErrors::one(name, message))
    }

    /// A refusal that replaces a fault of the original.
    pub(crate) fn instead_of_fault(refusal: Self) -> Self {
        Self::OriginalFault(Box::new(refusal))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Detail(status, _) => *status,
            Self::Fields(_) | Self::FieldText(..) | Self::TooManyFields => StatusCode::BAD_REQUEST,
            Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::OriginalFault(refusal) => refusal.status(),
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds for `Retry-After`.
    pub(crate) fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Throttled(seconds) => Some((*seconds).max(1)),
            Self::Unavailable => Some(UNAVAILABLE_RETRY_S),
            _ => None,
        }
    }

    /// The JSON body.
    pub(crate) fn body(&self) -> Json {
        let detail = |text: &str| object([("detail", text.into())]);
        match self {
            Self::Detail(_, text) => detail(text),
            Self::Fields(errors) => fields(errors),
            Self::FieldText(field, text) => object([(*field, text.as_ref().into())]),
            Self::Throttled(seconds) => detail(&messages::throttled(*seconds)),
            Self::OriginalFault(refusal) => refusal.body(),
            Self::NoRoute => detail(messages::NOT_FOUND),
            Self::TooManyFields => detail("Bad Request"),
            Self::Unavailable => detail("The server cannot serve this request now."),
            Self::Internal => detail("The server failed. The cause is in its log."),
        }
    }
}

fn fields(errors: &FieldErrors) -> Json {
    let problem = |problem: &Problem| match problem {
        Problem::Texts(texts) => {
            Json::List(texts.iter().map(|text| text.as_str().into()).collect())
        }
        Problem::Nested(errors) => fields(errors),
        Problem::Each(items) => Json::List(items.iter().map(fields).collect()),
    };
    let members = errors.by_field.iter();
    let members: Object = members
        .map(|(field, found)| ((*field).to_owned(), problem(found)))
        .collect();
    Json::Object(members)
}

impl From<FieldErrors> for ApiError {
    fn from(errors: FieldErrors) -> Self {
        if errors.only_nul {
            Self::instead_of_fault(Self::Fields(errors))
        } else {
            Self::Fields(errors)
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::not_found(),
            StoreError::NoInvitation => {
                Self::FieldText("invitation_key", messages::INVITATION_NOT_FOUND.into())
            }
            StoreError::Revision { expected, found } => Self::FieldText(
                "expected_revision",
                messages::revision_mismatch(expected, found).into(),
            ),
            StoreError::Unavailable(cause) => {
                tracing::error!(%cause, "the database is not available");
                Self::Unavailable
            }
            other => {
                tracing::error!(cause = %other, "a request failed");
                Self::Internal
            }
        }
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        if matches!(error, PasswordError::Busy) {
            return Self::Unavailable;
        }
        tracing::error!(cause = %error, "a password could not be checked");
        Self::Internal
    }
}

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        tracing::error!(cause = %error, "a secret could not be made");
        Self::Internal
    }
}

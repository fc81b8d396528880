use std::sync::Arc;

use super::auth::Identity;
use super::body::RawBody;
use super::error::ApiError;
use super::query::Query;
use super::selection::Selection;
use crate::App;
use crate::domain::access::Verb;
use crate::domain::form::Input;
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::json::Json;
use crate::store::{Account, Instance};

/// Members of answers that hold data and not fields.
const OPAQUE: [&str; 2] = ["links", "metadata"];

/// Everything that a handler may know about a request.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) app: Arc<App>,
    pub(crate) version: Version,
    pub(crate) verb: Verb,
    /// Path of the request as sent.
    pub(crate) path: String,
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) query: Query,
    pub(crate) host: Option<String>,
    pub(crate) body: RawBody,
    pub(crate) identity: Identity,
    /// The instance that the route lies below.
    pub(crate) instance: Option<Instance>,
    /// The caller's role in that instance.
    pub(crate) role: Option<Role>,
}

impl Call {
    /// A part of the path.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| *key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The `{id}` of the path.
    ///
    /// # Errors
    /// 404 when it is no row number.
    pub(crate) fn id(&self) -> Result<i64, ApiError> {
        let text = self.param("id");
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let id: Option<i32> = text.parse().ok().filter(|_| is_number);
        id.map(i64::from).ok_or_else(ApiError::not_found)
    }

    /// The calling account.
    ///
    /// # Errors
    /// 403 when somebody else calls.
    pub(crate) fn account(&self) -> Result<&Account, ApiError> {
        match &self.identity {
            Identity::Account(account, _) => Ok(account),
            _ => Err(ApiError::no_permission()),
        }
    }

    /// The instance that the route lies below.
    ///
    /// # Errors
    /// 404 when there is none.
    pub(crate) fn instance(&self) -> Result<&Instance, ApiError> {
        self.instance
            .as_ref()
            .ok_or_else(ApiError::instance_not_found)
    }

    /// The parsed body.
    ///
    /// # Errors
    /// 400 or 415 when it cannot be parsed.
    pub(crate) async fn input(&self) -> Result<Input, ApiError> {
        self.body.input().await
    }

    /// An answer with the members that the query asks for.
    pub(crate) fn selected(&self, value: Json) -> Json {
        Selection::read(&self.query).apply(value, &OPAQUE)
    }

    /// The path below the version's prefix as a link, which keeps a format in the query.
    pub(crate) fn link(&self, path: &str) -> Json {
        let format = self
            .query
            .filled("format")
            .map(|format| format!("?format={format}"));
        let format = format.unwrap_or_default();
        Json::String(format!("/{}/{path}{format}", self.version.segment()))
    }
}

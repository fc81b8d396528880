use std::sync::Arc;

use super::answer::Answer;
use super::auth::Identity;
use super::body::RawBody;
use super::client::Client;
use super::error::ApiError;
use super::pagination::Page;
use super::query::Query;
use super::selection::Selection;
use crate::App;
use crate::domain::access::{ApiKeyFlags, Caller, Grants, Verb};
use crate::domain::differences::Switch;
use crate::domain::form::Input;
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::json::Json;
use crate::store::{Account, Instance, User};

/// Members of answers that hold objects with fields of their own; the contents of others
/// are data.
const NESTED: [&str; 5] = ["group", "groups", "owner", "profile", "user"];

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
    pub(crate) client: Client,
    pub(crate) body: RawBody,
    pub(crate) identity: Identity,
    /// The end user whose key came with an API key.
    pub(crate) user: Option<User>,
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
        self.row("id")
    }

    /// The row number that a part of the path is.
    ///
    /// # Errors
    /// 404 when it is none.
    pub(crate) fn row(&self, name: &str) -> Result<i64, ApiError> {
        let text = self.param(name);
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let id: Option<i32> = text.parse().ok().filter(|_| is_number);
        id.map(i64::from).ok_or_else(ApiError::not_found)
    }

    /// The caller as permissions see it.
    pub(crate) fn caller(&self) -> Caller {
        match &self.identity {
            Identity::Anonymous => Caller::Anonymous,
            Identity::Account(..) => Caller::Admin(self.role),
            Identity::ApiKey(key) => Caller::Application(Grants {
                flags: self.effective_flags(key.flags),
                with_user: self.user.is_some(),
            }),
        }
    }

    /// In the original's second version access lists took the flags' place. Nothing
    /// here changes those lists, so they have their defaults: everybody makes users,
    /// and groups only who passes every list.
    fn effective_flags(&self, flags: ApiKeyFlags) -> ApiKeyFlags {
        let by_lists =
            self.version == Version::V2 && self.app.settings.is_original(Switch::AccessLists);
        if by_lists {
            ApiKeyFlags {
                allow_user_create: true,
                allow_group_create: flags.ignore_acl,
                ..flags
            }
        } else {
            flags
        }
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
        Selection::read(&self.query).apply(value, &NESTED)
    }

    /// A page of answers, each with its number in the list, with the members that the
    /// query asks for.
    pub(crate) fn list(&self, page: &Page, rows: Vec<(i64, Json)>) -> Answer {
        let (ids, objects): (Vec<i64>, Vec<Json>) = rows
            .into_iter()
            .map(|(id, object)| (id, self.selected(object)))
            .unzip();
        Answer::ok(page.envelope(&self.path, &ids, objects))
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

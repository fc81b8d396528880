//! From what a request shows to who calls.

use syncano_vault::PlainKey;
use syncano_wire::KeyKind;

use super::credentials::{self, Shown};
use super::error::ApiError;
use super::request::ApiRequest;
use super::route::{Route, Scope};
use crate::App;
use crate::domain::access::{Access, Caller, Verb};
use crate::domain::differences::Switch;
use crate::domain::role::Role;
use crate::json::Json;
use crate::store::{Account, ApiKey, Instance};

/// Who calls.
#[derive(Debug)]
pub(crate) enum Identity {
    Anonymous,
    /// An account, with the key it showed.
    Account(Account, PlainKey),
    /// An API key; on a route below an instance, one of that instance.
    ApiKey(ApiKey),
}

impl Identity {
    /// The caller as permissions see it.
    pub(crate) fn caller(&self, role: Option<Role>) -> Caller {
        match self {
            Self::Anonymous => Caller::Anonymous,
            Self::Account(..) => Caller::Admin(role),
            Self::ApiKey(_) => Caller::Application,
        }
    }
}

/// What looking for a key came to.
#[derive(Debug)]
pub(crate) struct Authenticated {
    pub(crate) identity: Identity,
    /// The verb that a body names, when that counts.
    pub(crate) verb: Option<Verb>,
}

/// Finds out who calls.
///
/// # Errors
/// 403 for a key that is shown but no good; the body's own problem when the key had
/// to be looked for in the body.
pub(crate) async fn authenticate(
    app: &App,
    request: &ApiRequest,
    route: &Route,
    instance: Option<&Instance>,
) -> Result<Authenticated, ApiError> {
    if route.access == Access::Unkeyed {
        return Ok(Authenticated {
            identity: Identity::Anonymous,
            verb: None,
        });
    }
    let everywhere = app.settings.is_original(Switch::KeysInQueryAndBody);
    let mut shown = credentials::key(&request.headers, everywhere.then_some(&request.query));
    let mut verb = None;
    if shown.is_none() && everywhere {
        let body = request.body.input().await?.value;
        shown = credentials::key_in_body(&body);
        verb = verb_in_body(request, &body);
    }
    let identity = match shown {
        None => Identity::Anonymous,
        Some(Shown::Malformed) => return Err(ApiError::no_such_key()),
        Some(Shown::NotText) => {
            return Err(ApiError::instead_of_fault(ApiError::no_such_key()));
        }
        Some(Shown::Key(key, KeyKind::Account)) => account(app, key).await?,
        Some(Shown::Key(key, KeyKind::Api)) => api_key(app, &key, route, instance).await?,
    };
    if !matches!(identity, Identity::Anonymous) {
        check_staff_key(app, request).await?;
    }
    let shows_user_key = request.headers.contains_key(syncano_wire::HEADER_USER_KEY);
    if everywhere && is_instance_api_key(&identity, route) && !shows_user_key && verb.is_none() {
        // A user key could be in the body, so the body is read; that lets it name a verb.
        verb = verb_in_body(request, &request.body.input().await?.value);
    }
    Ok(Authenticated { identity, verb })
}

async fn account(app: &App, key: PlainKey) -> Result<Identity, ApiError> {
    let account = app
        .store
        .account_by_key(&key)
        .await?
        .ok_or_else(ApiError::no_such_key)?;
    Ok(Identity::Account(account, key))
}

async fn api_key(
    app: &App,
    key: &PlainKey,
    route: &Route,
    instance: Option<&Instance>,
) -> Result<Identity, ApiError> {
    let key = app
        .store
        .api_key_by_key(key)
        .await?
        .ok_or_else(ApiError::no_such_key)?;
    let is_foreign = instance.is_none_or(|instance| instance.id != key.instance_id);
    if route.scope == Scope::Instance && is_foreign {
        return Err(ApiError::no_such_key());
    }
    Ok(Identity::ApiKey(key))
}

/// A staff key gives nothing here, but an unknown one was always refused.
async fn check_staff_key(app: &App, request: &ApiRequest) -> Result<(), ApiError> {
    match credentials::staff_key(&request.headers) {
        Some(Shown::Key(key, KeyKind::Account)) => account(app, key).await.map(drop),
        _ => Ok(()),
    }
}

fn is_instance_api_key(identity: &Identity, route: &Route) -> bool {
    matches!(identity, Identity::ApiKey(_)) && route.scope == Scope::Instance
}

/// The `_method` of a `text/plain` body, which browsers send without a preflight.
fn verb_in_body(request: &ApiRequest, body: &Json) -> Option<Verb> {
    if request.method != Verb::Post.name() || !request.body.is_plain_text() {
        return None;
    }
    let Json::Object(members) = body else {
        return None;
    };
    let Json::String(name) = members.get("_method")? else {
        return None;
    };
    let verb = Verb::from_name(name);
    let may_be_named = [Verb::Get, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete];
    may_be_named.contains(&verb).then_some(verb)
}

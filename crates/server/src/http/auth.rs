//! From what a request shows to who calls.

use std::sync::Arc;

use syncano_vault::PlainKey;
use syncano_wire::KeyKind;

use super::call::Call;
use super::credentials::{self, Shown};
use super::error::ApiError;
use super::request::ApiRequest;
use super::route::Route;
use crate::App;
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::json::Json;
use crate::store::{Account, ApiKey, Instance, User};

/// Who calls.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    Anonymous,
    /// An account, with the key it showed.
    Account(Account, Arc<PlainKey>),
    /// An API key; on a route below an instance, one of that instance.
    ApiKey(ApiKey),
}

/// What looking for a key came to.
#[derive(Debug)]
pub(crate) struct Authenticated {
    pub(crate) identity: Identity,
    /// The end user whose key came with an API key of the same instance.
    pub(crate) user: Option<User>,
    /// The verb that a body names, when that counts.
    pub(crate) verb: Option<Verb>,
}

/// Finds out who calls.
///
/// # Errors
/// 403 for a key that is shown but no good; the body's own problem when the key had
/// to be looked for in the body.
pub(super) async fn authenticate(
    app: &App,
    request: &ApiRequest,
    route: &Route,
    instance: Option<&Instance>,
) -> Result<Authenticated, ApiError> {
    if route.access == Access::Unkeyed {
        return Ok(Authenticated {
            identity: Identity::Anonymous,
            user: None,
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
    let user = match instance {
        Some(instance) if matches!(identity, Identity::ApiKey(_)) => {
            let (user, named) = end_user(app, request, instance).await?;
            verb = verb.or(named);
            user
        }
        _ => None,
    };
    Ok(Authenticated {
        identity,
        user,
        verb,
    })
}

/// Who a request inside a batch comes from: whoever sent the batch.
///
/// # Errors
/// 403 when the instance is not the API key's any more.
pub(super) fn inherit(
    sender: &Call,
    route: &Route,
    instance: Option<&Instance>,
) -> Result<Authenticated, ApiError> {
    let identity = match &sender.identity {
        _ if route.access == Access::Unkeyed => Identity::Anonymous,
        Identity::ApiKey(key) if is_foreign(key, route, instance) => {
            return Err(ApiError::no_such_key());
        }
        identity => identity.clone(),
    };
    let is_application = matches!(identity, Identity::ApiKey(_));
    Ok(Authenticated {
        identity,
        user: sender.user.clone().filter(|_| is_application),
        verb: None,
    })
}

/// The user whose key comes with an API key; one that opens nothing counts as none.
/// A body that is read for it may name a verb.
async fn end_user(
    app: &App,
    request: &ApiRequest,
    instance: &Instance,
) -> Result<(Option<User>, Option<Verb>), ApiError> {
    let everywhere = app.settings.is_original(Switch::KeysInQueryAndBody);
    let query = everywhere.then_some(&request.query);
    let mut shown = credentials::user_key(&request.headers, query);
    let mut verb = None;
    if shown.is_none() && everywhere {
        let body = request.body.input().await?.value;
        shown = credentials::user_key_in_body(&body);
        verb = verb_in_body(request, &body);
    }
    let user = match shown {
        Some(Shown::Key(key, _)) => app.store.user_by_key(instance, &key).await?,
        _ => None,
    };
    Ok((user, verb))
}

async fn account(app: &App, key: PlainKey) -> Result<Identity, ApiError> {
    let account = app
        .store
        .account_by_key(&key)
        .await?
        .ok_or_else(ApiError::no_such_key)?;
    Ok(Identity::Account(account, Arc::new(key)))
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
    if is_foreign(&key, route, instance) {
        return Err(ApiError::no_such_key());
    }
    Ok(Identity::ApiKey(key))
}

/// Whether the route lies below another instance than the key's.
fn is_foreign(key: &ApiKey, route: &Route, instance: Option<&Instance>) -> bool {
    let is_elsewhere = instance.is_none_or(|instance| instance.id != key.instance_id);
    route.scope.is_in_instance() && is_elsewhere
}

/// A staff key gives nothing here, but an unknown one was always refused.
async fn check_staff_key(app: &App, request: &ApiRequest) -> Result<(), ApiError> {
    let everywhere = app.settings.is_original(Switch::KeysInQueryAndBody);
    match credentials::staff_key(&request.headers, everywhere.then_some(&request.query)) {
        Some(Shown::Key(key, KeyKind::Account)) => account(app, key).await.map(drop),
        _ => Ok(()),
    }
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

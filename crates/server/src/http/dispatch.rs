//! The order of checks between a request and its handler.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::{Request, Response};

use super::answer::{Answer, Rendering};
use super::auth::{Authenticated, Identity, authenticate, inherit};
use super::call::Call;
use super::client::Client;
use super::cors::Cors;
use super::describe::describe;
use super::error::ApiError;
use super::negotiation::negotiate;
use super::request::{ApiRequest, decode_path};
use super::request_id;
use super::route::{Found, Scope, find};
use super::template::Template;
use super::throttle::Scope as ThrottleScope;
use crate::App;
use crate::domain::access::{Verb, is_allowed};
use crate::domain::differences::Switch;
use crate::domain::role::Role;
use crate::domain::{instance_name, messages};
use crate::routes::{GUARDED, TABLES};
use crate::store::{Actor, Instance, acting};

/// Answers one request.
pub(crate) async fn dispatch(
    app: Arc<App>,
    request: Request<Body>,
    client: Client,
) -> Response<Body> {
    let exposes = !app.settings.is_original(Switch::HiddenRetryAfter);
    let cors = Cors::of(request.method(), request.headers(), exposes);
    let mut template = Template::NONE;
    let mut response = match cors.preflight() {
        Some(response) => response,
        None => {
            let found = decode_path(request.uri().path()).and_then(|path| look_up(&path));
            template = found.as_ref().map_or(Template::NONE, Found::template);
            respond_in_time(&app, request, client, found).await
        }
    };
    cors.mark(response.headers_mut());
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(template);
    response
}

/// Whatever a request waits for, it does not wait for ever.
async fn respond_in_time(
    app: &Arc<App>,
    request: Request<Body>,
    client: Client,
    found: Option<Found>,
) -> Response<Body> {
    let longest = app.settings.timeouts.request;
    let answered = tokio::time::timeout(longest, respond(app, request, client, found)).await;
    answered.unwrap_or_else(|_| {
        tracing::error!("a request took too long and was given up");
        Rendering::default().response(Err(ApiError::Unavailable))
    })
}

async fn respond(
    app: &Arc<App>,
    request: Request<Body>,
    client: Client,
    found: Option<Found>,
) -> Response<Body> {
    let mut rendering = Rendering {
        original_faults: app.settings.is_original(Switch::ServerErrors),
        ..Rendering::default()
    };
    let Some(found) = found else {
        return rendering.response(Err(ApiError::NoRoute));
    };
    rendering.allow = Some(found.route.allow());
    let limit = app.settings.body_bytes_max();
    let request = match ApiRequest::read(request, client, limit, app.settings.timeouts.body).await {
        Ok(request) => request,
        Err(error) => return rendering.response(Err(error)),
    };
    let format = found.format.clone();
    let format = format.or_else(|| request.query.filled("format").map(str::to_owned));
    let accept = request.accept();
    let negotiated = negotiate(format.as_deref(), accept.as_deref());
    rendering.indent = negotiated.as_ref().ok().copied().flatten();
    let body = request.body.clone();
    let outcome = match run(app, request, found, negotiated.map(drop), None).await {
        // A body that cannot be parsed is reported before anything else.
        Err(error) if !matches!(error, ApiError::OriginalFault(_)) => match body.input().await {
            Ok(_) => Err(error),
            Err(unparsable) => Err(unparsable),
        },
        outcome => outcome,
    };
    rendering.response(outcome)
}

/// Passes a request through the checks in their order and then to its handler.
///
/// A request inside a batch comes from whoever sent the batch, `sender`.
pub(super) async fn run(
    app: &Arc<App>,
    request: ApiRequest,
    found: Found,
    negotiated: Result<(), ApiError>,
    sender: Option<&Call>,
) -> Result<Answer, ApiError> {
    let route = found.route;
    if request.query.is_too_long() {
        return Err(ApiError::TooManyFields);
    }
    let existence_first = app.settings.is_original(Switch::InstanceExistence);
    let instance = find_instance(app, &found).await?;
    if existence_first {
        if route.scope.is_in_instance() && instance.is_none() {
            return Err(ApiError::instance_not_found());
        }
        check_parent(app, route.scope, &found.params, instance.as_ref()).await?;
    }
    negotiated?;
    if route.scope.is_in_instance() && request.names_template() {
        // No instance here has a template, so no name is one.
        return Err(ApiError::not_acceptable());
    }
    let (call, method) = identify(app, request, found, instance, sender).await?;
    if !is_allowed(route.access(&app.settings), call.caller(), call.verb) {
        return Err(ApiError::no_permission());
    }
    if !existence_first {
        check_parent(app, route.scope, &call.params, call.instance.as_ref()).await?;
    }
    if app.settings.is_original(Switch::RefusedUncounted) {
        let scopes = shared_scopes(app, &call, route.scope);
        app.throttle.count(&scopes).map_err(ApiError::Throttled)?;
    }
    match route.handler(call.verb) {
        Some(handler) => acting(actor(&call), handler(&call)).await,
        None if call.verb == Verb::Options => Ok(Answer::ok(describe(&call, route).await)),
        None => Err(ApiError::method_not_allowed(&method)),
    }
}

/// Finds the route of a decoded path.
pub(super) fn look_up(path: &str) -> Option<Found> {
    find(TABLES, path).or_else(|| find(GUARDED, path))
}

/// Whom the audit log names for what a call does.
fn actor(call: &Call) -> Actor {
    let (kind, id) = match &call.identity {
        Identity::Anonymous => ("anonymous", None),
        Identity::Account(account, _) => ("account", Some(account.id)),
        Identity::ApiKey(key) => ("api_key", Some(key.id)),
    };
    Actor {
        kind,
        id,
        user_id: call.user.as_ref().map(|user| user.id),
        request_id: request_id::current(),
    }
}

/// Finds out who calls, counts the request, and looks at the caller's role. Comes with
/// the name of the method.
async fn identify(
    app: &Arc<App>,
    request: ApiRequest,
    found: Found,
    instance: Option<Instance>,
    sender: Option<&Call>,
) -> Result<(Call, String), ApiError> {
    let route = found.route;
    let authenticated = match sender {
        Some(sender) => inherit(sender, route, instance.as_ref()),
        None => authenticate(app, &request, route, instance.as_ref()).await,
    };
    let counts_refused = !app.settings.is_original(Switch::RefusedUncounted);
    if counts_refused && !is_somebody(&authenticated) {
        app.throttle
            .count(&[ThrottleScope::address(request.client.address)])
            .map_err(ApiError::Throttled)?;
    }
    let Authenticated {
        identity,
        user,
        verb,
    } = authenticated?;
    let role = match (&identity, &instance) {
        (Identity::Account(account, _), Some(instance)) => {
            app.store.role(instance, account.id).await?
        }
        _ => None,
    };
    if counts_refused {
        let scope = own_scope(app, &identity, role, instance.as_ref());
        app.throttle
            .count(scope.as_slice())
            .map_err(ApiError::Throttled)?;
    }
    if route.scope.is_in_instance() && instance.is_none() {
        return Err(match identity {
            Identity::Anonymous => ApiError::no_permission(),
            _ => ApiError::instance_not_found(),
        });
    }
    let method = verb.map_or_else(|| request.method.clone(), |verb| verb.name().to_owned());
    let call = Call {
        app: app.clone(),
        version: found.version,
        verb: Verb::from_name(&method),
        host: request.host(),
        client: request.client,
        path: request.raw_path,
        params: found.params,
        query: request.query,
        body: request.body,
        identity,
        user,
        instance,
        role,
    };
    Ok((call, method))
}

/// Looks for the user or group that a route lies below.
async fn check_parent(
    app: &App,
    scope: Scope,
    params: &[(&'static str, String)],
    instance: Option<&Instance>,
) -> Result<(), ApiError> {
    let row = |name: &str| {
        let (_, text) = params.iter().find(|(key, _)| *key == name)?;
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i32>()
            .ok()
            .filter(|_| is_number)
            .map(i64::from)
    };
    let Some(instance) = instance else {
        return Ok(());
    };
    match scope {
        Scope::Server | Scope::Instance => Ok(()),
        Scope::User => match row("user") {
            Some(id) if app.store.has_user(instance, id).await? => Ok(()),
            _ => Err(ApiError::parent_not_found(messages::USER_NOT_FOUND)),
        },
        Scope::Class => Err(ApiError::parent_not_found(messages::CLASS_NOT_FOUND)),
        Scope::Group => match row("group") {
            Some(id) if app.store.has_group(instance, id).await? => Ok(()),
            _ => Err(ApiError::parent_not_found(messages::GROUP_NOT_FOUND)),
        },
    }
}

async fn find_instance(app: &App, found: &Found) -> Result<Option<Instance>, ApiError> {
    if !found.route.scope.is_in_instance() {
        return Ok(None);
    }
    let name = found
        .params
        .first()
        .map(|(_, name)| instance_name::canonical(name));
    match name.filter(|name| instance_name::is_plausible(name)) {
        Some(name) => Ok(app.store.instance_by_name(&name).await?),
        None => Ok(None),
    }
}

fn is_somebody(authenticated: &Result<Authenticated, ApiError>) -> bool {
    matches!(authenticated, Ok(found) if !matches!(found.identity, Identity::Anonymous))
}

/// The limit that a caller uses up, refused or not. Who has no business in an
/// instance uses up its own limit there and not the instance's.
fn own_scope(
    app: &App,
    identity: &Identity,
    role: Option<Role>,
    instance: Option<&Instance>,
) -> Option<ThrottleScope> {
    match (identity, instance) {
        (Identity::Anonymous, _) => None,
        (Identity::Account(_, _), Some(instance)) if role.is_some() => {
            Some(ThrottleScope::Instance(instance.id))
        }
        (Identity::Account(account, _), _) => Some(ThrottleScope::Account(account.id)),
        (Identity::ApiKey(key), _) => {
            let is_free =
                instance.is_none() && app.settings.is_original(Switch::ApiKeysUnthrottled);
            (!is_free).then_some(ThrottleScope::Instance(key.instance_id))
        }
    }
}

/// The limits that a request which was let in uses up in the original.
fn shared_scopes(app: &App, call: &Call, scope: Scope) -> Vec<ThrottleScope> {
    let mut scopes = Vec::with_capacity(2);
    if matches!(call.identity, Identity::Anonymous) {
        scopes.push(ThrottleScope::address(call.client.address));
    }
    match (scope, &call.instance) {
        (scope, Some(instance)) if scope.is_in_instance() => {
            scopes.push(ThrottleScope::Instance(instance.id));
        }
        _ => scopes.extend(own_scope(app, &call.identity, call.role, None)),
    }
    scopes
}

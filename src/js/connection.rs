//! A connection's handle: its credentials, its base URL, and its calls.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, JSON, JsString, Object, Promise};
use syncano_wire::KeyKind;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{AbortController, Url};

use super::cancel::{Cancel, Reason};
use super::exchange::{answer_to, fetch_of};
use super::failure::{Failure, Kind};
use super::options::{CallOptions, ConnectionOptions, TIMEOUT_MS};
use super::request::{Credentials, Draft, headers};
use super::respond::{Answer, Expect};
use super::value::{get, query, segment, set};
use crate::base_url::{BaseUrl, BaseUrlError, Parts};
use crate::calls::{Failed, Pace, with_retries};
use crate::endpoint::{Endpoint, Method, Model, Needs};
use crate::message::{Used, key_hint};
use crate::path::{self, PathError};
use crate::retry::{Outcome, Policy, Repeat, retry_after_ms};
use crate::secret::Credential;

#[derive(Default)]
struct Keys {
    account: Option<Credential>,
    api: Option<Credential>,
    user: Option<Credential>,
    social: Option<Credential>,
}

struct State {
    base: RefCell<BaseUrl>,
    keys: RefCell<Keys>,
    options: ConnectionOptions,
    policy: Policy,
    timeout_ms: f64,
    disposed: Cell<bool>,
}

/// The wasm side of a connection.
#[wasm_bindgen]
#[expect(
    missing_debug_implementations,
    reason = "a handle shows nothing of what it holds"
)]
pub struct Connection(Rc<State>);

/// What is known of a call before it is sent.
struct Call {
    draft: Draft,
    /// The credentials that it was sent with, on the host's side.
    sent: Array,
    template: String,
    needs: Option<Needs>,
    repeat: Repeat,
    payload: JsValue,
    options: CallOptions,
}

#[wasm_bindgen]
impl Connection {
    /// Makes a connection without credentials.
    ///
    /// # Errors
    ///
    /// A failure record that names the option or argument.
    #[wasm_bindgen(constructor)]
    pub fn new(base_url: &JsValue, options: &JsValue) -> Result<Connection, JsValue> {
        let options = ConnectionOptions::read(options)?;
        let base = parse_base(base_url, options.allow_insecure_http)?;
        let defaults = Policy::default();
        let policy = Policy {
            max_retries: count(options.max_retries, defaults.max_retries),
            retry_after_max_ms: options
                .retry_after_max
                .unwrap_or(defaults.retry_after_max_ms),
            ..defaults
        };
        let timeout_ms = options.timeout.unwrap_or(TIMEOUT_MS);
        headers(&options.headers, &mut Vec::new())?;
        Ok(Self(Rc::new(State {
            base: RefCell::new(base),
            keys: RefCell::default(),
            options,
            policy,
            timeout_ms,
            disposed: Cell::new(false),
        })))
    }

    /// The base URL, without a last slash.
    #[wasm_bindgen(getter, js_name = baseUrl)]
    pub fn base_url(&self) -> String {
        self.0.base.borrow().text()
    }

    /// Sets the base URL by the same rules as at the start.
    ///
    /// # Errors
    ///
    /// A failure record that names the option or argument.
    #[wasm_bindgen(js_name = setBaseUrl)]
    pub fn set_base_url(&self, base_url: &JsValue) -> Result<(), JsValue> {
        *self.0.base.borrow_mut() = parse_base(base_url, self.0.options.allow_insecure_http)?;
        Ok(())
    }

    /// A credential for the caller who asks for it: `accountKey`, `apiKey`, `userKey` or `socialToken`.
    pub fn credential(&self, name: &str) -> Option<JsString> {
        let keys = self.0.keys.borrow();
        let kept = match name {
            "accountKey" => &keys.account,
            "apiKey" => &keys.api,
            "userKey" => &keys.user,
            "socialToken" => &keys.social,
            _ => return None,
        };
        kept.as_ref().map(|kept| kept.expose().into())
    }

    /// Sets a credential; nothing clears it. Gives the kind that its last digit tells.
    ///
    /// # Errors
    ///
    /// A failure record that names the option or argument.
    #[wasm_bindgen(js_name = setCredential)]
    pub fn set_credential(&self, name: &str, value: &JsValue) -> Result<Option<String>, JsValue> {
        let refused = |what: &str| Failure::usage(name, &["\"", name, "\" ", what].concat());
        let text = match value.as_string() {
            Some(text) => text,
            None if value.is_undefined() || value.is_null() => String::new(),
            None => return Err(refused("must be a string.").into()),
        };
        let credential = Credential::parse(text)
            .map_err(|_| refused("has characters that no key has, or is too long."))?;
        let kind = credential
            .as_ref()
            .and_then(|kept| KeyKind::of(kept.expose()))
            .map(super::offline::kind_name);
        if let Some(slot) = slot(&mut self.0.keys.borrow_mut(), name) {
            *slot = credential;
        }
        Ok(kind.map(str::to_owned))
    }

    /// Calls an endpoint of a model.
    #[expect(
        clippy::too_many_arguments,
        reason = "one argument each costs less than an object to take apart"
    )]
    pub fn call(
        &self,
        model: &str,
        endpoint: &str,
        method: &str,
        properties: &JsValue,
        query: &JsValue,
        payload: &JsValue,
        options: &JsValue,
    ) -> Promise {
        let draft = find(model, endpoint, method).and_then(|(endpoint, method)| {
            let path = path::build(endpoint.path, |name| segment(&get(properties, name)))
                .map_err(|error| path_failure(&error, endpoint))?;
            let repeat = if method.is_idempotent() || endpoint.safe_post {
                Repeat::Harmless
            } else {
                Repeat::Acts
            };
            let url = self.0.base.borrow().join(&path);
            let call = self.draft(method, url, query, payload, options)?;
            Ok(Call {
                template: endpoint.path.to_owned(),
                needs: Some(endpoint.needs),
                repeat,
                ..call
            })
        });
        self.start(draft)
    }

    /// Calls a path, or follows a link that the server gave; both have to stay under the base URL.
    pub fn follow(
        &self,
        method: &str,
        link: &str,
        query: &JsValue,
        payload: &JsValue,
        options: &JsValue,
    ) -> Promise {
        let call = method_named(method).and_then(|method| {
            let url = self.resolve(link)?;
            self.draft(method, url, query, payload, options)
        });
        self.start(call)
    }

    /// Wipes the credentials. Calls that are under way go on, later ones are refused.
    pub fn dispose(&self) {
        self.0.disposed.set(true);
        *self.0.keys.borrow_mut() = Keys::default();
    }
}

impl Connection {
    fn resolve(&self, link: &str) -> Result<String, Failure> {
        let base = self.0.base.borrow();
        let url = base.candidate(link).and_then(|text| Url::new(&text).ok());
        url.filter(|url| base.contains(&parts_of(url)))
            .map(|url| url.href())
            .ok_or_else(|| Failure::new(Kind::Pagination, "The link leads away from the base URL."))
    }

    fn draft(
        &self,
        method: Method,
        url: String,
        parameters: &JsValue,
        payload: &JsValue,
        options: &JsValue,
    ) -> Result<Call, Failure> {
        let options = CallOptions::read(options)?;
        let url = if parameters.is_undefined() {
            url
        } else {
            query(parameters).onto(&url)
        };
        let mut own = Vec::new();
        headers(&self.0.options.headers, &mut own)?;
        headers(&options.headers, &mut own)?;
        let (body, json) = if method.has_body() {
            body_of(payload)?
        } else {
            (None, false)
        };
        let repeat = if method.is_idempotent() {
            Repeat::Harmless
        } else {
            Repeat::Acts
        };
        let draft = Draft {
            method,
            url,
            body,
            json,
            headers: own,
        };
        Ok(Call {
            draft,
            sent: Array::new(),
            template: String::from("(link)"),
            needs: None,
            repeat,
            payload: payload.clone(),
            options,
        })
    }

    fn start(&self, call: Result<Call, Failure>) -> Promise {
        let state = self.0.clone();
        match call {
            Ok(_) if state.disposed.get() => Promise::reject(
                &Failure::new(Kind::Usage, "The connection has been disposed.").into(),
            ),
            Ok(call) => {
                future_to_promise(async move { run(&state, call).await.map_err(JsValue::from) })
            }
            Err(failure) => Promise::reject(&failure.into()),
        }
    }
}

struct Waits<'a>(&'a Cancel);

impl Pace for Waits<'_> {
    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    async fn sleep(&self, ms: f64) -> bool {
        self.0.sleep(ms).await
    }
}

async fn run(state: &State, call: Call) -> Result<JsValue, Failure> {
    let timeout_ms = call.options.timeout.unwrap_or(state.timeout_ms);
    let max_retries = count(call.options.max_retries, state.policy.max_retries);
    let policy = Policy {
        max_retries,
        ..state.policy
    };
    let fetch = fetch_of(&state.options.fetch)?;
    let cancel = Cancel::new(&call.options.signal)?;
    with_retries(
        &policy,
        call.repeat,
        &Waits(&cancel),
        async |_| attempt(state, &call, &fetch, &cancel, timeout_ms).await,
        || cancel.failure(),
    )
    .await
}

async fn attempt(
    state: &State,
    call: &Call,
    fetch: &Function,
    cancel: &Cancel,
    timeout_ms: f64,
) -> Result<JsValue, Failed<Failure>> {
    let began_ms = js_sys::Date::now();
    let final_error = |error| Failed {
        error,
        outcome: None,
        retry_after_ms: None,
    };
    let controller = AbortController::new().ok();
    let result = cancel
        .limit(timeout_ms, controller.clone(), async {
            // No credential is borrowed while foreign code runs: it may set one.
            let arguments = prepare(state, call, controller.as_ref());
            answer_to(fetch.apply(&JsValue::UNDEFINED, &arguments)).await
        })
        .await;
    let mut result = result;
    if let Ok(Ok(answer)) = &mut result {
        answer.request_id = answer.request_id.take().map(|id| redacted(call, &id));
    }
    let (status, request_id) = match &result {
        Ok(Ok(answer)) => (Some(answer.status), answer.request_id.clone()),
        _ => (None, None),
    };
    log(
        state,
        call,
        status,
        js_sys::Date::now() - began_ms,
        request_id,
    );
    match result {
        Err(Reason::Caller) => Err(final_error(cancel.failure())),
        Err(Reason::Time) => {
            let error = Failure::new(
                Kind::Timeout,
                "The server did not answer completely in time.",
            )
            .with("timeout", &timeout_ms.into());
            Err(Failed {
                error,
                outcome: Some(Outcome::Unanswered),
                retry_after_ms: None,
            })
        }
        Ok(Err(error)) => Err(Failed {
            error,
            outcome: Some(Outcome::Unanswered),
            retry_after_ms: None,
        }),
        Ok(Ok(answer)) => conclude(state, call, answer),
    }
}

/// Keys are read here, at the moment of sending: one that was replaced meanwhile is not used again.
fn prepare(state: &State, call: &Call, controller: Option<&AbortController>) -> Array {
    let kept = state.keys.borrow();
    let none = Keys::default();
    let keys = if call.options.anonymous {
        &none
    } else {
        &*kept
    };
    let credentials = Credentials {
        key: keys
            .api
            .as_ref()
            .or(keys.account.as_ref())
            .map(Credential::expose),
        user_key: keys.user.as_ref().map(Credential::expose),
        social_token: keys.social.as_ref().map(Credential::expose),
    };
    call.draft.arguments(&credentials, controller, &call.sent)
}

fn conclude(state: &State, call: &Call, answer: Answer) -> Result<JsValue, Failed<Failure>> {
    let status = answer.status;
    let now_ms = js_sys::Date::now();
    let asked_ms = answer
        .retry_after
        .as_deref()
        .and_then(|header| retry_after_ms(header, now_ms, |date| Some(js_sys::Date::parse(date))));
    let expect = Expect::parse(call.options.expect.as_deref());
    answer
        .value(expect, |text| redacted(call, text))
        .map_err(|failure| {
            let failure = match asked_ms {
                Some(ms) => failure.with("retryAfter", &(ms / 1_000.0).into()),
                None => failure,
            };
            let failure = match call.needs {
                Some(needs) if status == 403 => failure.with(
                    "hint",
                    &key_hint(needs, call.draft.method, used(state)).into(),
                ),
                _ => failure,
            };
            Failed {
                error: failure,
                outcome: Some(Outcome::Status(status)),
                retry_after_ms: asked_ms,
            }
        })
}

fn used(state: &State) -> Used {
    let keys = state.keys.borrow();
    let kind = |key: &Credential| KeyKind::of(key.expose());
    match (&keys.api, &keys.account) {
        (Some(api), _) => Used::Api(kind(api), keys.user.is_some()),
        (None, Some(account)) => Used::Account(kind(account)),
        (None, None) => Used::Nothing,
    }
}

/// A refusal may quote the request. What it quotes is taken out on the host's side, so that neither
/// a password nor an echo of a key ever stands in the module's memory.
fn redacted(call: &Call, text: &JsValue) -> JsValue {
    without_secrets(text, &call.sent, &call.payload)
}

#[wasm_bindgen(inline_js = r"
const NAMES = /^((new_|current_)?password|(access_)?token|invitation_key|(user|api|account)_key)$/;
// Shorter texts are ordinary words; replacing them would only garble the answer.
const CHARS_MIN = 4;

function secretsIn(payload, levels) {
  const found = [];
  try {
    const isForm = typeof payload.getAll === 'function';
    const data = typeof payload === 'string' ? JSON.parse(payload) : payload;
    for (const [name, value] of isForm ? payload.entries() : Object.entries(data)) {
      if (typeof value === 'string') NAMES.test(name) && found.push(value);
      else if (value && levels) found.push(...secretsIn(value, levels - 1));
    }
  } catch {}
  return found;
}

const escaped = (text) => JSON.stringify(text).slice(1, -1);

export function withoutSecrets(text, sent, payload) {
  for (const secret of [...sent, ...secretsIn(payload, 6)]) {
    const forms = [secret, secret.toLowerCase(), secret.toUpperCase()];
    for (let i = 0, form = secret; i < 3; i++) forms.push((form = escaped(form)));
    try {
      forms.push(encodeURIComponent(secret));
    } catch {}
    for (const form of forms.reverse()) {
      if (form.length >= CHARS_MIN) text = text.split(form).join('[redacted]');
    }
  }
  return text;
}
")]
extern "C" {
    /// A text without the given secrets and those of the payload, however often it was escaped.
    #[wasm_bindgen(js_name = withoutSecrets)]
    fn without_secrets(text: &JsValue, sent: &Array, payload: &JsValue) -> JsValue;
}

fn log(state: &State, call: &Call, status: Option<u16>, took_ms: f64, request_id: Option<JsValue>) {
    let Some(logger) = state.options.logger.dyn_ref::<Function>() else {
        return;
    };
    let entry = Object::new();
    let level = match status {
        Some(200..=299) => "debug",
        Some(300..=499) => "warn",
        _ => "error",
    };
    set(&entry, "level", &level.into());
    set(&entry, "method", &call.draft.method.as_str().into());
    set(&entry, "path", &call.template.as_str().into());
    set(&entry, "status", &status.into());
    set(&entry, "ms", &took_ms.into());
    set(&entry, "requestId", &request_id.into());
    // A logger that fails is no reason for a call to fail.
    let _ = logger.call1(&JsValue::UNDEFINED, &entry);
}

pub(super) fn find(
    model: &str,
    endpoint: &str,
    method: &str,
) -> Result<(&'static Endpoint, Method), Failure> {
    let endpoint = Model::named(model)
        .and_then(|model| model.endpoint(endpoint))
        .ok_or_else(|| {
            Failure::usage(
                "endpoint",
                &["Invalid endpoint name: \"", endpoint, "\"."].concat(),
            )
        })?;
    Ok((endpoint, method_named(method)?))
}

fn method_named(method: &str) -> Result<Method, Failure> {
    Method::parse(method).ok_or_else(|| {
        Failure::usage(
            "method",
            &["Invalid request method: \"", method, "\"."].concat(),
        )
    })
}

pub(super) fn path_failure(error: &PathError, endpoint: &Endpoint) -> Failure {
    let field = match error {
        PathError::Missing(names) => names.join(","),
        PathError::Unsafe(name) => name.clone(),
    };
    let mut message = error.to_string();
    if matches!(error, PathError::Missing(_)) {
        message.push_str(&[" for \"", endpoint.name, "\" endpoint."].concat());
    }
    Failure::usage(&field, &message)
}

fn body_of(payload: &JsValue) -> Result<(Option<JsValue>, bool), Failure> {
    if payload.is_undefined() {
        return Ok((Some("{}".into()), true));
    }
    if payload.is_string() {
        return Ok((Some(payload.clone()), true));
    }
    if get(&js_sys::global(), "FormData").is_function()
        && super::value::method(payload, "getAll").is_some()
    {
        return Ok((Some(payload.clone()), false));
    }
    match JSON::stringify(payload) {
        Ok(text) if text.is_string() => Ok((Some(text.into()), true)),
        _ => Err(Failure::usage(
            "payload",
            "The data cannot be written as JSON.",
        )),
    }
}

fn parse_base(base_url: &JsValue, allow_insecure_http: bool) -> Result<BaseUrl, Failure> {
    let refuse = |error: BaseUrlError| Failure::usage("baseUrl", error.message());
    let text = match base_url.as_string() {
        Some(text) => text,
        None if base_url.is_undefined() || base_url.is_null() => String::new(),
        None => return Err(refuse(BaseUrlError::Malformed)),
    };
    let parts = Url::new(&text).ok().map(|url| parts_of(&url));
    BaseUrl::new(&text, parts.as_ref(), allow_insecure_http).map_err(refuse)
}

fn parts_of(url: &Url) -> Parts {
    Parts {
        protocol: url.protocol(),
        username: url.username(),
        password: url.password(),
        hostname: url.hostname(),
        origin: url.origin(),
        pathname: url.pathname(),
    }
}

fn count(value: Option<f64>, otherwise: u32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a handful"
    )]
    value.map_or(otherwise, |number| number.min(100.0) as u32)
}

fn slot<'a>(keys: &'a mut Keys, name: &str) -> Option<&'a mut Option<Credential>> {
    match name {
        "accountKey" => Some(&mut keys.account),
        "apiKey" => Some(&mut keys.api),
        "userKey" => Some(&mut keys.user),
        "socialToken" => Some(&mut keys.social),
        _ => None,
    }
}

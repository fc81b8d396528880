//! Options, as the package hands them over: plain objects of known names.

use wasm_bindgen::JsValue;

use super::failure::Failure;
use super::value::get;

/// Milliseconds that an attempt may take, its body included, unless the caller says otherwise.
pub(super) const TIMEOUT_MS: f64 = 15_000.0;

/// What a connection is made with. Credentials are set on their own.
pub(super) struct ConnectionOptions {
    pub(super) allow_insecure_http: bool,
    pub(super) timeout: Option<f64>,
    pub(super) max_retries: Option<f64>,
    pub(super) retry_after_max: Option<f64>,
    pub(super) fetch: JsValue,
    pub(super) logger: JsValue,
    pub(super) headers: JsValue,
}

impl ConnectionOptions {
    /// Reads the options of a connection.
    ///
    /// By hand, name by name: a derived decoder was measured to add more than
    /// the rest of the boundary has.
    pub(super) fn read(options: &JsValue) -> Result<Self, Failure> {
        Ok(Self {
            allow_insecure_http: flag(options, "allowInsecureHttp")?,
            timeout: amount(options, "timeout")?,
            max_retries: amount(options, "maxRetries")?,
            retry_after_max: amount(options, "retryAfterMax")?,
            fetch: function(options, "fetch")?,
            logger: function(options, "logger")?,
            headers: get(options, "headers"),
        })
    }
}

/// What a single call may change.
pub(super) struct CallOptions {
    pub(super) timeout: Option<f64>,
    pub(super) max_retries: Option<f64>,
    /// `list`, `object`, `text`, `status` or anything.
    pub(super) expect: Option<String>,
    /// Whether the credentials stay at home.
    pub(super) anonymous: bool,
    pub(super) signal: JsValue,
    pub(super) headers: JsValue,
}

impl CallOptions {
    /// Reads the options of a call.
    pub(super) fn read(options: &JsValue) -> Result<Self, Failure> {
        Ok(Self {
            timeout: amount(options, "timeout")?,
            max_retries: amount(options, "maxRetries")?,
            expect: get(options, "expect").as_string(),
            anonymous: flag(options, "anonymous")?,
            signal: get(options, "signal"),
            headers: get(options, "headers"),
        })
    }
}

fn wrong(name: &str, what: &str) -> Failure {
    Failure::usage(name, &["\"", name, "\" must be ", what, "."].concat())
}

/// A number of milliseconds or a count: finite and not negative.
fn amount(options: &JsValue, name: &str) -> Result<Option<f64>, Failure> {
    let value = get(options, name);
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    match value.as_f64() {
        Some(number) if number >= 0.0 && number.is_finite() => Ok(Some(number)),
        _ => Err(wrong(name, "a number that is not negative")),
    }
}

fn flag(options: &JsValue, name: &str) -> Result<bool, Failure> {
    let value = get(options, name);
    if value.is_undefined() || value.is_null() {
        return Ok(false);
    }
    value.as_bool().ok_or_else(|| wrong(name, "true or false"))
}

fn function(options: &JsValue, name: &str) -> Result<JsValue, Failure> {
    let value = get(options, name);
    if value.is_undefined() || value.is_null() || value.is_function() {
        Ok(value)
    } else {
        Err(wrong(name, "a function"))
    }
}

//! Options, as the package hands them over: plain objects of known names.

use serde::Deserialize;
use wasm_bindgen::JsValue;

use super::failure::Failure;

/// Milliseconds that an attempt may take, its body included, unless the caller says otherwise.
pub(super) const TIMEOUT_MS: f64 = 15_000.0;

/// What a connection is made with. Credentials are set on their own, so that
/// no error text of the decoder can quote them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ConnectionOptions {
    pub(super) allow_insecure_http: bool,
    pub(super) timeout: Option<f64>,
    pub(super) max_retries: Option<f64>,
    pub(super) retry_after_max: Option<f64>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub(super) fetch: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub(super) logger: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub(super) headers: JsValue,
}

/// What a single call may change.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct CallOptions {
    pub(super) timeout: Option<f64>,
    pub(super) max_retries: Option<f64>,
    /// `list`, `object`, `text`, `status` or anything.
    pub(super) expect: Option<String>,
    /// Whether the credentials stay at home.
    pub(super) anonymous: bool,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub(super) signal: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub(super) headers: JsValue,
}

pub(super) fn read<T: Default + for<'de> Deserialize<'de>>(
    options: &JsValue,
) -> Result<T, Failure> {
    if options.is_undefined() || options.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(options.clone())
        .map_err(|_| Failure::usage("options", "An option has a value of the wrong type."))
}

/// A number of milliseconds or a count: finite and not negative.
pub(super) fn checked(name: &str, value: Option<f64>, otherwise: f64) -> Result<f64, Failure> {
    match value {
        None => Ok(otherwise),
        Some(number) if number >= 0.0 && number.is_finite() => Ok(number),
        Some(_) => Err(Failure::usage(
            name,
            &["\"", name, "\" must be a number that is not negative."].concat(),
        )),
    }
}

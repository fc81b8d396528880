//! One attempt: a request goes out through `fetch`, an answer comes in.
//!
//! `fetch` may be the platform's, a stub, or another realm's, so that nothing
//! of what it gives is taken for granted.

use js_sys::{Function, JsString, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::TextDecoder;

use super::failure::{Failure, Kind};
use super::respond::{Answer, Body};
use super::value::{get, method};

/// A longer answer is not read: nothing that the API has is near it.
const ANSWER_BYTES_MAX: f64 = 10.0 * 1024.0 * 1024.0;

/// The caller's `fetch`, or the platform's as it is now.
pub(super) fn fetch_of(own: &JsValue) -> Result<Function, Failure> {
    if let Some(own) = own.dyn_ref::<Function>() {
        return Ok(own.clone());
    }
    method(&js_sys::global(), "fetch").ok_or_else(|| {
        Failure::usage(
            "fetch",
            "This runtime has no fetch. Pass one as option \"fetch\".",
        )
    })
}

/// Reads the answer to a request that has been `sent`, to its end.
pub(super) async fn answer_to(sent: Result<JsValue, JsValue>) -> Result<Answer, Failure> {
    let response = settle(sent).await.map_err(|error| network(&error))?;
    let status = get(&response, "status")
        .as_f64()
        .filter(|status| (0.0..1000.0).contains(status));
    let (true, Some(status)) = (response.is_object(), status) else {
        return Err(Failure::new(
            Kind::Decode,
            "fetch gave something that is not a response.",
        ));
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be in range"
    )]
    let status = status as u16;
    if get(&response, "type").as_string().as_deref() == Some("opaqueredirect") {
        return Ok(Answer {
            status: 300,
            content_type: None,
            request_id: None,
            retry_after: None,
            body: Body::Text("".into()),
        });
    }
    let body = read_body(&response).await;
    Ok(Answer {
        status,
        content_type: header_text(&response, "content-type"),
        request_id: header(&response, "x-request-id"),
        retry_after: header_text(&response, "retry-after"),
        body,
    })
}

fn network(error: &JsValue) -> Failure {
    // The platform's text may quote the request; its code and its cause's code do not.
    let failure = Failure::new(Kind::Network, "The server could not be reached.");
    let code = [error.clone(), get(error, "cause")]
        .iter()
        .find_map(|error| get(error, "code").as_string());
    match code {
        Some(code)
            if code
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit()) =>
        {
            failure.with("code", &code.into())
        }
        _ => failure,
    }
}

/// A header of an answer, if it can be read.
fn header(response: &JsValue, name: &str) -> Option<JsValue> {
    let headers = get(response, "headers");
    method(&headers, "get")?
        .call1(&headers, &name.into())
        .ok()
        .filter(JsValue::is_string)
}

fn header_text(response: &JsValue, name: &str) -> Option<String> {
    header(response, name)?.as_string()
}

#[wasm_bindgen(inline_js = r"
export function settled(value) {
  return new Promise((resolve) => resolve(value));
}
")]
extern "C" {
    /// A promise of our own: `Promise.resolve` asks a given one for its constructor, which may throw.
    fn settled(value: &JsValue) -> Promise;
}

async fn settle(given: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(settled(&given?)).await
}

async fn call(object: &JsValue, name: &str) -> Option<Result<JsValue, JsValue>> {
    let function = method(object, name)?;
    Some(settle(function.call0(object)).await)
}

async fn read_body(response: &JsValue) -> Body {
    let stream = get(response, "body");
    if stream.is_null() {
        return Body::Text("".into());
    }
    if let (Some(get_reader), Some(decoder)) = (method(&stream, "getReader"), decoder()) {
        return match get_reader.call0(&stream) {
            Ok(reader) => read_stream(&reader, &decoder).await,
            Err(_) => Body::Unreadable("could not be read"),
        };
    }
    match call(response, "text").await {
        Some(Ok(text)) if text.is_string() => return Body::Text(text),
        Some(_) => return Body::Unreadable("could not be read"),
        None => {}
    }
    match call(response, "json").await {
        Some(Ok(value)) => Body::Value(value),
        Some(Err(_)) => Body::Unreadable("is not valid JSON"),
        None => Body::Text("".into()),
    }
}

/// Some test environments have no decoder; there, the response's own text has to do.
fn decoder() -> Option<TextDecoder> {
    if !get(&js_sys::global(), "TextDecoder").is_function() {
        return None;
    }
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    TextDecoder::new_with_label_and_options("utf-8", &options).ok()
}

#[wasm_bindgen]
extern "C" {
    type Utf8;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &Utf8, chunk: &JsValue, options: &JsValue) -> Result<JsString, JsValue>;
    #[wasm_bindgen(method, catch, js_name = decode)]
    fn finish(this: &Utf8) -> Result<JsString, JsValue>;
}

async fn read_stream(reader: &JsValue, decoder: &TextDecoder) -> Body {
    let decoder: &Utf8 = decoder.unchecked_ref();
    let streaming = js_sys::Object::new();
    super::value::set(&streaming, "stream", &JsValue::TRUE);
    let mut text = JsString::from("");
    let mut bytes = 0.0;
    loop {
        let Some(Ok(step)) = call(reader, "read").await else {
            return Body::Unreadable("could not be read to its end");
        };
        if get(&step, "done").is_truthy() {
            break;
        }
        let chunk = get(&step, "value");
        let Some(length) = get(&chunk, "byteLength").as_f64() else {
            return Body::Unreadable("could not be read to its end");
        };
        bytes += length;
        if bytes > ANSWER_BYTES_MAX {
            if let Some(cancel) = method(reader, "cancel") {
                // What becomes of the rest is of no interest.
                let _ = cancel.call0(reader);
            }
            return Body::Unreadable("is too large");
        }
        match decoder.decode(&chunk, &streaming) {
            Ok(part) => text = text.concat(&part),
            Err(_) => return Body::Unreadable("is not UTF-8"),
        }
    }
    match decoder.finish() {
        Ok(part) => Body::Text(text.concat(&part).into()),
        Err(_) => Body::Unreadable("is not UTF-8"),
    }
}

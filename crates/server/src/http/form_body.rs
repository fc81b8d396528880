//! Bodies of HTML forms, as objects whose values are texts.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;

use super::error::ApiError;
use crate::json::{Json, Object};

/// Most fields of a form that are read.
pub(super) const FIELDS_MAX: usize = 1000;

/// Reads `name=value&…`; the last value of a name counts.
pub(super) fn urlencoded(bytes: &[u8]) -> Result<Json, ApiError> {
    let mut members = Object::new();
    for (count, (name, value)) in form_urlencoded::parse(bytes).enumerate() {
        if count >= FIELDS_MAX {
            return Err(ApiError::TooManyFields);
        }
        members.insert(name.into_owned(), value.into_owned().into());
    }
    Ok(Json::Object(members))
}

/// Reads a multipart body. A file is no text, so it becomes an object, which no
/// field accepts.
pub(super) async fn multipart(bytes: Bytes, boundary: Option<&str>) -> Result<Json, ApiError> {
    let boundary = boundary.filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or_else(|| malformed("Invalid boundary"))?;
    let chunks = stream::iter([Ok::<_, Infallible>(bytes)]);
    let mut multipart = Multipart::new(chunks, boundary);
    let mut members = Object::new();
    let mut count = 0;
    while let Some(field) = multipart
        .next_field()
        .await
        .map_err(|_| malformed("Invalid part"))?
    {
        count += 1;
        if count > FIELDS_MAX {
            return Err(ApiError::TooManyFields);
        }
        let Some(name) = field.name().map(str::to_owned) else {
            continue;
        };
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(|_| malformed("Invalid part"))?;
        let value = if is_file {
            Json::Object(Object::new())
        } else {
            String::from_utf8_lossy(&bytes).into_owned().into()
        };
        members.insert(name, value);
    }
    Ok(Json::Object(members))
}

fn malformed(reason: &str) -> ApiError {
    ApiError::bad_request(format!("Multipart form parse error - {reason}"))
}

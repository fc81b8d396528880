//! Bodies of HTML forms, as objects whose values are texts.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;

use super::charset::Charset;
use super::error::ApiError;
use super::urlencoded::{self, FIELDS_MAX};
use crate::json::{Json, Object};

/// Reads `name=value&…`; the last value of a name counts.
pub(super) fn urlencoded(bytes: &[u8], charset: Charset) -> Result<Object, ApiError> {
    let pairs = urlencoded::pairs(bytes, charset).ok_or(ApiError::TooManyFields)?;
    let members = pairs.into_iter().map(|(name, value)| (name, value.into()));
    Ok(members.collect())
}

/// Reads a multipart body. A file is no text, so it becomes an object, which no
/// field accepts.
pub(super) async fn multipart(
    bytes: Bytes,
    boundary: Option<&str>,
    charset: Charset,
) -> Result<Object, ApiError> {
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
            let text = charset.decode(&bytes);
            text.unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned())
                .into()
        };
        members.insert(name, value);
    }
    Ok(members)
}

fn malformed(reason: &str) -> ApiError {
    ApiError::bad_request(format!("Multipart form parse error - {reason}"))
}

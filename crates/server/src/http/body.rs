use bytes::Bytes;

use axum::http::StatusCode;

use super::charset::Charset;
use super::content_type::MediaType;
use super::error::ApiError;
use super::form_body;
use crate::domain::form::Input;
use crate::domain::messages;
use crate::json::{self, Json, Object};

/// A request's body, parsed when somebody needs it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawBody {
    pub(crate) bytes: Bytes,
    /// As the caller sent it.
    pub(crate) content_type: Option<String>,
}

impl RawBody {
    /// Whether the body is JSON that calls itself text, which browsers send without
    /// asking first.
    pub(crate) fn is_plain_text(&self) -> bool {
        self.media_type().is("text", "plain")
    }

    fn media_type(&self) -> MediaType {
        MediaType::parse(self.content_type.as_deref().unwrap_or_default())
    }

    /// Parses the body. An empty one has no fields, whatever its type.
    ///
    /// # Errors
    /// 415 for a type that is not read, 400 for a body that is not of its type.
    pub(crate) async fn input(&self) -> Result<Input, ApiError> {
        let media_type = self.media_type();
        let charset = Charset::named(media_type.param("charset"));
        // A type with a star is that of the first parser which it matches.
        let is_json =
            media_type.admits("application", "json") || media_type.admits("text", "plain");
        let is_urlencoded = !is_json && media_type.is("application", "x-www-form-urlencoded");
        let is_multipart = !is_json && media_type.admits("multipart", "form-data");
        if self.bytes.is_empty() {
            let nothing = Object::new();
            return Ok(if is_urlencoded || is_multipart {
                Input::form(nothing)
            } else {
                Input::json(Json::Object(nothing))
            });
        }
        if is_urlencoded {
            return Ok(Input::form(form_body::urlencoded(&self.bytes, charset)?));
        }
        if is_multipart {
            let boundary = media_type.param("boundary");
            let members = form_body::multipart(self.bytes.clone(), boundary, charset).await?;
            return Ok(Input::form(members));
        }
        if !is_json {
            return Err(ApiError::Detail(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                messages::unsupported_media_type(self.content_type.as_deref().unwrap_or_default()),
            ));
        }
        let text = charset
            .decode(&self.bytes)
            .map_err(|problem| parse_error(&problem))?;
        let value = json::parse(&text).map_err(|error| {
            parse_error(&format!(
                "Parse error at offset {}: {}",
                error.offset, error.reason
            ))
        })?;
        Ok(Input::json(value))
    }
}

fn parse_error(reason: &str) -> ApiError {
    ApiError::bad_request(format!("JSON parse error - {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn input(content_type: &str, bytes: &'static [u8]) -> Result<Input, ApiError> {
        let content_type = Some(content_type.to_owned()).filter(|text| !text.is_empty());
        RawBody {
            bytes: Bytes::from_static(bytes),
            content_type,
        }
        .input()
        .await
    }

    async fn refusal(content_type: &str, bytes: &'static [u8]) -> (u16, String) {
        let error = input(content_type, bytes).await.expect_err("refused");
        let text = json::to_text(&error.body());
        (
            error.status().as_u16(),
            String::from_utf8(text).expect("text"),
        )
    }

    #[tokio::test]
    async fn bytes_that_are_no_utf8_are_named_with_their_place() {
        let (status, text) = refusal("application/json", b"{\"email\": \"\xff\xfe@b.co\"}").await;
        assert_eq!(status, 400);
        assert_eq!(
            text,
            r#"{"detail":"JSON parse error - 'utf-8' codec can't decode byte 0xff in position 11: invalid start byte"}"#
        );
    }

    #[tokio::test]
    async fn an_unknown_type_is_quoted_unless_there_is_nothing_to_read() {
        let (status, text) = refusal("application/xml", b"<a/>").await;
        assert_eq!(status, 415);
        assert!(
            text.contains(r#"Unsupported media type \"application/xml\" in request."#),
            "{text}"
        );
        assert!(refusal("", b"{}").await.1.contains(r#"type \"\" in"#));
        assert!(input("application/xml", b"").await.is_ok());
    }

    #[tokio::test]
    async fn forms_and_plain_text_are_read_like_json() {
        for (content_type, bytes) in [
            ("application/x-www-form-urlencoded", &b"a=0&a=1"[..]),
            ("text/plain", b"{\"a\":\"1\"}"),
            ("application/json; charset=utf-8", b"{\"a\":\"1\"}"),
            ("application/*", b"{\"a\":\"1\"}"),
            ("*/*", b"{\"a\":\"1\"}"),
            (
                "multipart/form-data; boundary=b",
                b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
            ),
        ] {
            let Json::Object(members) = input(content_type, bytes).await.expect("read").value
            else {
                panic!("no object")
            };
            assert_eq!(members.get("a"), Some(&"1".into()), "{content_type}");
        }
    }
}

//! Answers to requests that do not go well.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ComponentsBuilder, ContentBuilder, Header, Ref, ResponseBuilder};

/// Statuses and the names of their answers.
pub(super) const ALL: [(u16, &str); 10] = [
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (406, "NotAcceptable"),
    (408, "TooSlow"),
    (413, "TooLarge"),
    (415, "UnsupportedMediaType"),
    (429, "Throttled"),
    (503, "Unavailable"),
];

/// Name of the schema of what is wrong in one sentence.
pub(super) const ERROR: &str = "Error";
/// Name of the schema of what is wrong with each field.
pub(super) const PROBLEMS: &str = "Problems";

pub(super) fn add(components: ComponentsBuilder) -> ComponentsBuilder {
    ALL.into_iter()
        .fold(components, |components, (status, name)| {
            components.response(name, response(status).build())
        })
}

fn response(status: u16) -> ResponseBuilder {
    let (description, schema) = match status {
        400 => (
            "Fields with problems, named one by one; or a body or a query that cannot be read. \
             HTML when there are more than a thousand fields.",
            PROBLEMS,
        ),
        401 => (
            "Name or password, or the token of a provider, is wrong.",
            ERROR,
        ),
        403 => (
            "No key, one that is no good, or one that may not do this.",
            ERROR,
        ),
        404 => (
            "There is no such object, as far as the caller may know. HTML when there is no such \
             route, which a path with strange characters is.",
            ERROR,
        ),
        406 => ("`Accept` leaves no room for JSON.", ERROR),
        408 => ("The body took too long.", ERROR),
        413 => ("The body has too many bytes.", ERROR),
        415 => ("The body is of no known type.", ERROR),
        429 => ("Too many requests, or too many wrong passwords.", ERROR),
        _ => ("The server cannot do this now.", ERROR),
    };
    let json = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema)));
    let mut response = ResponseBuilder::new()
        .description(description)
        .content("application/json", json.build());
    if matches!(status, 400 | 404) {
        let page = ObjectBuilder::new().schema_type(Type::String);
        let html = ContentBuilder::new().schema(Some(page));
        response = response.content("text/html", html.build());
    }
    if matches!(status, 429 | 503) {
        let seconds = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1));
        response = response.header("Retry-After", Header::new(seconds.build()));
    }
    response
}

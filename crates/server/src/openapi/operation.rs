//! One verb of one route.

use utoipa::openapi::path::{Operation, OperationBuilder};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder};

use super::examples;
use super::parameters;
use super::refusals;
use super::schemas;
use super::security;
use crate::domain::access::{Access, Verb};
use crate::domain::version::Version;
use crate::http::{Route, Shows};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn operation(route: &Route, version: Version, verb: Verb) -> Operation {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(id(route, verb)))
        .tag(tag(route))
        .summary(Some(route.about.name))
        .description(Some(route.about.description).filter(|text| !text.is_empty()))
        .securities(Some(security::of(route.access, verb)))
        .request_body(body(route, version, verb));
    for parameter in parameters::of_verb(route.about.shows, verb) {
        operation = match parameter {
            RefOr::Ref(shared) => operation.parameter_ref(shared),
            RefOr::T(own) => operation.parameter(own),
        };
    }
    if let Some((status, response)) = success(route, verb) {
        operation = operation.response(status.to_string(), response);
    }
    for (status, name) in refusals::ALL {
        let is_possible = match status {
            401 => matches!(route.about.shows, Shows::Login(_) | Shows::Never(401)),
            403 => route.access != Access::Unkeyed,
            _ => true,
        };
        if is_possible {
            operation = operation.response(status.to_string(), Ref::from_response_name(name));
        }
    }
    operation.build()
}

/// Verb and path in one word.
fn id(route: &Route, verb: Verb) -> String {
    let named = route.path.replace(['{', '}'], "").replace('/', "_");
    let named = named.trim_end_matches('_');
    let named = match (named, route.versions.is_empty()) {
        ("", true) => "versions",
        ("", false) => "version",
        (named, _) => named,
    };
    format!("{}_{named}", verb.name().to_lowercase())
}

/// What the route is about: the first part of its path that tells.
fn tag(route: &Route) -> &'static str {
    let mut parts = route.path.split_terminator('/');
    let first = parts.next().unwrap_or_default();
    match (first, parts.nth(1)) {
        ("instances", Some("rename")) => "instances",
        ("instances", Some("user")) => "users",
        ("instances", Some("classes")) => "profiles",
        ("instances", Some("snippets")) => "config",
        ("instances", Some(part)) => part,
        ("", _) => "entry points",
        (first, _) => first,
    }
}

fn body(route: &Route, version: Version, verb: Verb) -> Option<RequestBody> {
    let is_partial = match verb {
        Verb::Post | Verb::Put => false,
        Verb::Patch => true,
        _ => return None,
    };
    let fields = route.about.fields?(version);
    let (schema, is_required) = schemas::of_request(fields, is_partial);
    let schema = schema?;
    let json = ContentBuilder::new()
        .schema(Some(schema.clone()))
        .example(examples::body(route.path, version, verb));
    let form = ContentBuilder::new().schema(Some(schema));
    let required = if is_required {
        Required::True
    } else {
        Required::False
    };
    let body = RequestBodyBuilder::new()
        .required(Some(required))
        .content(JSON, json.build());
    // A form has no way to write an object or a list.
    let is_flat = fields.iter().all(schemas::is_flat);
    Some(if is_flat {
        body.content(FORM, form.build()).build()
    } else {
        body.build()
    })
}

/// Status and answer of a request that goes well.
fn success(route: &Route, verb: Verb) -> Option<(u16, Response)> {
    let empty = || (204, ResponseBuilder::new().description("Done.").build());
    Some(match route.about.shows {
        Shows::Never(_) => return None,
        Shows::Nothing => empty(),
        Shows::One(_) if verb == Verb::Delete => empty(),
        Shows::Made(shape) => (201, answer("Made.", schemas::whole(shape))),
        Shows::List(shape) | Shows::ListFrom(shape, _) if verb == Verb::Post => {
            (201, answer("Made.", schemas::whole(shape)))
        }
        Shows::List(shape) | Shows::ListFrom(shape, _) => {
            (200, answer("A page.", schemas::page(shape)))
        }
        Shows::Each(shape) => {
            let each = ArrayBuilder::new().items(schemas::whole(shape)).build();
            (200, answer("One for each.", Schema::Array(each)))
        }
        Shows::One(shape) if verb == Verb::Get => (200, answer("Found.", schemas::part(shape))),
        Shows::One(shape) | Shows::Login(shape) => (200, answer("Done.", schemas::whole(shape))),
    })
}

fn answer(description: &str, schema: impl Into<RefOr<Schema>>) -> Response {
    let content = ContentBuilder::new().schema(Some(schema));
    ResponseBuilder::new()
        .description(description)
        .content(JSON, content.build())
        .build()
}

//! Several requests in one.

use syncano_wire::BATCH_REQUESTS_MAX;

use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::form::{FieldErrors, Form, Input};
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Part, Route, Scope, Shape, Shows, answer_part};
use crate::json::{self, Json, Object};

/// Members of the body of one request in a batch.
const MEMBERS_MAX: usize = 32;

const METHOD: Field = Field::required(
    "method",
    Kind::Choice(&["GET", "POST", "PUT", "PATCH", "DELETE"]),
    "Method",
);
const PATH: Field = Field::required("path", Kind::Text, "Path").at_most(8192);
const BODY: Field = Field::optional("body", Kind::Any, "Body").holds(Holds::Members);
const REQUESTS: Field =
    Field::required("requests", Kind::Nested(PART), "Requests").holds(Holds::Many(PART));
const PART: &[Field] = &[METHOD, PATH, BODY];

const SHAPE: Shape = Shape::of("BatchAnswer", |_| {
    const FIELDS: &[Field] = &[
        Field::optional("code", Kind::Integer, "Code"),
        Field::optional("content", Kind::Any, "Content").absent(),
    ];
    FIELDS
});

pub(super) const ROUTES: &[Route] = &[Route {
    path: "instances/{instance}/batch/",
    versions: &Version::ALL,
    scope: Scope::Instance,
    access: Access::Keyed,
    handlers: &[(Verb::Post, |call| Box::pin(run(call)))],
    about: About {
        fields: Some(|_| &[REQUESTS]),
        shows: Shows::Each(SHAPE),
        ..About::named("Batch")
    },
}];

async fn run(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let parts = read(call, &input)?;
    let mut answers = Vec::with_capacity(parts.len());
    // One after another: a part may need what an earlier one made.
    for part in parts {
        answers.push(entry(call, answer_part(call, part).await));
    }
    Ok(Answer::ok(answers.into()))
}

/// What a batch says about the outcome of one part.
fn entry(call: &Call, outcome: Result<Answer, ApiError>) -> Json {
    let (status, content) = match outcome {
        Ok(answer) => (answer.status, answer.body),
        Err(ApiError::NoRoute) if call.app.settings.is_original(Switch::BareBatchCode) => {
            return "code".into();
        }
        Err(error) => (error.status(), Some(error.body())),
    };
    let mut members = Object::new();
    members.insert("code".to_owned(), i64::from(status.as_u16()).into());
    if let Some(content) = content {
        members.insert("content".to_owned(), content);
    }
    Json::Object(members)
}

fn read(call: &Call, input: &Input) -> Result<Vec<Part>, ApiError> {
    let mut form = Form::whole(input)?;
    let items = form.list(&REQUESTS).unwrap_or_default();
    if items.len() > BATCH_REQUESTS_MAX {
        let message = messages::too_many_requests(BATCH_REQUESTS_MAX);
        return Err(ApiError::bad_request(message));
    }
    let prefix = format!(
        "/{}/instances/{}/",
        call.version.segment(),
        call.instance()?.name
    );
    let mut parts = Vec::with_capacity(items.len());
    let mut outcomes = Vec::with_capacity(items.len());
    for item in items {
        outcomes.push(match read_part(item, &prefix) {
            Ok(part) => {
                parts.push(part);
                FieldErrors::default()
            }
            Err(errors) => errors,
        });
    }
    form.absorb_each(&REQUESTS, outcomes);
    form.finish()?;
    Ok(parts)
}

fn read_part(item: &Json, prefix: &str) -> Result<Part, FieldErrors> {
    let input = Input::json(item.clone());
    let mut form = Form::whole(&input)?;
    let method = form.choice(&METHOD);
    let path = form.text(&PATH).map(|path| path.to_lowercase());
    if let Some(problem) = path.as_deref().and_then(|path| path_problem(path, prefix)) {
        form.refuse(&PATH, vec![problem.to_owned()]);
    }
    let body = match form.value(&BODY).map(read_body) {
        None => Object::new(),
        Some(Ok(body)) => body,
        Some(Err(problem)) => {
            form.refuse(&BODY, vec![problem]);
            Object::new()
        }
    };
    form.finish()?;
    Ok(Part {
        method: method.unwrap_or_default(),
        path: path.unwrap_or_default(),
        body,
    })
}

/// What is wrong with a path in lower case. Whether it has a route shows later.
pub(super) fn path_problem(path: &str, prefix: &str) -> Option<&'static str> {
    if !path.starts_with(prefix) {
        return Some(messages::PATH_OUTSIDE);
    }
    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
    let inner = bare.strip_prefix('/')?.strip_suffix('/');
    let is_clean = inner.is_some_and(|inner| {
        inner
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain))
    });
    let is_visible = query.bytes().all(|b| b.is_ascii_graphic() && b != b'#');
    (!is_clean || !is_visible).then_some(messages::BAD_PATH)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The body of one part: an object, or a text that holds one.
fn read_body(value: &Json) -> Result<Object, String> {
    let parsed;
    let value = match value {
        Json::Null => return Err(messages::NULL.to_owned()),
        Json::String(text) => {
            parsed = json::parse(text).map_err(|_| messages::NOT_JSON.to_owned())?;
            &parsed
        }
        value => value,
    };
    match value {
        Json::Object(members) if members.len() > MEMBERS_MAX => {
            Err(messages::too_many_members(MEMBERS_MAX))
        }
        Json::Object(members) => Ok(members.clone()),
        other => Err(messages::not_an_object(other.type_name())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clean_paths_inside_the_instance_are_taken() {
        let prefix = "/v1.1/instances/my-shop/";
        for path in ["", "users/", "users/?page_size=2", "classes/a_b/objects/"] {
            assert_eq!(path_problem(&format!("{prefix}{path}"), prefix), None);
        }
        for path in [
            "/v1.1/instances/other/users/",
            "/v2/instances/my-shop/users/",
            "users/",
            "/v1.1/instances/my-shop",
        ] {
            let problem = path_problem(path, prefix);
            assert_eq!(problem, Some(messages::PATH_OUTSIDE), "{path}");
        }
        for path in [
            "users",
            "users//",
            "../other/users/",
            "./users/",
            "%2e%2e/users/",
            "us ers/",
            "users/#?a",
            "users/?a=\u{7f}",
        ] {
            let problem = path_problem(&format!("{prefix}{path}"), prefix);
            assert_eq!(problem, Some(messages::BAD_PATH), "{path}");
        }
    }
}

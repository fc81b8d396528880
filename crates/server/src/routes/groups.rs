//! An instance's groups of users.

use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Kind};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, object};
use crate::store::{Group, GroupChange, StoreError};

const NAME: Field = Field::optional("name", Kind::Slug, "Name")
    .at_most(64)
    .nullable();
const LABEL: Field = Field::optional("label", Kind::Text, "Label")
    .at_most(64)
    .blank();
const DESCRIPTION: Field = Field::optional("description", Kind::Text, "Description")
    .at_most(256)
    .blank();

pub(super) const FIELDS: &[Field] = &[
    Field::optional("id", Kind::Integer, "ID").read_only(),
    NAME,
    LABEL,
    DESCRIPTION,
    Field::optional(
        "links",
        Kind::Links(&[("self", "", "detail"), ("users", "users/", "list")]),
        "Links",
    ),
];

const SHAPE: Shape = Shape::of("Group", |_| FIELDS);
const LABEL_PREFIX: &str = "label__startswith";

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/groups/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::Groups,
        handlers: &[
            (Verb::Get, |call| Box::pin(list(call))),
            (Verb::Post, |call| Box::pin(create(call))),
        ],
        about: About {
            fields: Some(|_| FIELDS),
            shows: Shows::ListFrom(SHAPE, LABEL_PREFIX),
            ..About::named("Group List")
        },
    },
    Route {
        path: "instances/{instance}/groups/{id}/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::Groups,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |call| Box::pin(delete(call))),
        ],
        about: About {
            fields: Some(|_| FIELDS),
            object: Some(|call, _| Box::pin(async { find(call).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("Group Instance")
        },
    },
];

/// A group.
///
/// # Errors
/// 404 when the route lies below no instance.
pub(super) fn group_body(call: &Call, group: &Group) -> Result<Json, ApiError> {
    let instance = &call.instance()?.name;
    let path = format!("instances/{instance}/groups/{}/", group.id);
    let links = object([
        ("self", call.link(&path)),
        ("users", call.link(&format!("{path}users/"))),
    ]);
    Ok(object([
        ("id", group.id.into()),
        ("name", group.name.clone().into()),
        ("label", group.label.as_str().into()),
        ("description", group.description.as_str().into()),
        ("links", links),
    ]))
}

async fn find(call: &Call) -> Result<Group, ApiError> {
    Ok(call.app.store.group(call.instance()?, call.id()?).await?)
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let prefix = call.query.get(LABEL_PREFIX).unwrap_or_default();
    let found = call
        .app
        .store
        .groups(call.instance()?, prefix, page.window())
        .await?;
    let rows: Result<Vec<(i64, Json)>, ApiError> = found
        .iter()
        .map(|group| Ok((group.id, group_body(call, group)?)))
        .collect();
    Ok(call.list(&page, rows?))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let found = find(call).await?;
    Ok(Answer::ok(call.selected(group_body(call, &found)?)))
}

/// Reads the fields; none is required, so making and changing read the same.
async fn read(call: &Call) -> Result<GroupChange, ApiError> {
    let input = call.input().await?;
    let mut form = Form::partial(&input)?;
    let name = form.nullable_text(&NAME);
    let label = form.text(&LABEL);
    let description = form.text(&DESCRIPTION);
    form.finish()?;
    Ok(GroupChange {
        name,
        label,
        description,
    })
}

fn written(call: &Call, group: Result<Group, StoreError>) -> Result<Json, ApiError> {
    match group {
        Ok(group) => group_body(call, &group),
        Err(StoreError::Taken) => Err(ApiError::field(NAME.name, messages::NOT_UNIQUE)),
        Err(error) => Err(error.into()),
    }
}

async fn create(call: &Call) -> Result<Answer, ApiError> {
    let new = read(call).await?;
    let made = call.app.store.create_group(call.instance()?, new).await;
    written(call, made).map(Answer::created)
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let present = find(call).await?;
    let change = read(call).await?;
    let instance = call.instance()?;
    let changed = call
        .app
        .store
        .change_group(instance, present.id, change)
        .await;
    written(call, changed).map(Answer::ok)
}

async fn delete(call: &Call) -> Result<Answer, ApiError> {
    call.app
        .store
        .delete_group(call.instance()?, call.id()?)
        .await?;
    Ok(Answer::none())
}

//! Who is in which group, from both sides.

use super::groups::{self, group_body};
use super::user_body::{self, user_body};
use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, object};
use crate::store::{Group, StoreError, UserRecord};

/// Groups that one user may be in.
const GROUPS_MAX: i64 = 32;

const USER: Field = Field::required("user", Kind::Any, "User").holds(Holds::Row);
const GROUP: Field = Field::required("group", Kind::Any, "Group").holds(Holds::Row);
const LINKS: Field = Field::optional("links", Kind::Links(&[("self", "", "detail")]), "Links");

const USER_SHAPE: Shape = Shape::of("GroupUser", |_| {
    const FIELDS: &[Field] = &[USER.holds(Holds::One(user_body::FIELDS)), LINKS];
    FIELDS
});
const GROUP_SHAPE: Shape = Shape::of("UserGroup", |_| {
    const FIELDS: &[Field] = &[GROUP.holds(Holds::One(groups::FIELDS)), LINKS];
    FIELDS
});

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/groups/{group}/users/",
        versions: &Version::ALL,
        scope: Scope::Group,
        access: Access::GroupMembers,
        handlers: &[
            (Verb::Get, |call| Box::pin(list_users(call))),
            (Verb::Post, |call| Box::pin(add_user(call))),
        ],
        about: About {
            fields: Some(|_| &[USER, LINKS]),
            shows: Shows::List(USER_SHAPE),
            ..About::named("Group User List")
        },
    },
    Route {
        path: "instances/{instance}/groups/{group}/users/{id}/",
        versions: &Version::ALL,
        scope: Scope::Group,
        access: Access::GroupMembers,
        handlers: &[
            (Verb::Get, |call| Box::pin(show_user(call))),
            (Verb::Delete, |call| Box::pin(remove_user(call))),
        ],
        about: About {
            shows: Shows::One(USER_SHAPE),
            ..About::named("Group User Instance")
        },
    },
    Route {
        path: "instances/{instance}/users/{user}/groups/",
        versions: &Version::ALL,
        scope: Scope::User,
        access: Access::GroupMembers,
        handlers: &[
            (Verb::Get, |call| Box::pin(list_groups(call))),
            (Verb::Post, |call| Box::pin(add_group(call))),
        ],
        about: About {
            fields: Some(|_| &[GROUP, LINKS]),
            shows: Shows::List(GROUP_SHAPE),
            ..About::named("User Group List")
        },
    },
    Route {
        path: "instances/{instance}/users/{user}/groups/{id}/",
        versions: &Version::ALL,
        scope: Scope::User,
        access: Access::GroupMembers,
        handlers: &[
            (Verb::Get, |call| Box::pin(show_group(call))),
            (Verb::Delete, |call| Box::pin(remove_group(call))),
        ],
        about: About {
            shows: Shows::One(GROUP_SHAPE),
            ..About::named("User Group Instance")
        },
    },
];

fn user_entry(call: &Call, group_id: i64, record: &UserRecord) -> Result<Json, ApiError> {
    let instance = &call.instance()?.name;
    let path = format!(
        "instances/{instance}/groups/{group_id}/users/{}/",
        record.user.id
    );
    Ok(object([
        ("user", user_body(call, record)?),
        ("links", object([("self", call.link(&path))])),
    ]))
}

fn group_entry(call: &Call, user_id: i64, group: &Group) -> Result<Json, ApiError> {
    let instance = &call.instance()?.name;
    let path = format!("instances/{instance}/users/{user_id}/groups/{}/", group.id);
    Ok(object([
        ("group", group_body(call, group)?),
        ("links", object([("self", call.link(&path))])),
    ]))
}

async fn list_users(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let group_id = call.row("group")?;
    let only = call.user.as_ref().map(|own| own.id);
    let found = call
        .app
        .store
        .members_of_group(call.instance()?, group_id, only, page.window())
        .await?;
    let rows: Result<Vec<(i64, Json)>, ApiError> = found
        .iter()
        .map(|(id, record)| Ok((*id, user_entry(call, group_id, record)?)))
        .collect();
    Ok(call.list(&page, rows?))
}

async fn find_user(call: &Call) -> Result<UserRecord, ApiError> {
    let id = call.id()?;
    // To a user only its own membership exists.
    if call.user.as_ref().is_some_and(|own| own.id != id) {
        return Err(ApiError::not_found());
    }
    let group_id = call.row("group")?;
    let instance = call.instance()?;
    Ok(call
        .app
        .store
        .member_of_group(instance, group_id, id)
        .await?)
}

async fn show_user(call: &Call) -> Result<Answer, ApiError> {
    let found = find_user(call).await?;
    let entry = user_entry(call, call.row("group")?, &found)?;
    Ok(Answer::ok(call.selected(entry)))
}

async fn add_user(call: &Call) -> Result<Answer, ApiError> {
    let group_id = call.row("group")?;
    let user_id = read_row(call, &USER).await?;
    add(call, user_id, group_id, &USER, user_id).await?;
    let instance = call.instance()?;
    let record = call
        .app
        .store
        .member_of_group(instance, group_id, user_id)
        .await?;
    Ok(Answer::created(user_entry(call, group_id, &record)?))
}

async fn remove_user(call: &Call) -> Result<Answer, ApiError> {
    remove(call, call.id()?, call.row("group")?).await
}

/// The user below whom the route lies; a user sees no other one's groups.
fn visible_user(call: &Call) -> Result<i64, ApiError> {
    let id = call.row("user")?;
    match &call.user {
        Some(own) if own.id != id => Err(ApiError::no_permission()),
        _ => Ok(id),
    }
}

async fn list_groups(call: &Call) -> Result<Answer, ApiError> {
    let user_id = visible_user(call)?;
    let page = Page::read(&call.query)?;
    let found = call
        .app
        .store
        .groups_of_user(call.instance()?, user_id, page.window())
        .await?;
    let rows: Result<Vec<(i64, Json)>, ApiError> = found
        .iter()
        .map(|(id, group)| Ok((*id, group_entry(call, user_id, group)?)))
        .collect();
    Ok(call.list(&page, rows?))
}

async fn show_group(call: &Call) -> Result<Answer, ApiError> {
    let user_id = visible_user(call)?;
    let group_id = call.id()?;
    let instance = call.instance()?;
    let group = call
        .app
        .store
        .group_of_user(instance, user_id, group_id)
        .await?;
    Ok(Answer::ok(
        call.selected(group_entry(call, user_id, &group)?),
    ))
}

async fn add_group(call: &Call) -> Result<Answer, ApiError> {
    let user_id = call.row("user")?;
    let group_id = read_row(call, &GROUP).await?;
    add(call, user_id, group_id, &GROUP, group_id).await?;
    let instance = call.instance()?;
    let group = call
        .app
        .store
        .group_of_user(instance, user_id, group_id)
        .await?;
    Ok(Answer::created(group_entry(call, user_id, &group)?))
}

async fn remove_group(call: &Call) -> Result<Answer, ApiError> {
    remove(call, call.row("user")?, call.id()?).await
}

/// The one field of a new membership.
async fn read_row(call: &Call, field: &Field) -> Result<i64, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let row = form.row(field);
    form.finish()?;
    row.ok_or(ApiError::Internal)
}

/// Puts a user into a group. `field` is the one that the request named `row` in.
async fn add(
    call: &Call,
    user_id: i64,
    group_id: i64,
    field: &Field,
    row: i64,
) -> Result<(), ApiError> {
    let instance = call.instance()?;
    let added = call
        .app
        .store
        .add_to_group(instance, user_id, group_id, GROUPS_MAX)
        .await;
    added.map_err(|error| match error {
        StoreError::Missing => {
            ApiError::field(field.name, &messages::no_such_row(&row.to_string()))
        }
        StoreError::Taken => ApiError::bad_request(messages::ALREADY_IN_GROUP),
        StoreError::TooManyGroups => ApiError::bad_request(messages::too_many_groups(GROUPS_MAX)),
        error => error.into(),
    })
}

async fn remove(call: &Call, user_id: i64, group_id: i64) -> Result<Answer, ApiError> {
    call.app
        .store
        .remove_from_group(call.instance()?, user_id, group_id)
        .await?;
    Ok(Answer::none())
}

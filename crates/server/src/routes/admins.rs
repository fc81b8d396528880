//! The administrators of an instance.

use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Kind};
use crate::domain::form::Form;
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, object};
use crate::store::Member;

pub(super) const ROLE: Field = Field::optional("role", Kind::Choice(&Role::NAMES), "Role");

const FIELDS: &[Field] = &[
    Field::optional("id", Kind::Integer, "ID").read_only(),
    ROLE,
    Field::optional("email", Kind::Email, "Email").read_only(),
    Field::optional("first_name", Kind::Text, "First name").read_only(),
    Field::optional("last_name", Kind::Text, "Last name").read_only(),
    Field::optional("links", Kind::Links(&[("self", "", "detail")]), "Links"),
];

const SHAPE: Shape = Shape::of("Administrator", |_| FIELDS);

const ABOUT: &str = "Manage administrators of given instance.";

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/admins/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::AdminList,
        handlers: &[(Verb::Get, |call| Box::pin(list(call)))],
        about: About {
            description: ABOUT,
            shows: Shows::List(SHAPE),
            ..About::named("Admin List")
        },
    },
    Route {
        path: "instances/{instance}/admins/{id}/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::Member,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |call| Box::pin(remove(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(|_| FIELDS),
            object: Some(|call, verb| Box::pin(async move { find(call, verb).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("Admin Instance")
        },
    },
];

fn body(call: &Call, member: &Member, id: &str) -> Result<Json, ApiError> {
    let path = format!("instances/{}/admins/{id}/", call.instance()?.name);
    Ok(object([
        ("id", member.id.into()),
        ("role", member.role.name().into()),
        ("email", member.email.as_str().into()),
        ("first_name", member.first_name.as_str().into()),
        ("last_name", member.last_name.as_str().into()),
        ("links", object([("self", call.link(&path))])),
    ]))
}

/// The administrator that the path names, if the caller may do with it what `verb` says.
///
/// # Errors
/// 404 when there is none. 403 for every change of the owner's row, and for everything
/// but leaving to those who are not all-powerful.
async fn find(call: &Call, verb: Verb) -> Result<Member, ApiError> {
    let instance = call.instance()?;
    let member = call.app.store.member(instance, call.id()?).await?;
    let is_self = call.account()?.id == member.id;
    let may_change = member.id != instance.owner.id
        && (call.role >= Some(Role::Full) || (verb == Verb::Delete && is_self));
    if verb.is_safe() || may_change {
        Ok(member)
    } else {
        Err(ApiError::no_permission())
    }
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let found = call
        .app
        .store
        .members(call.instance()?, page.window())
        .await?;
    let ids: Vec<i64> = found.iter().map(|member| member.row_id).collect();
    let objects: Result<Vec<Json>, ApiError> = found
        .iter()
        .map(|member| Ok(call.selected(body(call, member, &member.id.to_string())?)))
        .collect();
    Ok(Answer::ok(page.envelope(&call.path, &ids, objects?)))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let member = find(call, call.verb).await?;
    Ok(Answer::ok(call.selected(body(
        call,
        &member,
        call.param("id"),
    )?)))
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let mut member = find(call, call.verb).await?;
    if let Some(role) = read_role(call).await? {
        member = call
            .app
            .store
            .change_role(call.instance()?, member.id, role)
            .await?;
    }
    Ok(Answer::ok(body(call, &member, call.param("id"))?))
}

/// The role that a change asks for. A replacement that leaves it out asks for the highest.
pub(super) async fn read_role(call: &Call) -> Result<Option<Role>, ApiError> {
    let input = call.input().await?;
    let is_whole = call.verb == Verb::Put;
    let mut form = if is_whole {
        Form::whole(&input)?
    } else {
        Form::partial(&input)?
    };
    let role = form.role(&ROLE);
    form.finish()?;
    Ok(role.or(is_whole.then_some(Role::Full)))
}

async fn remove(call: &Call) -> Result<Answer, ApiError> {
    let member = find(call, call.verb).await?;
    call.app
        .store
        .remove_member(call.instance()?, member.id)
        .await?;
    Ok(Answer::none())
}

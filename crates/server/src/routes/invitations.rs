//! Invitations as the invited account sees them.

use syncano_vault::PlainKey;

use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::form::Form;
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::http::date::date;
use crate::http::{About, Answer, ApiError, Call, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, object};
use crate::store::{Invitation, Redeemer, StoreError};

const INVITATION_KEY: Field =
    Field::required("invitation_key", Kind::Text, "Invitation key").at_most(40);

const SHAPE: Shape = Shape::of("ReceivedInvitation", |_| {
    const FIELDS: &[Field] = &[
        Field::optional("id", Kind::Integer, "ID"),
        Field::optional("email", Kind::Email, "Email"),
        Field::optional("role", Kind::Choice(&Role::NAMES), "Role"),
        Field::optional("key", Kind::Text, "Key").holds(Holds::Key),
        Field::optional("instance", Kind::Text, "Instance"),
        Field::optional("inviter", Kind::Email, "Inviter"),
        Field::optional("created_at", Kind::DateTime, "Created at"),
        Field::optional("updated_at", Kind::DateTime, "Updated at"),
        Field::optional("state", Kind::Text, "State"),
        Field::optional(
            "links",
            Kind::Links(&[("self", "", "detail"), ("instance", "", "detail")]),
            "Links",
        ),
    ];
    FIELDS
});

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "account/invitations/accept/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Post, |call| Box::pin(accept(call)))],
        about: About {
            fields: Some(|_| &[INVITATION_KEY]),
            ..About::named("Accept Invitation")
        },
    },
    Route {
        path: "account/invitations/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Get, |call| Box::pin(list(call)))],
        about: About {
            shows: Shows::List(SHAPE),
            ..About::named("Admin Invitation List")
        },
    },
    Route {
        path: "account/invitations/{id}/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Delete, |call| Box::pin(decline(call))),
        ],
        about: About {
            shows: Shows::One(SHAPE),
            ..About::named("Admin Invitation Instance")
        },
    },
];

fn body(call: &Call, invitation: &Invitation) -> Json {
    let path = format!("account/invitations/{}/", invitation.id);
    let links = object([
        ("self", call.link(&path)),
        (
            "instance",
            call.link(&format!("instances/{}/", invitation.instance_name)),
        ),
    ]);
    object([
        ("id", invitation.id.into()),
        ("email", invitation.email.as_str().into()),
        ("role", invitation.role.name().into()),
        ("key", invitation.key.expose().into()),
        ("instance", invitation.instance_name.as_str().into()),
        ("inviter", invitation.inviter_email.as_str().into()),
        ("created_at", date(invitation.created_at)),
        ("updated_at", date(invitation.updated_at)),
        ("state", invitation.state.as_str().into()),
        ("links", links),
    ])
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let account = call.account()?;
    let found = call
        .app
        .store
        .invitations_of_account(account.id, page.window())
        .await?;
    let ids: Vec<i64> = found.iter().map(|invitation| invitation.id).collect();
    let objects = found
        .iter()
        .map(|invitation| call.selected(body(call, invitation)))
        .collect();
    Ok(Answer::ok(page.envelope(&call.path, &ids, objects)))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let account = call.account()?;
    let invitation = call
        .app
        .store
        .invitation_of_account(account.id, call.id()?)
        .await?;
    Ok(Answer::ok(call.selected(body(call, &invitation))))
}

async fn decline(call: &Call) -> Result<Answer, ApiError> {
    call.app
        .store
        .decline_invitation(call.account()?.id, call.id()?)
        .await?;
    Ok(Answer::none())
}

async fn accept(call: &Call) -> Result<Answer, ApiError> {
    let account = call.account()?;
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let key = form.text(&INVITATION_KEY);
    form.finish()?;
    let key = key
        .as_deref()
        .and_then(PlainKey::parse)
        .ok_or(StoreError::NoInvitation)?;
    call.app
        .store
        .accept_invitation(account.id, &key, redeemer(call))
        .await?;
    Ok(Answer::none())
}

/// Whom an invitation key lets in on this server.
pub(super) fn redeemer(call: &Call) -> Redeemer {
    if call.app.settings.is_original(Switch::ForeignInvitations) {
        Redeemer::Anybody
    } else {
        Redeemer::Invited
    }
}

//! Invitations to an instance, as its administrators see them.

use super::admins::{ROLE, read_role};
use super::mails::mail_invitation;
use crate::domain::access::{Access, Verb};
use crate::domain::differences::Switch;
use crate::domain::field::{Field, Kind};
use crate::domain::form::Form;
use crate::domain::messages;
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::http::date::date;
use crate::http::{About, Answer, ApiError, Call, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, object};
use crate::store::{Invitation, StoreError};

const EMAIL: Field = Field::required("email", Kind::Email, "Email").at_most(254);

/// State of an invitation that nobody has answered.
const OPEN: &str = "new";

const ON_CREATION: &[Field] = &fields(EMAIL);
/// An invitation stays with its address.
const ON_CHANGE: &[Field] = &fields(EMAIL.read_only());

const fn fields(email: Field) -> [Field; 9] {
    [
        Field::optional("id", Kind::Integer, "ID").read_only(),
        email,
        ROLE,
        Field::optional("key", Kind::Text, "Key").read_only(),
        Field::optional("inviter", Kind::Email, "Inviter").read_only(),
        Field::optional("created_at", Kind::DateTime, "Created at").read_only(),
        Field::optional("updated_at", Kind::DateTime, "Updated at").read_only(),
        Field::optional("state", Kind::Text, "State").read_only(),
        Field::optional(
            "links",
            Kind::Links(&[("self", "", "detail"), ("resend", "resend/", "resend")]),
            "Links",
        ),
    ]
}

const SHAPE: Shape = Shape::of("SentInvitation", |_| ON_CHANGE);

const ABOUT: &str = "Manage invitations to given instance.";

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/invitations/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::Membership,
        handlers: &[
            (Verb::Get, |call| Box::pin(list(call))),
            (Verb::Post, |call| Box::pin(create(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(|_| ON_CREATION),
            shows: Shows::List(SHAPE),
            ..About::named("Invitation List")
        },
    },
    Route {
        path: "instances/{instance}/invitations/{id}/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::Membership,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |call| Box::pin(delete(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(|_| ON_CHANGE),
            object: Some(|call, _| Box::pin(async { find(call).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("Invitation Instance")
        },
    },
    Route {
        path: "instances/{instance}/invitations/{id}/resend/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::Membership,
        handlers: &[(Verb::Post, |call| Box::pin(resend(call)))],
        about: About {
            description: ABOUT,
            fields: Some(|_| &[]),
            ..About::named("Invitation")
        },
    },
];

/// An invitation. Its key is for those who could have given the same role themselves.
fn body(call: &Call, invitation: &Invitation, id: &str) -> Result<Json, ApiError> {
    let path = format!("instances/{}/invitations/{id}/", call.instance()?.name);
    let links = object([
        ("self", call.link(&path)),
        ("resend", call.link(&format!("{path}resend/"))),
    ]);
    let shows_key =
        call.role >= Some(Role::Full) || call.app.settings.is_original(Switch::InvitationKeysShown);
    let key = if shows_key {
        invitation.key.expose()
    } else {
        ""
    };
    Ok(object([
        ("id", invitation.id.into()),
        ("email", invitation.email.as_str().into()),
        ("role", invitation.role.name().into()),
        ("key", key.into()),
        ("inviter", invitation.inviter_email.as_str().into()),
        ("created_at", date(invitation.created_at)),
        ("updated_at", date(invitation.updated_at)),
        ("state", invitation.state.as_str().into()),
        ("links", links),
    ]))
}

async fn find(call: &Call) -> Result<Invitation, ApiError> {
    Ok(call
        .app
        .store
        .invitation_of_instance(call.instance()?, call.id()?)
        .await?)
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let found = call
        .app
        .store
        .invitations_of_instance(call.instance()?, page.window())
        .await?;
    let ids: Vec<i64> = found.iter().map(|invitation| invitation.id).collect();
    let objects: Result<Vec<Json>, ApiError> = found
        .iter()
        .map(|invitation| {
            let body = body(call, invitation, &invitation.id.to_string())?;
            Ok(call.selected(body))
        })
        .collect();
    Ok(Answer::ok(page.envelope(&call.path, &ids, objects?)))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let invitation = find(call).await?;
    Ok(Answer::ok(call.selected(body(
        call,
        &invitation,
        call.param("id"),
    )?)))
}

async fn create(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let email = form.email(&EMAIL);
    let role = form.role(&ROLE);
    form.finish()?;
    let email = email.ok_or(ApiError::Internal)?;
    let made = call
        .app
        .store
        .create_invitation(
            call.instance()?,
            call.account()?.id,
            &email.to_lowercase(),
            role.unwrap_or(Role::Full),
        )
        .await;
    match made {
        Ok(mut invitation) => {
            mail_invitation(&call.app, &invitation);
            // As after other creations, the answer keeps the caller's spelling.
            invitation.email = email;
            let id = invitation.id.to_string();
            Ok(Answer::created(body(call, &invitation, &id)?))
        }
        Err(StoreError::Member) => Err(ApiError::FieldText(
            EMAIL.name,
            messages::MEMBER_ALREADY.into(),
        )),
        Err(StoreError::Taken) => Err(ApiError::bad_request(messages::INVITED_ALREADY)),
        Err(error) => Err(error.into()),
    }
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let mut invitation = find(call).await?;
    if let Some(role) = read_role(call).await? {
        invitation = call
            .app
            .store
            .change_invitation(call.instance()?, invitation.id, role)
            .await?;
    }
    Ok(Answer::ok(body(call, &invitation, call.param("id"))?))
}

async fn delete(call: &Call) -> Result<Answer, ApiError> {
    call.app
        .store
        .delete_invitation(call.instance()?, call.id()?)
        .await?;
    Ok(Answer::none())
}

/// Mails an invitation again. One that was answered has nothing left to offer, so it is
/// not mailed.
async fn resend(call: &Call) -> Result<Answer, ApiError> {
    let invitation = find(call).await?;
    if invitation.state == OPEN {
        mail_invitation(&call.app, &invitation);
    }
    Ok(Answer::none())
}

//! The log of who did what to which key, as those whom it concerns may read it.

use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::version::Version;
use crate::http::date::date;
use crate::http::{About, Answer, ApiError, Call, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, object};
use crate::store::SeenEntry;

const SHAPE: Shape = Shape::of("AuditEntry", |_| {
    const FIELDS: &[Field] = &[
        Field::optional("id", Kind::Integer, "ID"),
        Field::optional("created_at", Kind::DateTime, "Created at"),
        Field::optional("action", Kind::Text, "Action").help(
            "`create`, `reset`, `change`, `delete`; of invitations `accept` and `decline`; of \
             roles `give` with the role, and `take`; of instances `rename`; `rehash` when the \
             server stored a password anew.",
        ),
        Field::optional("object", Kind::Text, "Object").help(
            "`account_key`, `password`, `api_key`, `user_key`, `user_password`, `role`, \
             `invitation` or `instance`.",
        ),
        Field::optional("object_id", Kind::Any, "Object ID")
            .holds(Holds::Row)
            .help("Number of the account, API key, user, invitation or instance."),
        Field::optional("hint", Kind::Text, "Hint")
            .nullable()
            .help("The last four digits of the key."),
        Field::optional("actor", Kind::Text, "Actor").help(
            "`account`, `api_key`, `anonymous`, `command` for a command of the operator's, or \
             `server`.",
        ),
        Field::optional("actor_id", Kind::Any, "Actor ID")
            .holds(Holds::Row)
            .nullable()
            .help("Number of the account or API key."),
        Field::optional("actor_user_id", Kind::Any, "Actor user ID")
            .holds(Holds::Row)
            .nullable()
            .help("The user whose key came with the API key."),
        Field::optional("actor_email", Kind::Text, "Actor e-mail")
            .nullable()
            .help("Of an account that is an administrator of the instance now, or yours."),
        Field::optional("request_id", Kind::Text, "Request ID")
            .nullable()
            .help("What the answer had as `X-Request-Id`."),
    ];
    FIELDS
});

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "account/audit/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Get, |call| Box::pin(of_account(call)))],
        about: About {
            description: "What happened to the key and the password of your account.",
            shows: Shows::List(SHAPE),
            ..About::named("Account Audit Log")
        },
    },
    Route {
        path: "instances/{instance}/audit/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::AuditLog,
        handlers: &[(Verb::Get, |call| Box::pin(of_instance(call)))],
        about: About {
            description: "Who did what to which key of given instance.",
            shows: Shows::List(SHAPE),
            ..About::named("Instance Audit Log")
        },
    },
];

fn body(seen: &SeenEntry) -> Json {
    let entry = &seen.entry;
    let text =
        |text: &str| -> Json { Some(text.to_owned()).filter(|text| !text.is_empty()).into() };
    object([
        ("id", entry.id.into()),
        ("created_at", date(entry.at)),
        ("action", entry.action.as_str().into()),
        ("object", entry.object.as_str().into()),
        ("object_id", entry.object_id.into()),
        ("hint", text(&entry.hint)),
        ("actor", entry.actor.as_str().into()),
        ("actor_id", entry.actor_id.into()),
        ("actor_user_id", entry.actor_user_id.into()),
        ("actor_email", seen.actor_email.clone().into()),
        ("request_id", text(&entry.request_id)),
    ])
}

fn answer(call: &Call, page: &Page, found: &[SeenEntry]) -> Answer {
    let rows = found.iter().map(|seen| (seen.entry.id, body(seen)));
    call.list(page, rows.collect())
}

async fn of_account(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let account_id = call.account()?.id;
    let found = call.app.store.audit_of_account(account_id, page.window());
    Ok(answer(call, &page, &found.await?))
}

async fn of_instance(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let found = call
        .app
        .store
        .audit_of_instance(call.instance()?, page.window());
    Ok(answer(call, &page, &found.await?))
}

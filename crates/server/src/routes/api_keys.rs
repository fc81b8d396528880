//! An instance's API keys.

use syncano_vault::PlainKey;

use crate::domain::access::{Access, ApiKeyFlags, Verb};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::form::Form;
use crate::domain::version::Version;
use crate::http::date::date;
use crate::http::{About, Answer, ApiError, Call, Identity, Page, Route, Scope, Shape, Shows};
use crate::json::{Json, Object, object};
use crate::store::{ApiKey, ApiKeyChange};

const ID: Field = Field::optional("id", Kind::Integer, "ID").read_only();
const DESCRIPTION: Field = Field::optional("description", Kind::Text, "description").blank();
const API_KEY: Field = Field::optional("api_key", Kind::Any, "Api key")
    .holds(Holds::Key)
    .read_only();
const IGNORE_ACL: Field = Field::optional("ignore_acl", Kind::Boolean, "ignore_acl");
const ALLOW_USER_CREATE: Field =
    Field::optional("allow_user_create", Kind::Boolean, "allow_user_create");
const ALLOW_GROUP_CREATE: Field =
    Field::optional("allow_group_create", Kind::Boolean, "allow_group_create");
const ALLOW_ANONYMOUS_READ: Field = Field::optional(
    "allow_anonymous_read",
    Kind::Boolean,
    "allow_anonymous_read",
);
const CREATED_AT: Field = Field::optional("created_at", Kind::DateTime, "created at").read_only();
const LINKS: Field = Field::optional(
    "links",
    Kind::Links(&[("self", "", "detail"), ("reset_key", "reset_key/", "key")]),
    "Links",
);

const FIELDS: &[Field] = &[
    ID,
    DESCRIPTION,
    API_KEY,
    IGNORE_ACL,
    ALLOW_USER_CREATE,
    ALLOW_GROUP_CREATE,
    ALLOW_ANONYMOUS_READ,
    CREATED_AT,
    LINKS,
];
const FIELDS_V2: &[Field] = &[ID, DESCRIPTION, API_KEY, IGNORE_ACL, CREATED_AT, LINKS];

const SHAPE: Shape = Shape::of("ApiKey", fields);

const ABOUT: &str = "Manage API keys available for given instance.";

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/{instance}/api_keys/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::KeyManager,
        handlers: &[
            (Verb::Get, |call| Box::pin(list(call))),
            (Verb::Post, |call| Box::pin(create(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(fields),
            shows: Shows::List(SHAPE),
            ..About::named("Api Key List")
        },
    },
    Route {
        path: "instances/{instance}/api_keys/{id}/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::KeyManager,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |call| Box::pin(delete(call))),
        ],
        about: About {
            description: ABOUT,
            fields: Some(fields),
            object: Some(|call, _| Box::pin(async { find(call).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("Api Key Instance")
        },
    },
    Route {
        path: "instances/{instance}/api_keys/{id}/reset_key/",
        versions: &Version::ALL,
        scope: Scope::Instance,
        access: Access::KeyManager,
        handlers: &[(Verb::Post, |call| Box::pin(reset(call)))],
        about: About {
            description: ABOUT,
            fields: Some(|_| &[]),
            shows: Shows::One(SHAPE),
            ..About::named("Api Key")
        },
    },
];

fn fields(version: Version) -> &'static [Field] {
    if version == Version::V2 {
        FIELDS_V2
    } else {
        FIELDS
    }
}

/// A key's answer. `id` is the number as the path spells it, which links keep.
fn body(call: &Call, key: &ApiKey, plain: &PlainKey, id: &str) -> Result<Json, ApiError> {
    let path = format!("instances/{}/api_keys/{id}/", call.instance()?.name);
    let links = object([
        ("self", call.link(&path)),
        ("reset_key", call.link(&format!("{path}reset_key/"))),
    ]);
    let value = |field: &Field| -> Json {
        match field.name {
            "id" => key.id.into(),
            "description" => key.description.as_str().into(),
            "api_key" => plain.expose().into(),
            "ignore_acl" => key.flags.ignore_acl.into(),
            "allow_user_create" => key.flags.allow_user_create.into(),
            "allow_group_create" => key.flags.allow_group_create.into(),
            "allow_anonymous_read" => key.flags.allow_anonymous_read.into(),
            "created_at" => date(key.created_at),
            _ => links.clone(),
        }
    };
    let members: Object = fields(call.version)
        .iter()
        .map(|field| (field.name.to_owned(), value(field)))
        .collect();
    Ok(Json::Object(members))
}

/// The key that the path names. To an API key only its own exists.
async fn find(call: &Call) -> Result<(ApiKey, PlainKey), ApiError> {
    let id = call.id()?;
    if matches!(&call.identity, Identity::ApiKey(own) if own.id != id) {
        return Err(ApiError::not_found());
    }
    Ok(call.app.store.api_key(call.instance()?, id).await?)
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let only = match &call.identity {
        Identity::ApiKey(own) => Some(own.id),
        _ => None,
    };
    let found = call
        .app
        .store
        .api_keys(call.instance()?, only, page.window())
        .await?;
    let ids: Vec<i64> = found.iter().map(|(key, _)| key.id).collect();
    let objects: Result<Vec<Json>, ApiError> = found
        .iter()
        .map(|(key, plain)| Ok(call.selected(body(call, key, plain, &key.id.to_string())?)))
        .collect();
    Ok(Answer::ok(page.envelope(&call.path, &ids, objects?)))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let (key, plain) = find(call).await?;
    Ok(Answer::ok(call.selected(body(
        call,
        &key,
        &plain,
        call.param("id"),
    )?)))
}

/// Reads the fields that the version has; others are ignored and stay as they are.
fn read_change(call: &Call, form: &mut Form<'_>) -> ApiKeyChange {
    let description = form.text(&DESCRIPTION);
    let mut flag = |field: &Field| {
        fields(call.version)
            .contains(field)
            .then(|| form.boolean(field))
            .flatten()
    };
    ApiKeyChange {
        description,
        ignore_acl: flag(&IGNORE_ACL),
        allow_user_create: flag(&ALLOW_USER_CREATE),
        allow_group_create: flag(&ALLOW_GROUP_CREATE),
        allow_anonymous_read: flag(&ALLOW_ANONYMOUS_READ),
    }
}

async fn create(call: &Call) -> Result<Answer, ApiError> {
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let new = read_change(call, &mut form);
    form.finish()?;
    let flags = ApiKeyFlags {
        ignore_acl: new.ignore_acl.unwrap_or_default(),
        allow_user_create: new.allow_user_create.unwrap_or_default(),
        allow_group_create: new.allow_group_create.unwrap_or_default(),
        allow_anonymous_read: new.allow_anonymous_read.unwrap_or_default(),
    };
    let description = new.description.unwrap_or_default();
    let (key, plain) = call
        .app
        .store
        .create_api_key(call.instance()?, &description, flags)
        .await?;
    Ok(Answer::created(body(
        call,
        &key,
        &plain,
        &key.id.to_string(),
    )?))
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    find(call).await?;
    let input = call.input().await?;
    let is_whole = call.verb == Verb::Put;
    let mut form = if is_whole {
        Form::whole(&input)?
    } else {
        Form::partial(&input)?
    };
    let mut change = read_change(call, &mut form);
    form.finish()?;
    if is_whole {
        // A replacement clears the flags that it leaves out, as far as its version has them.
        change.ignore_acl.get_or_insert_default();
        if call.version != Version::V2 {
            change.allow_user_create.get_or_insert_default();
            change.allow_group_create.get_or_insert_default();
            change.allow_anonymous_read.get_or_insert_default();
        }
    }
    let id = call.id()?;
    let (key, plain) = call
        .app
        .store
        .change_api_key(call.instance()?, id, change)
        .await?;
    Ok(Answer::ok(body(call, &key, &plain, call.param("id"))?))
}

async fn reset(call: &Call) -> Result<Answer, ApiError> {
    let (key, plain) = call
        .app
        .store
        .reset_api_key(call.instance()?, call.id()?)
        .await?;
    Ok(Answer::ok(body(call, &key, &plain, call.param("id"))?))
}

async fn delete(call: &Call) -> Result<Answer, ApiError> {
    call.app
        .store
        .delete_api_key(call.instance()?, call.id()?)
        .await?;
    Ok(Answer::none())
}

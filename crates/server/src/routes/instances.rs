//! Instances: listing, making, changing, renaming, deleting.

use super::instance_body::{
    DESCRIPTION, METADATA, NAME, SHAPE, instance_body, on_change, on_creation,
};
use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::form::{Form, Input};
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::domain::{instance_name, messages};
use crate::http::{About, Answer, ApiError, Call, Identity, Page, Route, Scope, Shows};
use crate::json::{Json, Object, object};
use crate::store::{Instance, InstanceChange, NewInstance, StoreError};

/// Its rules are those of a name.
const NEW_NAME: Field = Field::optional("new_name", Kind::Text, "New name")
    .at_least(5)
    .holds(Holds::InstanceName);

const NAME_PREFIX: &str = "name__startswith";

pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "instances/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::AccountOrReader,
        handlers: &[
            (Verb::Get, |call| Box::pin(list(call))),
            (Verb::Post, |call| Box::pin(create(call))),
        ],
        about: About {
            fields: Some(on_creation),
            shows: Shows::ListFrom(SHAPE, NAME_PREFIX),
            ..About::named("Instance List")
        },
    },
    Route {
        path: "instances/{instance}/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::AccountOrReader,
        handlers: &[
            (Verb::Get, |call| Box::pin(show(call))),
            (Verb::Put, |call| Box::pin(change(call))),
            (Verb::Patch, |call| Box::pin(change(call))),
            (Verb::Delete, |call| Box::pin(delete(call))),
        ],
        about: About {
            fields: Some(on_change),
            object: Some(|call, _| Box::pin(async { find(call, Role::Full).await.map(drop) })),
            shows: Shows::One(SHAPE),
            ..About::named("Instance Instance")
        },
    },
    Route {
        path: "instances/{instance}/rename/",
        versions: &Version::ALL,
        scope: Scope::Server,
        access: Access::Account,
        handlers: &[(Verb::Post, |call| Box::pin(rename(call)))],
        about: About {
            fields: Some(|_| &[NEW_NAME]),
            shows: Shows::One(SHAPE),
            ..About::named("Instance")
        },
    },
];

/// The caller's instance that the path names, if the caller is at least `role` in it.
///
/// # Errors
/// 404 when the caller has no role in it, 403 when it has a lower one.
async fn find(call: &Call, role: Role) -> Result<(Instance, Role), ApiError> {
    let name = instance_name::canonical(call.param("instance"));
    let found = call
        .app
        .store
        .instance_of_account(call.account()?.id, &name)
        .await?;
    let (instance, own) = found.ok_or_else(ApiError::not_found)?;
    if own >= role {
        Ok((instance, own))
    } else {
        Err(ApiError::no_permission())
    }
}

async fn list(call: &Call) -> Result<Answer, ApiError> {
    let page = Page::read(&call.query)?;
    let prefix = call.query.get(NAME_PREFIX).unwrap_or_default();
    let store = &call.app.store;
    let found: Vec<(Instance, Option<Role>)> = match &call.identity {
        Identity::Account(account, _) => {
            let found = store
                .instances_of_account(account.id, prefix, page.window())
                .await?;
            found
                .into_iter()
                .map(|(instance, role)| (instance, Some(role)))
                .collect()
        }
        Identity::ApiKey(key) => {
            let found = store
                .instances_of_api_key(key.instance_id, prefix, page.window())
                .await?;
            found.into_iter().map(|instance| (instance, None)).collect()
        }
        Identity::Anonymous => return Err(ApiError::no_permission()),
    };
    let ids: Vec<i64> = found.iter().map(|(instance, _)| instance.id).collect();
    let objects: Vec<Json> = found
        .iter()
        .map(|(instance, role)| call.selected(instance_body(call, instance, *role, &instance.name)))
        .collect();
    Ok(Answer::ok(page.envelope(&call.path, &ids, objects)))
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let spelling = call.param("instance");
    let (instance, role) = match &call.identity {
        Identity::ApiKey(key) => {
            let name = instance_name::canonical(spelling);
            let found = call.app.store.instance_by_name(&name).await?;
            let own = found.filter(|instance| instance.id == key.instance_id);
            (own.ok_or_else(ApiError::not_found)?, None)
        }
        _ => {
            let (instance, role) = find(call, Role::Read).await?;
            (instance, Some(role))
        }
    };
    Ok(Answer::ok(
        call.selected(instance_body(call, &instance, role, spelling)),
    ))
}

async fn create(call: &Call) -> Result<Answer, ApiError> {
    let account = call.account()?;
    let input = call.input().await?;
    let mut form = Form::whole(&input)?;
    let name = read_name(&mut form, &NAME);
    let description = form.text(&DESCRIPTION);
    let metadata = form.metadata(&METADATA);
    form.finish()?;
    let new = NewInstance {
        name: instance_name::canonical(&name.ok_or(ApiError::Internal)?),
        description: description.unwrap_or_default(),
        metadata: metadata.unwrap_or_default(),
    };
    let max = call.app.settings.instances_per_account();
    match call.app.store.create_instance(account.id, new, max).await {
        // The documented answer to a creation says what an API key would see as role.
        Ok(instance) => Ok(Answer::created(instance_body(
            call,
            &instance,
            None,
            &instance.name,
        ))),
        Err(StoreError::Taken) => Err(ApiError::field(NAME.name, messages::NOT_UNIQUE)),
        Err(StoreError::TooManyInstances) => {
            Err(ApiError::bad_request(messages::too_many_instances(max)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads a name with the rules of names instead of those of texts.
fn read_name(form: &mut Form<'_>, field: &Field) -> Option<String> {
    let name = form.unchecked_text(field)?;
    let broken = instance_name::violations(&instance_name::canonical(&name));
    if broken.is_empty() {
        return Some(name);
    }
    form.refuse(field, broken);
    None
}

async fn change(call: &Call) -> Result<Answer, ApiError> {
    let (instance, role) = find(call, Role::Full).await?;
    let input = call.input().await?;
    let is_whole = call.verb == Verb::Put;
    let mut form = if is_whole {
        Form::whole(&input)?
    } else {
        Form::partial(&input)?
    };
    let description = form.text(&DESCRIPTION);
    let metadata = form.metadata(&METADATA);
    form.finish()?;
    let change = InstanceChange {
        name: None,
        description,
        metadata: metadata.or_else(|| is_whole.then(Object::new)),
    };
    let instance = call.app.store.change_instance(instance.id, change).await?;
    Ok(Answer::ok(instance_body(
        call,
        &instance,
        Some(role),
        call.param("instance"),
    )))
}

async fn rename(call: &Call) -> Result<Answer, ApiError> {
    let (instance, role) = find(call, Role::Owner).await?;
    let input = call.input().await?;
    Form::whole(&input).map_err(|errors| ApiError::instead_of_fault(ApiError::Fields(errors)))?;
    // That it is missing is reported as if it were null, and a form is read like JSON.
    let name = match &input.value {
        Json::Object(members) => members.get(NEW_NAME.name).cloned(),
        _ => None,
    };
    let input = Input::json(object([(NEW_NAME.name, name.into())]));
    let mut form = Form::whole(&input)?;
    let name = read_name(&mut form, &NEW_NAME);
    form.finish()?;
    let name = name.ok_or(ApiError::Internal)?;
    let change = InstanceChange {
        name: Some(instance_name::canonical(&name)),
        ..InstanceChange::default()
    };
    match call.app.store.change_instance(instance.id, change).await {
        Ok(mut instance) => {
            // The documented answer keeps the caller's spelling; what is stored does not.
            instance.name.clone_from(&name);
            Ok(Answer::ok(instance_body(
                call,
                &instance,
                Some(role),
                &name,
            )))
        }
        Err(StoreError::Taken) => Err(ApiError::field(NEW_NAME.name, messages::NOT_UNIQUE)),
        Err(error) => Err(error.into()),
    }
}

async fn delete(call: &Call) -> Result<Answer, ApiError> {
    let (instance, _) = find(call, Role::Owner).await?;
    call.app.store.delete_instance(instance.id).await?;
    Ok(Answer::none())
}

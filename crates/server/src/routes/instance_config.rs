//! Settings that an instance keeps for its scripts and applications.

use crate::domain::access::{Access, Verb};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::form::Form;
use crate::domain::version::Version;
use crate::http::{About, Answer, ApiError, Call, Route, Scope, Shape, Shows};
use crate::json::{Json, Object, object};

const CONFIG: Field = Field::required("config", Kind::Any, "Config").holds(Holds::Members);
const SHAPE: Shape = Shape::of("Config", |_| &[CONFIG]);

pub(super) const ROUTES: &[Route] = &[Route {
    path: "instances/{instance}/snippets/config/",
    // The first version has no snippets.
    versions: &[Version::V1_1, Version::V2],
    scope: Scope::Instance,
    access: Access::Configuration,
    handlers: &[
        (Verb::Get, |call| Box::pin(show(call))),
        (Verb::Put, |call| Box::pin(replace(call))),
        (Verb::Patch, |call| Box::pin(replace(call))),
    ],
    about: About {
        fields: Some(|_| &[CONFIG]),
        shows: Shows::One(SHAPE),
        ..About::named("Snippets Config")
    },
}];

fn body(config: Object) -> Json {
    object([(CONFIG.name, Json::Object(config))])
}

async fn show(call: &Call) -> Result<Answer, ApiError> {
    let config = call.app.store.config(call.instance()?).await?;
    Ok(Answer::ok(call.selected(body(config))))
}

/// A partial change without the only field changes nothing; with it the whole value is
/// replaced, as by a full one.
async fn replace(call: &Call) -> Result<Answer, ApiError> {
    let instance = call.instance()?;
    let input = call.input().await?;
    let mut form = if call.verb == Verb::Put {
        Form::whole(&input)?
    } else {
        Form::partial(&input)?
    };
    let config = form.config(&CONFIG);
    form.finish()?;
    let config = match config {
        Some(config) => {
            call.app.store.replace_config(instance, &config).await?;
            config
        }
        None => call.app.store.config(instance).await?,
    };
    Ok(Answer::ok(body(config)))
}

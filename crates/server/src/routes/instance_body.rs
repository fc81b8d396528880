//! How an instance looks on the wire.

use super::account_fields::{ACCOUNT, account_body};
use super::instance_links::links_of;
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::http::date::date;
use crate::http::{Call, Shape};
use crate::json::{Json, Object, object};
use crate::store::Instance;

pub(super) const NAME: Field = Field::required("name", Kind::Text, "Name")
    .at_least(5)
    .holds(Holds::InstanceName);
pub(super) const DESCRIPTION: Field = Field::optional("description", Kind::Text, "Description")
    .at_most(256)
    .blank();
pub(super) const METADATA: Field =
    Field::optional("metadata", Kind::Any, "Metadata").holds(Holds::Metadata);

/// Fields of an instance when it is made.
pub(super) const fn on_creation(version: Version) -> &'static [Field] {
    match version {
        Version::V1 => const { &fields(NAME, Version::V1) },
        Version::V1_1 => const { &fields(NAME, Version::V1_1) },
        Version::V2 => const { &fields(NAME, Version::V2) },
    }
}

pub(super) const SHAPE: Shape = Shape::of("Instance", on_change);

/// Fields of an instance when it is changed: its name stays.
pub(super) const fn on_change(version: Version) -> &'static [Field] {
    match version {
        Version::V1 => const { &fields(NAME.read_only(), Version::V1) },
        Version::V1_1 => const { &fields(NAME.read_only(), Version::V1_1) },
        Version::V2 => const { &fields(NAME.read_only(), Version::V2) },
    }
}

const fn fields(name: Field, version: Version) -> [Field; 9] {
    [
        name,
        DESCRIPTION,
        Field::optional("owner", Kind::Nested(ACCOUNT), "Owner").read_only(),
        Field::optional("created_at", Kind::DateTime, "Created at").read_only(),
        Field::optional("updated_at", Kind::DateTime, "Updated at").read_only(),
        Field::optional("role", Kind::Any, "Role")
            .holds(Holds::Word(&["full", "write", "read", "api_key"]))
            .read_only(),
        Field::optional("location", Kind::Text, "Location").read_only(),
        METADATA,
        Field::optional("links", Kind::Links(links_of(version)), "Links"),
    ]
}

/// An instance. `role` is the caller's, `None` for what is shown to API keys;
/// `spelling` is the name as the path spells it, which links keep.
pub(super) fn instance_body(
    call: &Call,
    instance: &Instance,
    role: Option<Role>,
    spelling: &str,
) -> Json {
    let links: Object = links_of(call.version)
        .iter()
        .map(|(name, path, _)| {
            (
                (*name).to_owned(),
                call.link(&format!("instances/{spelling}/{path}")),
            )
        })
        .collect();
    object([
        ("name", instance.name.as_str().into()),
        ("description", instance.description.as_str().into()),
        ("owner", account_body(&instance.owner)),
        ("created_at", date(instance.created_at)),
        ("updated_at", date(instance.updated_at)),
        ("role", role.map_or("api_key", Role::name).into()),
        ("location", call.app.settings.location.as_str().into()),
        ("metadata", Json::Object(instance.metadata.clone())),
        ("links", Json::Object(links)),
    ])
}

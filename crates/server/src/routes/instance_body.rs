//! How an instance looks on the wire.

use super::account_fields::{ACCOUNT, account_body};
use crate::domain::field::{Field, Kind};
use crate::domain::role::Role;
use crate::domain::version::Version;
use crate::http::Call;
use crate::http::date::date;
use crate::json::{Json, Object, object};
use crate::store::Instance;

pub(super) const NAME: Field = Field::required("name", Kind::Text, "Name").at_least(5);
pub(super) const DESCRIPTION: Field = Field::optional("description", Kind::Text, "Description")
    .at_most(256)
    .blank();
pub(super) const METADATA: Field = Field::optional("metadata", Kind::Any, "Metadata");

/// Name of a link, its path below the instance, and its kind in `OPTIONS`.
type Link = (&'static str, &'static str, &'static str);

const LINKS_V1_1: [Link; 18] = [
    ("self", "", "detail"),
    ("admins", "admins/", "list"),
    ("snippets", "snippets/", "snippets"),
    ("endpoints", "endpoints/", "endpoints"),
    ("push_notification", "push_notifications/", "notifications"),
    ("classes", "classes/", "list"),
    ("invitations", "invitations/", "list"),
    ("api_keys", "api_keys/", "list"),
    ("triggers", "triggers/", "list"),
    ("schedules", "schedules/", "list"),
    ("users", "users/", "list"),
    ("groups", "groups/", "list"),
    ("channels", "channels/", "list"),
    ("batch", "batch/", "batch"),
    ("rename", "rename/", "rename"),
    ("backups", "backups/", "instance_backups"),
    ("restores", "restores/", "list"),
    ("hosting", "hosting/", "list"),
];

/// What the first version has instead of snippets, endpoints and hosting.
const LINKS_V1: [Link; 5] = [
    ("codeboxes", "codeboxes/", "list"),
    ("runtimes", "codeboxes/runtimes/", "runtimes"),
    ("webhooks", "webhooks/", "list"),
    ("hla_objects", "api/objects/", "list"),
    ("templates", "templates/", "list"),
];

/// What the second version has on top.
const LINKS_V2: [Link; 9] = [
    ("classes-acl", "classes/acl/", "acl"),
    ("channels-acl", "channels/acl/", "acl"),
    ("script-endpoints-acl", "endpoints/scripts/acl/", "acl"),
    ("groups-acl", "groups/acl/", "acl"),
    ("users-schema", "users/schema/", "schema"),
    ("triggers-emit", "triggers/emit/", "emit"),
    ("sockets", "sockets/", "list"),
    ("sockets-install", "sockets/install/", "install"),
    ("environments", "environments/", "list"),
];

/// Fields of an instance when it is made.
pub(super) const ON_CREATION: &[Field] = &fields(NAME);
/// Fields of an instance when it is changed: its name stays.
pub(super) const ON_CHANGE: &[Field] = &fields(NAME.read_only());

const fn fields(name: Field) -> [Field; 9] {
    [
        name,
        DESCRIPTION,
        Field::optional("owner", Kind::Nested(ACCOUNT), "Owner").read_only(),
        Field::optional("created_at", Kind::DateTime, "Created at").read_only(),
        Field::optional("updated_at", Kind::DateTime, "Updated at").read_only(),
        Field::optional("role", Kind::Any, "Role").read_only(),
        Field::optional("location", Kind::Text, "Location").read_only(),
        METADATA,
        Field::optional("links", Kind::Links(&LINKS_V1_1), "Links"),
    ]
}

fn links_of(version: Version) -> Vec<Link> {
    let in_v1 = |link: &Link| !matches!(link.0, "snippets" | "endpoints" | "hosting");
    match version {
        Version::V1 => LINKS_V1_1
            .into_iter()
            .filter(in_v1)
            .chain(LINKS_V1)
            .collect(),
        Version::V1_1 => LINKS_V1_1.to_vec(),
        Version::V2 => LINKS_V1_1.into_iter().chain(LINKS_V2).collect(),
    }
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
        .into_iter()
        .map(|(name, path, _)| {
            (
                name.to_owned(),
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

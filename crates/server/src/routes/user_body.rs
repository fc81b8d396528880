//! How an end user looks on the wire.

use super::groups::{self, group_body};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::level::Level;
use crate::domain::version::Version;
use crate::http::date::date;
use crate::http::{ApiError, Call, Shape};
use crate::json::{Json, Object, object};
use crate::store::{User, UserRecord};

const ID: Field = Field::optional("id", Kind::Integer, "ID").read_only();
pub(super) const USERNAME: Field = Field::required("username", Kind::Text, "Username").at_most(64);
pub(super) const PASSWORD: Field = Field::required("password", Kind::Text, "Password")
    .at_most(128)
    .write_only();
pub(super) const PROFILE: Field =
    Field::optional("profile", Kind::Nested(PROFILE_FIELDS), "Profile").open();
const GROUPS: Field = Field::optional("groups", Kind::Any, "Groups")
    .holds(Holds::Many(groups::FIELDS))
    .read_only();
const USER_KEY: Field = Field::optional("user_key", Kind::Any, "User key")
    .holds(Holds::Key)
    .read_only();
const LINKS: Field = Field::optional(
    "links",
    Kind::Links(&[
        ("self", "", "detail"),
        ("groups", "groups/", "list"),
        ("reset-key", "reset_key/", "reset-key"),
        ("profile", "profile/", "detail"),
    ]),
    "Links",
);

pub(super) const OWNER_PERMISSIONS: Field = level("owner_permissions", "Owner permissions");
pub(super) const GROUP: Field = Field::optional("group", Kind::Any, "Group")
    .holds(Holds::Row)
    .nullable();
pub(super) const GROUP_PERMISSIONS: Field = level("group_permissions", "Group permissions");
pub(super) const OTHER_PERMISSIONS: Field = level("other_permissions", "Other permissions");
pub(super) const CHANNEL: Field =
    Field::optional("channel", Kind::Any, "Channel").holds(Holds::Nothing);
pub(super) const CHANNEL_ROOM: Field = Field::optional("channel_room", Kind::Text, "Channel room")
    .at_most(128)
    .nullable();

/// Sent with a change that shall only be made to the profile as the caller knows it.
pub(super) const EXPECTED_REVISION: Field =
    Field::optional("expected_revision", Kind::Integer, "Expected revision");

/// What every profile has. A profile's own fields come after these.
pub(super) const PROFILE_FIELDS: &[Field] = &[
    ID,
    Field::optional("created_at", Kind::DateTime, "Created at").read_only(),
    Field::optional("updated_at", Kind::DateTime, "Updated at").read_only(),
    Field::optional("revision", Kind::Integer, "Revision").read_only(),
    Field::optional("owner", Kind::Any, "Owner")
        .holds(Holds::Row)
        .read_only(),
    OWNER_PERMISSIONS,
    GROUP,
    GROUP_PERMISSIONS,
    OTHER_PERMISSIONS,
    CHANNEL,
    CHANNEL_ROOM,
    Field::optional(
        "links",
        Kind::Links(&[("self", "", "detail"), ("owner", "", "detail")]),
        "Links",
    ),
];

/// Fields of a user. The password is taken and never shown.
pub(super) const FIELDS: &[Field] = &[ID, USERNAME, PASSWORD, PROFILE, GROUPS, USER_KEY, LINKS];

/// The same where an application that makes a user does not get the key.
const FIELDS_V2: &[Field] = &[
    ID,
    USERNAME,
    PASSWORD,
    PROFILE,
    GROUPS,
    USER_KEY.absent(),
    LINKS,
];

pub(super) const SHAPE: Shape = Shape::of("User", |version| match version {
    Version::V2 => FIELDS_V2,
    _ => FIELDS,
});

const fn level(name: &'static str, label: &'static str) -> Field {
    Field::optional(name, Kind::Choice(Level::NAMES), label)
}

/// A user with the key.
///
/// # Errors
/// 404 when the route lies below no instance.
pub(super) fn user_body(call: &Call, record: &UserRecord) -> Result<Json, ApiError> {
    let instance = call.instance()?.name.as_str();
    let user = &record.user;
    let path = format!("instances/{instance}/users/{}/", user.id);
    let groups: Result<Vec<Json>, ApiError> = record
        .groups
        .iter()
        .map(|group| group_body(call, group))
        .collect();
    let links = object([
        ("self", call.link(&path)),
        ("groups", call.link(&format!("{path}groups/"))),
        ("reset-key", call.link(&format!("{path}reset_key/"))),
        ("profile", call.link(&profile_path(instance, user.id))),
    ]);
    Ok(object([
        ("id", user.id.into()),
        ("username", user.username.as_str().into()),
        ("profile", profile_body(call, user, instance)),
        ("groups", groups?.into()),
        ("user_key", record.key.expose().into()),
        ("links", links),
    ]))
}

fn profile_path(instance: &str, id: i64) -> String {
    format!("instances/{instance}/classes/user_profile/objects/{id}/")
}

/// A profile, as part of its user and as a data object.
pub(super) fn profile_body(call: &Call, user: &User, instance: &str) -> Json {
    let profile = &user.profile;
    let level = |level: Level| -> Json { level.name().into() };
    let links = object([
        ("self", call.link(&profile_path(instance, user.id))),
        (
            "owner",
            call.link(&format!("instances/{instance}/users/{}/", user.id)),
        ),
    ]);
    let members: [(&str, Json); 11] = [
        ("id", user.id.into()),
        ("created_at", date(profile.created_at)),
        ("updated_at", date(profile.updated_at)),
        ("revision", profile.revision.into()),
        ("owner", user.id.into()),
        ("owner_permissions", level(profile.owner_permissions)),
        ("group", profile.group_id.into()),
        ("group_permissions", level(profile.group_permissions)),
        ("other_permissions", level(profile.other_permissions)),
        ("channel", Json::Null),
        ("channel_room", profile.channel_room.clone().into()),
    ];
    let named = members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let own = profile.fields.clone().into_iter();
    let links = std::iter::once(("links".to_owned(), links));
    Json::Object(named.chain(own).chain(links).collect::<Object>())
}

//! Reading a user's fields out of a request.

use syncano_vault::Password;

use super::user_body::{
    CHANNEL, CHANNEL_ROOM, EXPECTED_REVISION, GROUP, GROUP_PERMISSIONS, OTHER_PERMISSIONS,
    OWNER_PERMISSIONS, PASSWORD, PROFILE, PROFILE_FIELDS, USERNAME,
};
use crate::domain::differences::Switch;
use crate::domain::field::Field;
use crate::domain::form::{Form, Input};
use crate::domain::level::Level;
use crate::domain::messages;
use crate::http::{ApiError, Call, Identity};
use crate::json::{Json, Object};
use crate::store::{ProfileChange, User, UserRecord};

/// Fields that a profile may have beyond those of every profile.
const FIELDS_MAX: usize = 32;
const FIELD_NAME_CHARS_MAX: usize = 64;
const FIELD_CHARS_MAX: usize = 32_000;

/// What a request says about a user.
#[derive(Debug)]
pub(super) struct UserForm {
    /// In the caller's spelling.
    pub(super) username: Option<String>,
    pub(super) password: Option<Password>,
    pub(super) profile: ProfileChange,
}

/// Reads a request that makes a user (`present` is `None`), or one that changes it.
///
/// # Errors
/// The problems of all fields.
pub(super) async fn read(
    call: &Call,
    input: &Input,
    is_whole: bool,
    present: Option<&UserRecord>,
) -> Result<UserForm, ApiError> {
    let mut form = if is_whole {
        Form::whole(input)?
    } else {
        Form::partial(input)?
    };
    let username = form.text(&USERNAME);
    let password = form.password(&PASSWORD);
    let mut profile = ProfileChange::default();
    if let Some(mut nested) = form.nested(&PROFILE) {
        let highest = match (&call.identity, &call.user, present) {
            (Identity::ApiKey(key), Some(own), Some(present)) if !key.flags.ignore_acl => {
                level_of(call, own, present).await?
            }
            _ => Level::Full,
        };
        profile = read_profile(call, &mut nested, present, highest).await?;
        form.absorb(&PROFILE, nested.finish());
    }
    form.finish()?;
    Ok(UserForm {
        username,
        password,
        profile,
    })
}

/// Reads a profile's fields, of which no permission gets above `highest`: nobody can
/// hand out more of an object than it has.
pub(super) async fn read_profile(
    call: &Call,
    form: &mut Form<'_>,
    present: Option<&UserRecord>,
    highest: Level,
) -> Result<ProfileChange, ApiError> {
    let mut level = |field: &Field| {
        let level = form.choice(field).and_then(Level::from_name);
        level.map(|level| level.min(highest))
    };
    let owner_permissions = level(&OWNER_PERMISSIONS);
    let group_permissions = level(&GROUP_PERMISSIONS);
    let other_permissions = level(&OTHER_PERMISSIONS);
    let group_id = form.nullable_row(&GROUP);
    if let Some(Some(id)) = group_id
        && !call.app.store.has_group(call.instance()?, id).await?
    {
        form.refuse(&GROUP, vec![messages::no_such_row(&id.to_string())]);
    }
    // There are no channels here, so no name is one.
    if let Some(Some(name)) = form.nullable_text(&CHANNEL) {
        form.refuse(&CHANNEL, vec![messages::no_such_name(&name)]);
    }
    let channel_room = form.nullable_text(&CHANNEL_ROOM);
    let expected_revision = form.integer(&EXPECTED_REVISION);
    let is_closed = call.app.settings.is_original(Switch::DeclaredProfiles);
    let fields = if is_closed {
        Object::new()
    } else {
        own_fields(form, present)
    };
    Ok(ProfileChange {
        owner_permissions,
        group_id,
        group_permissions,
        other_permissions,
        channel_room,
        expected_revision,
        fields,
    })
}

/// What a user may do with a profile.
pub(super) async fn level_of(
    call: &Call,
    viewer: &User,
    present: &UserRecord,
) -> Result<Level, ApiError> {
    let profile = &present.user.profile;
    let mut level = profile.other_permissions;
    if viewer.id == present.user.id {
        level = level.max(profile.owner_permissions);
    }
    if let Some(group) = profile.group_id
        && call
            .app
            .store
            .is_in_group(call.instance()?, viewer.id, group)
            .await?
    {
        level = level.max(profile.group_permissions);
    }
    Ok(level)
}

/// Fields that not every profile has.
fn own_fields(form: &mut Form<'_>, present: Option<&UserRecord>) -> Object {
    let sent = form.members().iter();
    let own: Object = sent
        .filter(|(name, _)| *name != EXPECTED_REVISION.name)
        .filter(|(name, _)| PROFILE_FIELDS.iter().all(|field| field.name != *name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut problems: Vec<String> = own
        .iter()
        .filter_map(|(name, value)| field_problem(name, value))
        .collect();
    let names = present.map(|present| &present.user.profile.fields);
    let kept = names.map_or(0, |names| {
        names.keys().filter(|name| !own.contains_key(*name)).count()
    });
    if own.len() + kept > FIELDS_MAX {
        problems.push(messages::too_many_members(FIELDS_MAX));
    }
    if !problems.is_empty() {
        form.refuse_whole(problems);
    }
    own
}

fn field_problem(name: &str, value: &Json) -> Option<String> {
    let is_name = name.len() <= FIELD_NAME_CHARS_MAX
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !is_name {
        return Some(messages::bad_field_name(name));
    }
    let is_storable = value.is_finite() && !value.any_text(|text| text.contains('\0'));
    if !is_storable || value.literal().chars().count() > FIELD_CHARS_MAX {
        return Some(messages::bad_field_value(name, FIELD_CHARS_MAX));
    }
    None
}

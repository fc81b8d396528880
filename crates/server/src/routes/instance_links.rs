//! What an instance links to, in each version.

use crate::domain::version::Version;

/// Name of a link, its path below the instance, and its kind in `OPTIONS`.
pub(super) type Link = (&'static str, &'static str, &'static str);

/// The links of a version, in the order of answers.
pub(super) const fn links_of(version: Version) -> &'static [Link] {
    match version {
        Version::V1 => &V1,
        Version::V1_1 => &V1_1,
        Version::V2 => &V2,
    }
}

/// The first version has code boxes and web hooks where the others have snippets and endpoints.
const V1: [Link; 20] = [
    ("self", "", "detail"),
    ("admins", "admins/", "list"),
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
    ("codeboxes", "codeboxes/", "list"),
    ("runtimes", "codeboxes/runtimes/", "runtimes"),
    ("webhooks", "webhooks/", "list"),
    ("hla_objects", "api/objects/", "list"),
    ("templates", "templates/", "list"),
];

const V1_1: [Link; 18] = [
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

/// The second version has a few more.
const V2: [Link; 27] = [
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

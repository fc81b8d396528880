//! Who may use a route, decided without looking at any object.

use super::role::Role;

/// What a caller wants to do with a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
    /// Anything else; no route has it.
    Other,
}

impl Verb {
    /// Every verb that a route can have, in the order of `Allow`.
    pub(crate) const ALL: [Self; 7] = [
        Self::Get,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
        Self::Head,
        Self::Options,
    ];

    /// The verb that a method's name stands for.
    pub(crate) fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|verb| verb.name() == name)
            .unwrap_or(Self::Other)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Other => "",
        }
    }

    /// Whether the verb changes nothing.
    pub(crate) const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options)
    }
}

/// What an API key may do beyond reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ApiKeyFlags {
    pub(crate) ignore_acl: bool,
    pub(crate) allow_user_create: bool,
    pub(crate) allow_group_create: bool,
    pub(crate) allow_anonymous_read: bool,
}

/// What an application shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grants {
    /// The flags of its API key.
    pub(crate) flags: ApiKeyFlags,
    /// Whether a good user key came with the API key.
    pub(crate) with_user: bool,
}

/// Who calls, as far as a route's permission depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// No key at all.
    Anonymous,
    /// An account key; the role is the one in the route's instance, if it has one.
    Admin(Option<Role>),
    /// An API key; on a route below an instance, one of that instance.
    Application(Grants),
}

/// The rule of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody, and keys are not even looked at.
    Unkeyed,
    /// Everybody, but a key that is shown must be good.
    Public,
    /// Account keys only.
    Account,
    /// Account keys; API keys for reading.
    AccountOrReader,
    /// Administrators with all rights in the instance; API keys for reading.
    KeyManager,
    /// Administrators with all rights in the instance, and nobody else: the log names
    /// every key and every administrator, so it is for those who manage both. An API key
    /// would hand it to whoever has the application.
    AuditLog,
    /// Account keys and API keys alike; what they do is judged later.
    Keyed,
    /// Administrators of the instance for reading, those with all rights for writing.
    Membership,
    /// The same for the list of administrators, which the original showed to everybody.
    AdminList,
    /// The same for one administrator, whom the object's own rule protects: every
    /// administrator may ask to be removed.
    Member,
    /// Administrators of the instance by their role; API keys for reading.
    Configuration,
    /// The end user whose user key comes with an API key.
    EndUser,
    /// All users of an instance.
    UserList,
    /// One user of an instance.
    UserRecord,
    /// Groups of an instance.
    Groups,
    /// Who is in which group.
    GroupMembers,
    /// Data objects.
    Objects,
    /// Administrators of the instance by their role, and no application at all.
    Backstage,
    /// Profiles as data objects, which come and go with their users only. What a caller
    /// may do with one is for the object's own levels to say.
    Profiles,
}

/// Whether `caller` may use a route under `rule` with `verb`.
pub(crate) fn is_allowed(rule: Access, caller: Caller, verb: Verb) -> bool {
    match (rule, caller) {
        (Access::Unkeyed | Access::Public, _) => true,
        (_, Caller::Anonymous) => false,
        (_, Caller::Admin(role)) => admin_may(rule, role, verb),
        (_, Caller::Application(grants)) => application_may(rule, grants, verb),
    }
}

fn admin_may(rule: Access, role: Option<Role>, verb: Verb) -> bool {
    let least = |writer: Role| Some(if verb.is_safe() { Role::Read } else { writer });
    match rule {
        Access::Unkeyed
        | Access::Public
        | Access::Account
        | Access::AccountOrReader
        | Access::Keyed => true,
        Access::KeyManager | Access::AuditLog => role >= Some(Role::Full),
        Access::Profiles if matches!(verb, Verb::Post | Verb::Delete) => false,
        Access::Member if verb == Verb::Delete => role.is_some(),
        Access::Membership | Access::AdminList | Access::Member => role >= least(Role::Full),
        Access::Configuration
        | Access::UserList
        | Access::UserRecord
        | Access::Groups
        | Access::GroupMembers
        | Access::Objects
        | Access::Backstage
        | Access::Profiles => role >= least(Role::Write),
        Access::EndUser => false,
    }
}

fn application_may(rule: Access, grants: Grants, verb: Verb) -> bool {
    let flags = grants.flags;
    // With a user key only that user is shown, whatever the flag; handlers see to it.
    let sees_users = flags.ignore_acl || grants.with_user;
    match rule {
        Access::Unkeyed | Access::Public | Access::Keyed => true,
        Access::Account
        | Access::AuditLog
        | Access::Membership
        | Access::AdminList
        | Access::Member
        | Access::Backstage => false,
        Access::AccountOrReader | Access::KeyManager | Access::Configuration => verb.is_safe(),
        Access::EndUser => grants.with_user,
        Access::UserList if verb == Verb::Post => flags.ignore_acl || flags.allow_user_create,
        Access::UserRecord if verb == Verb::Delete => flags.ignore_acl,
        Access::UserList | Access::UserRecord => sees_users,
        Access::Groups => verb.is_safe() || (verb == Verb::Post && flags.allow_group_create),
        Access::GroupMembers => verb.is_safe() && grants.with_user,
        Access::Profiles if matches!(verb, Verb::Post | Verb::Delete) => false,
        Access::Objects | Access::Profiles => {
            sees_users || (verb.is_safe() && flags.allow_anonymous_read)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPLICATION: Caller = Caller::Application(Grants {
        flags: ApiKeyFlags {
            ignore_acl: false,
            allow_user_create: false,
            allow_group_create: false,
            allow_anonymous_read: false,
        },
        with_user: false,
    });

    const CALLERS: [Caller; 7] = [
        Caller::Anonymous,
        APPLICATION,
        Caller::Admin(None),
        Caller::Admin(Some(Role::Read)),
        Caller::Admin(Some(Role::Write)),
        Caller::Admin(Some(Role::Full)),
        Caller::Admin(Some(Role::Owner)),
    ];

    fn allowed(rule: Access, verb: Verb) -> Vec<Caller> {
        CALLERS
            .into_iter()
            .filter(|caller| is_allowed(rule, *caller, verb))
            .collect()
    }

    #[test]
    fn only_owners_and_full_administrators_manage_keys() {
        let managers = [
            Caller::Admin(Some(Role::Full)),
            Caller::Admin(Some(Role::Owner)),
        ];
        for verb in [Verb::Post, Verb::Put, Verb::Patch, Verb::Delete] {
            assert_eq!(allowed(Access::KeyManager, verb), managers, "{verb:?}");
        }
        let readers = [&[APPLICATION], managers.as_slice()].concat();
        assert_eq!(allowed(Access::KeyManager, Verb::Get), readers);
        assert_eq!(allowed(Access::AuditLog, Verb::Get), managers);
    }

    #[test]
    fn an_api_key_never_reaches_the_account() {
        for verb in Verb::ALL {
            assert!(!is_allowed(Access::Account, APPLICATION, verb), "{verb:?}");
        }
    }

    #[test]
    fn every_administrator_sees_the_others_and_only_the_highest_change_them() {
        let managers = [
            Caller::Admin(Some(Role::Full)),
            Caller::Admin(Some(Role::Owner)),
        ];
        let members: Vec<Caller> = CALLERS[3..].to_vec();
        for rule in [Access::Membership, Access::AdminList, Access::Member] {
            assert_eq!(allowed(rule, Verb::Get), members, "{rule:?}");
            for verb in [Verb::Post, Verb::Put, Verb::Patch] {
                assert_eq!(allowed(rule, verb), managers, "{rule:?} {verb:?}");
            }
        }
        assert_eq!(allowed(Access::Membership, Verb::Delete), managers);
        assert_eq!(allowed(Access::Member, Verb::Delete), members);
    }

    #[test]
    fn nobody_without_a_key_passes_a_protected_route() {
        for rule in [
            Access::Account,
            Access::AccountOrReader,
            Access::KeyManager,
            Access::AuditLog,
            Access::Keyed,
            Access::Membership,
            Access::AdminList,
            Access::Member,
            Access::Configuration,
            Access::EndUser,
            Access::UserList,
            Access::UserRecord,
            Access::Groups,
            Access::GroupMembers,
            Access::Profiles,
        ] {
            for verb in Verb::ALL {
                assert!(
                    !is_allowed(rule, Caller::Anonymous, verb),
                    "{rule:?} {verb:?}"
                );
            }
        }
    }

    /// What an API key with these flags, and with a user key or without, may do.
    fn application(flag: &str, with_user: bool) -> Caller {
        Caller::Application(Grants {
            flags: ApiKeyFlags {
                ignore_acl: flag == "ignore_acl",
                allow_user_create: flag == "allow_user_create",
                allow_group_create: flag == "allow_group_create",
                allow_anonymous_read: flag == "allow_anonymous_read",
            },
            with_user,
        })
    }

    #[test]
    fn each_flag_opens_what_it_is_named_after_and_nothing_else() {
        let rows = [
            (Access::UserList, Verb::Post, "ignore_acl allow_user_create"),
            (Access::UserList, Verb::Get, "ignore_acl"),
            (Access::UserRecord, Verb::Get, "ignore_acl"),
            (Access::UserRecord, Verb::Patch, "ignore_acl"),
            (Access::UserRecord, Verb::Post, "ignore_acl"),
            (Access::UserRecord, Verb::Delete, "ignore_acl"),
            (Access::Groups, Verb::Post, "allow_group_create"),
            (Access::Groups, Verb::Patch, ""),
            (Access::Groups, Verb::Delete, ""),
            (Access::GroupMembers, Verb::Get, ""),
            (Access::GroupMembers, Verb::Post, ""),
            (Access::EndUser, Verb::Get, ""),
            (
                Access::Profiles,
                Verb::Get,
                "ignore_acl allow_anonymous_read",
            ),
            (Access::Profiles, Verb::Patch, "ignore_acl"),
            (Access::Profiles, Verb::Post, ""),
            (Access::Profiles, Verb::Delete, ""),
        ];
        let flags = [
            "ignore_acl",
            "allow_user_create",
            "allow_group_create",
            "allow_anonymous_read",
        ];
        for (rule, verb, openers) in rows {
            assert!(!is_allowed(rule, APPLICATION, verb), "{rule:?} {verb:?}");
            for flag in flags {
                let opens = openers.split(' ').any(|opener| opener == flag);
                let allowed = is_allowed(rule, application(flag, false), verb);
                assert_eq!(allowed, opens, "{rule:?} {verb:?} {flag}");
            }
        }
    }

    #[test]
    fn a_user_key_opens_reading_and_changing_users_but_not_deleting_them() {
        let user = application("", true);
        for (rule, verb, allowed) in [
            (Access::UserList, Verb::Get, true),
            (Access::UserList, Verb::Post, false),
            (Access::UserRecord, Verb::Put, true),
            (Access::UserRecord, Verb::Delete, false),
            (Access::GroupMembers, Verb::Get, true),
            (Access::GroupMembers, Verb::Delete, false),
            (Access::Groups, Verb::Post, false),
            (Access::EndUser, Verb::Patch, true),
        ] {
            assert_eq!(is_allowed(rule, user, verb), allowed, "{rule:?} {verb:?}");
        }
    }
}

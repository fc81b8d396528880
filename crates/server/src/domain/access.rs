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

/// Who calls, as far as a route's permission depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// No key at all.
    Anonymous,
    /// An account key; the role is the one in the route's instance, if it has one.
    Admin(Option<Role>),
    /// An API key; on a route below an instance, one of that instance.
    Application,
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
    /// The end user whose user key comes with an API key.
    EndUser,
}

/// Whether `caller` may use a route under `rule` with `verb`.
pub(crate) fn is_allowed(rule: Access, caller: Caller, verb: Verb) -> bool {
    match (rule, caller) {
        (Access::Unkeyed | Access::Public, _)
        | (Access::Account | Access::AccountOrReader, Caller::Admin(_)) => true,
        (Access::KeyManager, Caller::Admin(role)) => role >= Some(Role::Full),
        (Access::AccountOrReader | Access::KeyManager, Caller::Application) => verb.is_safe(),
        (_, Caller::Anonymous)
        | (Access::Account | Access::EndUser, Caller::Application)
        | (Access::EndUser, Caller::Admin(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLERS: [Caller; 7] = [
        Caller::Anonymous,
        Caller::Application,
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
        let readers = [&[Caller::Application], managers.as_slice()].concat();
        assert_eq!(allowed(Access::KeyManager, Verb::Get), readers);
    }

    #[test]
    fn an_api_key_never_reaches_the_account() {
        for verb in Verb::ALL {
            assert!(
                !is_allowed(Access::Account, Caller::Application, verb),
                "{verb:?}"
            );
        }
    }

    #[test]
    fn nobody_without_a_key_passes_a_protected_route() {
        for rule in [
            Access::Account,
            Access::AccountOrReader,
            Access::KeyManager,
            Access::EndUser,
        ] {
            for verb in Verb::ALL {
                assert!(
                    !is_allowed(rule, Caller::Anonymous, verb),
                    "{rule:?} {verb:?}"
                );
            }
        }
    }
}

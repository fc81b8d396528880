//! Where this server deliberately behaves unlike the original, in one list.

use std::fmt;

/// A difference that the operator can undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Switch {
    /// See the entry of the same name in [`DIFFERENCES`].
    LoginReasons,
    /// See the entry of the same name in [`DIFFERENCES`].
    KeysInQueryAndBody,
    /// See the entry of the same name in [`DIFFERENCES`].
    InstanceExistence,
    /// See the entry of the same name in [`DIFFERENCES`].
    ServerErrors,
    /// See the entry of the same name in [`DIFFERENCES`].
    RefusedUncounted,
    /// See the entry of the same name in [`DIFFERENCES`].
    ApiKeysUnthrottled,
    /// See the entry of the same name in [`DIFFERENCES`].
    HiddenRetryAfter,
    /// See the entry of the same name in [`DIFFERENCES`].
    FourInstances,
    /// See the entry of the same name in [`DIFFERENCES`].
    LargeBodies,
    /// See the entry of the same name in [`DIFFERENCES`].
    AccessLists,
    /// See the entry of the same name in [`DIFFERENCES`].
    DeclaredProfiles,
    /// See the entry of the same name in [`DIFFERENCES`].
    BareBatchCode,
    /// See the entry of the same name in [`DIFFERENCES`].
    MailReasons,
    /// See the entry of the same name in [`DIFFERENCES`].
    PublicAdmins,
    /// See the entry of the same name in [`DIFFERENCES`].
    ForeignInvitations,
    /// See the entry of the same name in [`DIFFERENCES`].
    InvitationKeysShown,
    /// See the entry of the same name in [`DIFFERENCES`].
    FreeGuesses,
}

/// One deliberate difference.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Name in documents and on the command line.
    pub id: &'static str,
    /// What this server does.
    pub ours: &'static str,
    /// What the original did.
    pub original: &'static str,
    /// Why they differ.
    pub reason: &'static str,
    /// What brings the original's behaviour back; `None` when nothing does.
    pub switch: Option<Switch>,
}

/// Every deliberate difference.
pub const DIFFERENCES: [Difference; 28] = [
    Difference {
        id: "login-reasons",
        ours: "A wrong e-mail and a wrong password get the same 401, `Invalid email or password.`; \
               for end users `Invalid username or password.`",
        original: "`Invalid email.`, `Invalid username.` or `Invalid password.`",
        reason: "The original tells anybody which addresses have an account, and which user \
                 names an application has.",
        switch: Some(Switch::LoginReasons),
    },
    Difference {
        id: "keys-in-query-and-body",
        ours: "Keys count in the headers `X-API-KEY`, `X-USER-KEY` and `Authorization` only.",
        original: "Also in the query (`api_key`, `apikey`, `user_key`, `userkey`) and in the body \
                   (`_api_key`, `_user_key`, and with `text/plain` a `_method`), and in the paths \
                   of a batch, where `?api_key=` replaces the sender's key.",
        reason: "Addresses end up in logs, histories and `Referer` headers.",
        switch: Some(Switch::KeysInQueryAndBody),
    },
    Difference {
        id: "instance-existence",
        ours: "Below an instance the key is checked before the instance is looked for, and \
               permissions before the user, group or class of a nested route.",
        original: "Unknown instances, users, groups and classes are 404 for everybody, known ones 403.",
        reason: "Without a key nobody should learn what exists.",
        switch: Some(Switch::InstanceExistence),
    },
    Difference {
        id: "server-errors",
        ours: "Bad input gets 400 or 403 with JSON: an e-mail that is taken, a NUL character in a \
               text, a `_api_key` that is no text, a rename whose body is no object. A registration's \
               `mixpanel` is ignored like any field that there is not.",
        original: "500 with HTML for each of these.",
        reason: "They are the caller's mistakes, and a 500 hides what to mend.",
        switch: Some(Switch::ServerErrors),
    },
    Difference {
        id: "refused-uncounted",
        ours: "Requests that are refused with 403 count towards the limits as well.",
        original: "They do not, so keys can be guessed at full speed.",
        reason: "A guess must cost what a call costs.",
        switch: Some(Switch::RefusedUncounted),
    },
    Difference {
        id: "api-keys-unthrottled",
        ours: "API keys on `/instances/` and `/instances/{name}/` share their instance's limit.",
        original: "They have no limit there.",
        reason: "One key should not be able to take the whole server.",
        switch: Some(Switch::ApiKeysUnthrottled),
    },
    Difference {
        id: "hidden-retry-after",
        ours: "Answers to other origins have `Access-Control-Expose-Headers: Retry-After`.",
        original: "No header is exposed.",
        reason: "Without it a web page cannot see how long to wait, and tries again at once.",
        switch: Some(Switch::HiddenRetryAfter),
    },
    Difference {
        id: "four-instances",
        ours: "An account may own 16 instances, or what `--instances-per-account` says.",
        original: "4 on the plan of the recordings, 16 on paid plans.",
        reason: "There are no plans here.",
        switch: Some(Switch::FourInstances),
    },
    Difference {
        id: "large-bodies",
        ours: "Bodies of more than 256 KiB, or what `--body-bytes-max` says, get 413 with JSON.",
        original: "128 MiB, cut by a proxy.",
        reason: "Nothing in this API needs more, and memory is finite.",
        switch: Some(Switch::LargeBodies),
    },
    Difference {
        id: "access-lists",
        ours: "In `/v2/` the flags of API keys decide who makes users and groups, as in `/v1.1/`.",
        original: "Access lists decide, whose defaults let any API key make users.",
        reason: "A key that may not make users must not get there by another version.",
        switch: Some(Switch::AccessLists),
    },
    Difference {
        id: "declared-profiles",
        ours: "A user's profile keeps any further fields that it is sent, as JSON.",
        original: "Only those that the schema of the class `user_profile` declares; others are \
                   ignored.",
        reason: "There are no classes here, so nothing could declare a field.",
        switch: Some(Switch::DeclaredProfiles),
    },
    Difference {
        id: "bare-batch-code",
        ours: "A path of a batch that has no route is answered `{\"code\":404,\"content\":…}`.",
        original: "The bare text `code`.",
        reason: "Every other entry is an object, and clients read its code.",
        switch: Some(Switch::BareBatchCode),
    },
    Difference {
        id: "mail-reasons",
        ours: "Asking for a password reset or another activation mail is 204 for every address.",
        original: "`Email not found.` for unknown ones, `Account has already been activated.`",
        reason: "The original tells anybody which addresses have an account.",
        switch: Some(Switch::MailReasons),
    },
    Difference {
        id: "public-admins",
        ours: "Only an instance's administrators see the list of its administrators.",
        original: "Everybody does, with an API key, with any account key or with none.",
        reason: "The list holds names and e-mail addresses.",
        switch: Some(Switch::PublicAdmins),
    },
    Difference {
        id: "foreign-invitations",
        ours: "An invitation key works for the account with the invited e-mail address only.",
        original: "Whoever has the key can redeem it.",
        reason: "Whoever comes by somebody else's invitation should not get in with it.",
        switch: Some(Switch::ForeignInvitations),
    },
    Difference {
        id: "invitation-keys-shown",
        ours: "Administrators with the role `write` or `read` see an instance's invitations with \
               an empty `key`.",
        original: "They see the keys, also of invitations to higher roles than theirs.",
        reason: "A key would let them raise themselves.",
        switch: Some(Switch::InvitationKeysShown),
    },
    Difference {
        id: "mailed-tokens",
        ours: "A mailed token serves the purpose of its mail, once, and ends when the account \
               changes its e-mail; an account gets at most five mails of a kind in an hour.",
        original: "One token serves activation and password reset, on its day until the password \
                   changes; there is a mail for every request.",
        reason: "A token opens the account, so it should do no more than it was asked for.",
        switch: None,
    },
    Difference {
        id: "no-social-login",
        ours: "No provider is configured: every social token is 401, as one that a provider \
               refuses.",
        original: "Facebook, Google and GitHub are asked.",
        reason: "Applications of the original at these providers are gone.",
        switch: None,
    },
    Difference {
        id: "free-guesses",
        ours: "After five failed logins under one name from one network, or fifty under any \
               names, each further one has to wait twice as long, up to 15 minutes: 429 with \
               `Retry-After`.",
        original: "Only the limit of requests a second.",
        reason: "Passwords must not be guessed. The right one still works from another network.",
        switch: Some(Switch::FreeGuesses),
    },
    Difference {
        id: "header-space",
        ours: "White space around a header's value is no part of it.",
        original: "Spaces after a key make it an unknown key.",
        reason: "HTTP says so, and every HTTP library strips it.",
        switch: None,
    },
    Difference {
        id: "no-store",
        ours: "Every answer of the API has `Cache-Control: no-store`.",
        original: "No such header.",
        reason: "Answers hold keys, which no cache should keep.",
        switch: None,
    },
    Difference {
        id: "request-ids",
        ours: "Every answer of the API has an `X-Request-Id`, which is in the server's logs as well.",
        original: "No such header.",
        reason: "What a caller saw can be found again.",
        switch: None,
    },
    Difference {
        id: "json-limits",
        ours: "JSON nested deeper than 128 levels is a parse error, and whole numbers of more than \
               38 digits are rounded.",
        original: "Deeper nesting and longer numbers are read.",
        reason: "No field needs them, and reading must not take more of the stack than there is.",
        switch: None,
    },
    Difference {
        id: "no-access-lists",
        ours: "In `/v2/` users and groups look as in `/v1.1/`, and there are no access lists.",
        original: "Users, groups and endpoints have an `acl`.",
        reason: "Flags and roles are what decides here; the lists belong to data objects.",
        switch: None,
    },
    Difference {
        id: "no-billing",
        ours: "Nobody is blocked for a bill, and accounts stay whether they are used or not.",
        original: "403 when an instance's owner has no plan, and the free one ends after 30 days; \
                   accounts that nobody used for 90 days are deleted.",
        reason: "There are no plans here.",
        switch: None,
    },
    Difference {
        id: "no-other-resources",
        ours: "There are no classes, data objects, scripts, triggers, schedules, channels, bills, \
               statistics and backups. Whom the original refuses there is refused, and whoever it \
               lets in gets 404; a list of backups or statistics has its links.",
        original: "It has them.",
        reason: "This server is for accounts, keys, and who may do what.",
        switch: None,
    },
    Difference {
        id: "audit-log",
        ours: "`GET /instances/{name}/audit/` tells administrators with the role `full` who did \
               what to which key, `GET /account/audit/` an account what happened to its own.",
        original: "No such routes: 404.",
        reason: "Who holds keys must be able to see who changed them.",
        switch: None,
    },
    Difference {
        id: "no-internal-callers",
        ours: "There are no staff accounts and no instance tokens; a token is an unknown key.",
        original: "Staff passes every check, and scripts act with tokens.",
        reason: "Both served the operator's own tools, which are not part of this server.",
        switch: None,
    },
];

impl Switch {
    /// Every switch.
    pub const ALL: [Self; 17] = [
        Self::LoginReasons,
        Self::KeysInQueryAndBody,
        Self::InstanceExistence,
        Self::ServerErrors,
        Self::RefusedUncounted,
        Self::ApiKeysUnthrottled,
        Self::HiddenRetryAfter,
        Self::FourInstances,
        Self::LargeBodies,
        Self::AccessLists,
        Self::DeclaredProfiles,
        Self::BareBatchCode,
        Self::MailReasons,
        Self::PublicAdmins,
        Self::ForeignInvitations,
        Self::InvitationKeysShown,
        Self::FreeGuesses,
    ];

    /// Name on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        let entry = DIFFERENCES
            .iter()
            .find(|difference| difference.switch == Some(self));
        entry.map_or("", |difference| difference.id)
    }

    /// The switch with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        DIFFERENCES
            .iter()
            .find(|difference| difference.id == id)?
            .switch
    }
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_has_exactly_one_entry_and_every_entry_its_own_name() {
        for switch in Switch::ALL {
            assert_eq!(Switch::from_id(switch.id()), Some(switch));
            assert_eq!(
                DIFFERENCES
                    .iter()
                    .filter(|d| d.switch == Some(switch))
                    .count(),
                1
            );
        }
        for entry in DIFFERENCES {
            assert_eq!(
                DIFFERENCES.iter().filter(|d| d.id == entry.id).count(),
                1,
                "{}",
                entry.id
            );
        }
    }
}

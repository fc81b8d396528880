//! Who may do what: the one table that is tested and documented.

/// Who asks, in the order of the cells.
pub(super) const CALLERS: [&str; 14] = [
    "nobody",
    "key",
    "`ignore_acl`",
    "`allow_user_create`",
    "`allow_group_create`",
    "`allow_anonymous_read`",
    "all flags",
    "key, user",
    "all flags, user",
    "stranger",
    "`read`",
    "`write`",
    "`full`",
    "owner",
];

/// What one verb of one route answers to each caller.
pub(super) struct Row {
    pub(super) verb: &'static str,
    /// The route's path.
    pub(super) path: &'static str,
    /// What stands for the parameters of the path, in their order: what the world of
    /// the test calls it.
    pub(super) with: &'static [&'static str],
    /// Body that passes every check of its fields; `$name` is filled in.
    pub(super) body: &'static str,
    /// One letter a caller; spaces do not count. See [`meaning`].
    pub(super) cells: &'static str,
}

/// What a letter says, and the sign for it in the document.
pub(super) fn meaning(cell: char) -> (&'static [u16], &'static str) {
    match cell {
        '+' => (&[200, 201, 204], "✔"),
        'b' => (&[400], "400"),
        'a' => (&[401], "401"),
        'x' => (&[403], "–"),
        '0' => (&[404], "404"),
        other => panic!("no such letter: {other}"),
    }
}

const fn row(
    verb: &'static str,
    path: &'static str,
    with: &'static [&'static str],
    body: &'static str,
    cells: &'static str,
) -> Row {
    Row {
        verb,
        path,
        with,
        body,
        cells,
    }
}

//                       nobody, keys, with user, stranger, roles
const EVERYBODY: &str = "+ ++++++ ++ + ++++";
const ACCOUNTS: &str = "x xxxxxx xx + ++++";
const ANY_KEY: &str = "x ++++++ ++ + ++++";
const INSIDERS: &str = "x ++++++ ++ x ++++";
const MEMBERS: &str = "x xxxxxx xx x ++++";
const WRITERS: &str = "x xxxxxx xx x x+++";
const MANAGERS: &str = "x xxxxxx xx x xx++";
const KEYS_AND_MANAGERS: &str = "x ++++++ ++ x xx++";
const USERS_AND_MEMBERS: &str = "x xxxxxx ++ x ++++";
const USERS: &str = "x xxxxxx ++ x xxxx";
const NOBODY: &str = "x xxxxxx xx x xxxx";

const PASSWORD: &str = r#"{"current_password":"correct horse","new_password":"another"}"#;
const LOGIN: &str = r#"{"email":"$email","password":"correct horse"}"#;
const SOCIAL: &str = r#"{"access_token":"x"}"#;
const REGISTER: &str = r#"{"email":"$unique@example.com","password":"x"}"#;
const WRONG_TOKEN: &str = r#"{"uid":"MQ","token":"x","new_password":"x"}"#;
const EMAIL: &str = r#"{"email":"$email"}"#;
const USER: &str = r#"{"username":"$unique","password":"x"}"#;
const USER_LOGIN: &str = r#"{"username":"alice","password":"correct horse"}"#;
const ROLE: &str = r#"{"role":"read"}"#;

#[rustfmt::skip]
pub(super) const ENTRY: &[Row] = &[
    row("GET", "", &[], "", EVERYBODY),
    row("OPTIONS", "", &[], "", EVERYBODY),
    row("GET", "usage/", &[], "", EVERYBODY),
    row("OPTIONS", "usage/", &[], "", EVERYBODY),
    row("GET", "backups/", &[], "", EVERYBODY),
    row("OPTIONS", "backups/", &[], "", EVERYBODY),
];

#[rustfmt::skip]
pub(super) const ACCOUNT: &[Row] = &[
    row("POST", "account/register/", &[], REGISTER, EVERYBODY),
    row("OPTIONS", "account/register/", &[], "", EVERYBODY),
    row("POST", "account/auth/", &[], LOGIN, EVERYBODY),
    row("OPTIONS", "account/auth/", &[], "", EVERYBODY),
    row("POST", "account/auth/{backend}/", &["github"], SOCIAL, "a aaaaaa aa a aaaa"),
    row("OPTIONS", "account/auth/{backend}/", &["github"], "", EVERYBODY),
    row("GET", "account/auth/backend/github/proxy", &[], "", "b bbbbbb bb b bbbb"),
    row("OPTIONS", "account/auth/backend/github/proxy", &[], "", EVERYBODY),
    row("POST", "account/activate/", &[], WRONG_TOKEN, "b bbbbbb bb b bbbb"),
    row("OPTIONS", "account/activate/", &[], "", EVERYBODY),
    row("POST", "account/resend_email/", &[], EMAIL, EVERYBODY),
    row("OPTIONS", "account/resend_email/", &[], "", EVERYBODY),
    row("GET", "account/audit/", &[], "", ACCOUNTS),
    row("OPTIONS", "account/audit/", &[], "", ACCOUNTS),
    row("GET", "account/", &[], "", ACCOUNTS),
    row("PUT", "account/", &[], EMAIL, ACCOUNTS),
    row("PATCH", "account/", &[], "", ACCOUNTS),
    row("OPTIONS", "account/", &[], "", ACCOUNTS),
    row("POST", "account/reset_key/", &[], "", ACCOUNTS),
    row("OPTIONS", "account/reset_key/", &[], "", ACCOUNTS),
    row("POST", "account/password/", &[], PASSWORD, ACCOUNTS),
    row("OPTIONS", "account/password/", &[], "", ACCOUNTS),
    row("POST", "account/password/set/", &[], r#"{"password":"x"}"#, "x xxxxxx xx b bbbb"),
    row("OPTIONS", "account/password/set/", &[], "", ACCOUNTS),
    row("POST", "account/password/reset/", &[], EMAIL, EVERYBODY),
    row("OPTIONS", "account/password/reset/", &[], "", EVERYBODY),
    row("POST", "account/password/reset/confirm/", &[], WRONG_TOKEN, "b bbbbbb bb b bbbb"),
    row("OPTIONS", "account/password/reset/confirm/", &[], "", EVERYBODY),
];

#[rustfmt::skip]
pub(super) const RECEIVED: &[Row] = &[
    row("GET", "account/invitations/", &[], "", ACCOUNTS),
    row("OPTIONS", "account/invitations/", &[], "", ACCOUNTS),
    row("GET", "account/invitations/{id}/", &["own invitation"], "", ACCOUNTS),
    row("GET", "account/invitations/{id}/", &["other invitation"], "", "x xxxxxx xx 0 0000"),
    row("DELETE", "account/invitations/{id}/", &["own invitation"], "", ACCOUNTS),
    row("DELETE", "account/invitations/{id}/", &["other invitation"], "", "x xxxxxx xx 0 0000"),
    row("OPTIONS", "account/invitations/{id}/", &["own invitation"], "", ACCOUNTS),
    row("POST", "account/invitations/accept/", &[], r#"{"invitation_key":"$own"}"#, ACCOUNTS),
    row("POST", "account/invitations/accept/", &[], r#"{"invitation_key":"$other"}"#, "x xxxxxx xx b bbbb"),
    row("OPTIONS", "account/invitations/accept/", &[], "", ACCOUNTS),
];

#[rustfmt::skip]
pub(super) const INSTANCES: &[Row] = &[
    row("GET", "instances/", &[], "", ANY_KEY),
    row("POST", "instances/", &[], r#"{"name":"$unique"}"#, ACCOUNTS),
    row("OPTIONS", "instances/", &[], "", ANY_KEY),
    row("GET", "instances/{instance}/", &["shop"], "", "x ++++++ ++ 0 ++++"),
    row("PUT", "instances/{instance}/", &["shop"], "", "x xxxxxx xx 0 xx++"),
    row("PATCH", "instances/{instance}/", &["shop"], "", "x xxxxxx xx 0 xx++"),
    row("DELETE", "instances/{instance}/", &["shop"], "", "x xxxxxx xx 0 xxx+"),
    row("OPTIONS", "instances/{instance}/", &["shop"], "", ANY_KEY),
    row("POST", "instances/{instance}/rename/", &["shop"], r#"{"new_name":"$unique"}"#, "x xxxxxx xx 0 xxx+"),
    row("OPTIONS", "instances/{instance}/rename/", &["shop"], "", ACCOUNTS),
    row("GET", "instances/{instance}/snippets/config/", &["shop"], "", INSIDERS),
    row("PUT", "instances/{instance}/snippets/config/", &["shop"], r#"{"config":{}}"#, WRITERS),
    row("PATCH", "instances/{instance}/snippets/config/", &["shop"], "", WRITERS),
    row("OPTIONS", "instances/{instance}/snippets/config/", &["shop"], "", INSIDERS),
];

#[rustfmt::skip]
pub(super) const API_KEYS: &[Row] = &[
    row("GET", "instances/{instance}/api_keys/", &["shop"], "", KEYS_AND_MANAGERS),
    row("POST", "instances/{instance}/api_keys/", &["shop"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/api_keys/", &["shop"], "", KEYS_AND_MANAGERS),
    row("GET", "instances/{instance}/api_keys/{id}/", &["shop", "own key"], "", KEYS_AND_MANAGERS),
    row("GET", "instances/{instance}/api_keys/{id}/", &["shop", "other key"], "", "x 000000 00 x xx++"),
    row("PUT", "instances/{instance}/api_keys/{id}/", &["shop", "own key"], "", MANAGERS),
    row("PATCH", "instances/{instance}/api_keys/{id}/", &["shop", "own key"], "", MANAGERS),
    row("DELETE", "instances/{instance}/api_keys/{id}/", &["shop", "own key"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/api_keys/{id}/", &["shop", "own key"], "", KEYS_AND_MANAGERS),
    row("POST", "instances/{instance}/api_keys/{id}/reset_key/", &["shop", "own key"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/api_keys/{id}/reset_key/", &["shop", "own key"], "", KEYS_AND_MANAGERS),
];

#[rustfmt::skip]
pub(super) const AUDIT: &[Row] = &[
    row("GET", "instances/{instance}/audit/", &["shop"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/audit/", &["shop"], "", MANAGERS),
];

#[rustfmt::skip]
pub(super) const ADMINS: &[Row] = &[
    row("GET", "instances/{instance}/admins/", &["shop"], "", MEMBERS),
    row("OPTIONS", "instances/{instance}/admins/", &["shop"], "", MEMBERS),
    row("GET", "instances/{instance}/admins/{id}/", &["shop", "other administrator"], "", MEMBERS),
    row("PUT", "instances/{instance}/admins/{id}/", &["shop", "other administrator"], ROLE, MANAGERS),
    row("PATCH", "instances/{instance}/admins/{id}/", &["shop", "other administrator"], ROLE, MANAGERS),
    row("DELETE", "instances/{instance}/admins/{id}/", &["shop", "other administrator"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/admins/{id}/", &["shop", "other administrator"], "", MEMBERS),
    row("PUT", "instances/{instance}/admins/{id}/", &["shop", "owner"], ROLE, NOBODY),
    row("PATCH", "instances/{instance}/admins/{id}/", &["shop", "owner"], ROLE, NOBODY),
    row("DELETE", "instances/{instance}/admins/{id}/", &["shop", "owner"], "", NOBODY),
    row("DELETE", "instances/{instance}/admins/{id}/", &["shop", "themselves"], "", "x xxxxxx xx x +++x"),
];

#[rustfmt::skip]
pub(super) const SENT: &[Row] = &[
    row("GET", "instances/{instance}/invitations/", &["shop"], "", MEMBERS),
    row("POST", "instances/{instance}/invitations/", &["shop"], r#"{"email":"$unique@example.com"}"#, MANAGERS),
    row("OPTIONS", "instances/{instance}/invitations/", &["shop"], "", MEMBERS),
    row("GET", "instances/{instance}/invitations/{id}/", &["shop", "sent invitation"], "", MEMBERS),
    row("PUT", "instances/{instance}/invitations/{id}/", &["shop", "sent invitation"], ROLE, MANAGERS),
    row("PATCH", "instances/{instance}/invitations/{id}/", &["shop", "sent invitation"], ROLE, MANAGERS),
    row("DELETE", "instances/{instance}/invitations/{id}/", &["shop", "sent invitation"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/invitations/{id}/", &["shop", "sent invitation"], "", MEMBERS),
    row("POST", "instances/{instance}/invitations/{id}/resend/", &["shop", "sent invitation"], "", MANAGERS),
    row("OPTIONS", "instances/{instance}/invitations/{id}/resend/", &["shop", "sent invitation"], "", MEMBERS),
];

#[rustfmt::skip]
pub(super) const END_USERS: &[Row] = &[
    row("GET", "instances/{instance}/users/", &["shop"], "", "x x+xxx+ ++ x ++++"),
    row("POST", "instances/{instance}/users/", &["shop"], USER, "x x++xx+ x+ x x+++"),
    row("OPTIONS", "instances/{instance}/users/", &["shop"], "", "x x+xxx+ ++ x ++++"),
    row("GET", "instances/{instance}/users/{id}/", &["shop", "own user"], "", "x x+xxx+ ++ x ++++"),
    row("GET", "instances/{instance}/users/{id}/", &["shop", "other user"], "", "x x+xxx+ 00 x ++++"),
    row("PUT", "instances/{instance}/users/{id}/", &["shop", "own user"], USER, "x x+xxx+ ++ x x+++"),
    row("PUT", "instances/{instance}/users/{id}/", &["shop", "other user"], USER, "x x+xxx+ 00 x x+++"),
    row("PATCH", "instances/{instance}/users/{id}/", &["shop", "own user"], "", "x x+xxx+ ++ x x+++"),
    row("PATCH", "instances/{instance}/users/{id}/", &["shop", "other user"], "", "x x+xxx+ 00 x x+++"),
    row("DELETE", "instances/{instance}/users/{id}/", &["shop", "own user"], "", "x x+xxx+ x+ x x+++"),
    row("DELETE", "instances/{instance}/users/{id}/", &["shop", "other user"], "", "x x+xxx+ x0 x x+++"),
    row("OPTIONS", "instances/{instance}/users/{id}/", &["shop", "own user"], "", "x x+xxx+ ++ x ++++"),
    row("POST", "instances/{instance}/users/{id}/reset_key/", &["shop", "own user"], "", "x x+xxx+ ++ x x+++"),
    row("POST", "instances/{instance}/users/{id}/reset_key/", &["shop", "other user"], "", "x x+xxx+ 00 x x+++"),
    row("OPTIONS", "instances/{instance}/users/{id}/reset_key/", &["shop", "own user"], "", "x x+xxx+ ++ x ++++"),
    row("POST", "instances/{instance}/user/auth/", &["shop"], USER_LOGIN, ANY_KEY),
    row("OPTIONS", "instances/{instance}/user/auth/", &["shop"], "", ANY_KEY),
    row("POST", "instances/{instance}/user/auth/{backend}/", &["shop", "github"], SOCIAL, "x aaaaaa aa a aaaa"),
    row("OPTIONS", "instances/{instance}/user/auth/{backend}/", &["shop", "github"], "", ANY_KEY),
    row("GET", "instances/{instance}/user/", &["shop"], "", USERS),
    row("PUT", "instances/{instance}/user/", &["shop"], USER, USERS),
    row("PATCH", "instances/{instance}/user/", &["shop"], "", USERS),
    row("OPTIONS", "instances/{instance}/user/", &["shop"], "", USERS),
    row("POST", "instances/{instance}/users/auth/", &["shop"], USER_LOGIN, ANY_KEY),
    row("OPTIONS", "instances/{instance}/users/auth/", &["shop"], "", ANY_KEY),
    row("POST", "instances/{instance}/users/auth/{backend}/", &["shop", "github"], SOCIAL, "x aaaaaa aa a aaaa"),
    row("OPTIONS", "instances/{instance}/users/auth/{backend}/", &["shop", "github"], "", ANY_KEY),
    row("GET", "instances/{instance}/users/me/", &["shop"], "", USERS),
    row("PUT", "instances/{instance}/users/me/", &["shop"], USER, USERS),
    row("PATCH", "instances/{instance}/users/me/", &["shop"], "", USERS),
    row("OPTIONS", "instances/{instance}/users/me/", &["shop"], "", USERS),
];

#[rustfmt::skip]
pub(super) const PROFILES: &[Row] = &[
    row("GET", "instances/{instance}/classes/user_profile/objects/", &["shop"], "", "x x+xx++ ++ x ++++"),
    row("POST", "instances/{instance}/classes/user_profile/objects/", &["shop"], "", NOBODY),
    row("OPTIONS", "instances/{instance}/classes/user_profile/objects/", &["shop"], "", "x x+xx++ ++ x ++++"),
    row("GET", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "own profile"], "", "x x+xx0+ ++ x ++++"),
    row("GET", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "other profile"], "", "x x+xx0+ 0+ x ++++"),
    row("PUT", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "own profile"], "", "x x+xxx+ ++ x x+++"),
    row("PUT", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "other profile"], "", "x x+xxx+ 0+ x x+++"),
    row("PATCH", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "own profile"], "", "x x+xxx+ ++ x x+++"),
    row("PATCH", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "other profile"], "", "x x+xxx+ 0+ x x+++"),
    row("DELETE", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "own profile"], "", NOBODY),
    row("OPTIONS", "instances/{instance}/classes/user_profile/objects/{id}/", &["shop", "own profile"], "", "x x+xx++ ++ x ++++"),
];

#[rustfmt::skip]
pub(super) const GROUPS: &[Row] = &[
    row("GET", "instances/{instance}/groups/", &["shop"], "", INSIDERS),
    row("POST", "instances/{instance}/groups/", &["shop"], "", "x xxx+x+ x+ x x+++"),
    row("OPTIONS", "instances/{instance}/groups/", &["shop"], "", INSIDERS),
    row("GET", "instances/{instance}/groups/{id}/", &["shop", "group"], "", INSIDERS),
    row("PUT", "instances/{instance}/groups/{id}/", &["shop", "group"], "", WRITERS),
    row("PATCH", "instances/{instance}/groups/{id}/", &["shop", "group"], "", WRITERS),
    row("DELETE", "instances/{instance}/groups/{id}/", &["shop", "group"], "", WRITERS),
    row("OPTIONS", "instances/{instance}/groups/{id}/", &["shop", "group"], "", INSIDERS),
    row("GET", "instances/{instance}/groups/{group}/users/", &["shop", "group"], "", USERS_AND_MEMBERS),
    row("POST", "instances/{instance}/groups/{group}/users/", &["shop", "empty group"], r#"{"user":$user}"#, WRITERS),
    row("OPTIONS", "instances/{instance}/groups/{group}/users/", &["shop", "group"], "", USERS_AND_MEMBERS),
    row("GET", "instances/{instance}/groups/{group}/users/{id}/", &["shop", "group", "own user"], "", USERS_AND_MEMBERS),
    row("GET", "instances/{instance}/groups/{group}/users/{id}/", &["shop", "group", "other user"], "", "x xxxxxx 00 x ++++"),
    row("DELETE", "instances/{instance}/groups/{group}/users/{id}/", &["shop", "group", "own user"], "", WRITERS),
    row("OPTIONS", "instances/{instance}/groups/{group}/users/{id}/", &["shop", "group", "own user"], "", USERS_AND_MEMBERS),
    row("GET", "instances/{instance}/users/{user}/groups/", &["shop", "own user"], "", USERS_AND_MEMBERS),
    row("GET", "instances/{instance}/users/{user}/groups/", &["shop", "other user"], "", MEMBERS),
    row("POST", "instances/{instance}/users/{user}/groups/", &["shop", "own user"], r#"{"group":$group}"#, WRITERS),
    row("OPTIONS", "instances/{instance}/users/{user}/groups/", &["shop", "own user"], "", USERS_AND_MEMBERS),
    row("GET", "instances/{instance}/users/{user}/groups/{id}/", &["shop", "own user", "group"], "", USERS_AND_MEMBERS),
    row("GET", "instances/{instance}/users/{user}/groups/{id}/", &["shop", "other user", "group"], "", MEMBERS),
    row("DELETE", "instances/{instance}/users/{user}/groups/{id}/", &["shop", "own user", "group"], "", WRITERS),
    row("OPTIONS", "instances/{instance}/users/{user}/groups/{id}/", &["shop", "own user", "group"], "", USERS_AND_MEMBERS),
];

#[rustfmt::skip]
pub(super) const BATCHES: &[Row] = &[
    row("POST", "instances/{instance}/batch/", &["shop"], r#"{"requests":[]}"#, ANY_KEY),
    row("OPTIONS", "instances/{instance}/batch/", &["shop"], "", ANY_KEY),
];

/// The whole table, under the headings of the document.
pub(super) const SECTIONS: [(&str, &[Row]); 12] = [
    ("Entry points", ENTRY),
    ("Accounts", ACCOUNT),
    ("Invitations to an account", RECEIVED),
    ("Instances", INSTANCES),
    ("API keys", API_KEYS),
    ("Audit log", AUDIT),
    ("Administrators", ADMINS),
    ("Invitations to an instance", SENT),
    ("Users", END_USERS),
    ("Profiles", PROFILES),
    ("Groups", GROUPS),
    ("Batches", BATCHES),
];

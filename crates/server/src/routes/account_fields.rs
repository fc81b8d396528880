//! How an account looks on the wire.

use syncano_vault::PlainKey;

use crate::domain::field::{Field, Holds, Kind};
use crate::http::Shape;
use crate::json::{Json, Object};
use crate::store::Account;

const NAME_CHARS_MAX: usize = 64;

pub(super) const ID: Field = Field::optional("id", Kind::Integer, "ID").read_only();
pub(super) const EMAIL: Field = Field::required("email", Kind::Email, "Email address").at_most(254);
pub(super) const FIRST_NAME: Field = Field::optional("first_name", Kind::Text, "First name")
    .at_most(NAME_CHARS_MAX)
    .blank();
pub(super) const LAST_NAME: Field = Field::optional("last_name", Kind::Text, "Last name")
    .at_most(NAME_CHARS_MAX)
    .blank();
pub(super) const METADATA: Field =
    Field::optional("metadata", Kind::Any, "Metadata").holds(Holds::Metadata);
const IS_ACTIVE: Field = Field::optional("is_active", Kind::Boolean, "Active")
    .read_only()
    .help(
        "Designates whether this user should be treated as active. Unselect this instead of \
     deleting accounts.",
    );
const HAS_PASSWORD: Field = Field::optional("has_password", Kind::Any, "Has password")
    .holds(Holds::Flag)
    .read_only();

/// Fields of an account, in the order of answers.
pub(super) const ACCOUNT: &[Field] = &[
    ID,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    IS_ACTIVE,
    HAS_PASSWORD,
    METADATA,
];

pub(super) const SHAPE: Shape = Shape::of("Account", |_| ACCOUNT);
pub(super) const SHAPE_WITH_KEY: Shape = Shape::of("AccountWithKey", |_| {
    const FIELDS: &[Field] = &[
        ID,
        EMAIL,
        FIRST_NAME,
        LAST_NAME,
        IS_ACTIVE,
        HAS_PASSWORD,
        METADATA,
        Field::optional("account_key", Kind::Any, "Account key")
            .holds(Holds::Key)
            .read_only(),
    ];
    FIELDS
});

/// An account without its key.
pub(super) fn account_body(account: &Account) -> Json {
    Json::Object(members(account))
}

/// An account with its key, for the few answers that hand it out.
pub(super) fn account_body_with_key(account: &Account, key: &PlainKey) -> Json {
    let mut members = members(account);
    members.insert("account_key".to_owned(), key.expose().into());
    Json::Object(members)
}

fn members(account: &Account) -> Object {
    let members: [(&str, Json); 7] = [
        ("id", account.id.into()),
        ("email", account.email.as_str().into()),
        ("first_name", account.first_name.as_str().into()),
        ("last_name", account.last_name.as_str().into()),
        ("is_active", account.is_active.into()),
        ("has_password", account.has_password.into()),
        ("metadata", Json::Object(account.metadata.clone())),
    ];
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

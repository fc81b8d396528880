-- Dates are microseconds since 1970 in UTC. Keys are never stored in clear:
-- `*_lookup` is a keyed hash, `*_sealed` the encrypted key, `*_hint` its last four digits.

CREATE TABLE accounts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    email       TEXT    NOT NULL UNIQUE,
    first_name  TEXT    NOT NULL DEFAULT '',
    last_name   TEXT    NOT NULL DEFAULT '',
    is_active   INTEGER NOT NULL DEFAULT 0,
    password    TEXT,
    metadata    TEXT    NOT NULL DEFAULT '{}',
    -- Data key of this account's secrets, wrapped under the root key.
    data_key    BLOB    NOT NULL,
    key_lookup  BLOB    NOT NULL UNIQUE,
    key_sealed  BLOB    NOT NULL,
    key_hint    TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE instances (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    description TEXT    NOT NULL DEFAULT '',
    owner_id    INTEGER NOT NULL REFERENCES accounts (id),
    metadata    TEXT    NOT NULL DEFAULT '{}',
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX instances_owner ON instances (owner_id);

-- Who may do what in an instance. The owner has a `full` row as well.
CREATE TABLE roles (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id INTEGER NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role        TEXT    NOT NULL CHECK (role IN ('full', 'write', 'read')),
    UNIQUE (instance_id, account_id)
) STRICT;
CREATE INDEX roles_account ON roles (account_id, instance_id);

CREATE TABLE api_keys (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id          INTEGER NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    description          TEXT    NOT NULL DEFAULT '',
    ignore_acl           INTEGER NOT NULL DEFAULT 0,
    allow_user_create    INTEGER NOT NULL DEFAULT 0,
    allow_group_create   INTEGER NOT NULL DEFAULT 0,
    allow_anonymous_read INTEGER NOT NULL DEFAULT 0,
    key_lookup           BLOB    NOT NULL UNIQUE,
    key_sealed           BLOB    NOT NULL,
    key_hint             TEXT    NOT NULL,
    created_at           INTEGER NOT NULL
) STRICT;
CREATE INDEX api_keys_instance ON api_keys (instance_id, id);

CREATE TABLE invitations (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id INTEGER NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    email       TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('full', 'write', 'read')),
    -- The account that the invitation shows up for; NULL until one has this e-mail.
    account_id  INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
    inviter_id  INTEGER NOT NULL REFERENCES accounts (id),
    state       TEXT    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'declined', 'accepted')),
    key_lookup  BLOB    NOT NULL UNIQUE,
    key_sealed  BLOB    NOT NULL,
    key_hint    TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX invitations_account ON invitations (account_id, id);
CREATE INDEX invitations_instance ON invitations (instance_id, id);

-- Proof that the root key in use is the one this database was made with.
CREATE TABLE vault (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    canary BLOB NOT NULL
) STRICT;

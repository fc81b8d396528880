-- End users of an instance, with their profiles.
CREATE TABLE users (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id       INTEGER NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    -- In lower case.
    username          TEXT    NOT NULL,
    password          TEXT    NOT NULL,
    key_lookup        BLOB    NOT NULL UNIQUE,
    key_sealed        BLOB    NOT NULL,
    key_hint          TEXT    NOT NULL,
    -- The profile counts its changes. Its number is the user's.
    revision          INTEGER NOT NULL DEFAULT 1,
    owner_permissions TEXT    NOT NULL DEFAULT 'full'
        CHECK (owner_permissions IN ('none', 'read', 'write', 'full')),
    group_id          INTEGER REFERENCES groups (id) ON DELETE SET NULL,
    group_permissions TEXT    NOT NULL DEFAULT 'none'
        CHECK (group_permissions IN ('none', 'read', 'write', 'full')),
    other_permissions TEXT    NOT NULL DEFAULT 'none'
        CHECK (other_permissions IN ('none', 'read', 'write', 'full')),
    channel_room      TEXT,
    -- Further fields of the profile, one JSON object.
    fields            TEXT    NOT NULL DEFAULT '{}',
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    UNIQUE (instance_id, username)
) STRICT;
CREATE INDEX users_instance ON users (instance_id, id);
CREATE INDEX users_group ON users (group_id);

CREATE TABLE groups (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id INTEGER NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    name        TEXT,
    label       TEXT    NOT NULL DEFAULT '',
    description TEXT    NOT NULL DEFAULT '',
    UNIQUE (instance_id, name)
) STRICT;
CREATE INDEX groups_instance ON groups (instance_id, id);

CREATE TABLE memberships (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    UNIQUE (user_id, group_id)
) STRICT;
CREATE INDEX memberships_group ON memberships (group_id, id);

-- Who did what to which key. Never the key: `hint` is its last four digits. Rows name
-- instances and objects by their numbers, so that they outlive them.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    -- `account`, `api_key`, `anonymous`, or `command` for a command of the operator's.
    actor       TEXT    NOT NULL,
    actor_id    INTEGER,
    request_id  TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    object      TEXT    NOT NULL,
    object_id   INTEGER NOT NULL,
    hint        TEXT    NOT NULL,
    instance_id INTEGER
) STRICT;
CREATE INDEX audit_instance ON audit (instance_id, id);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

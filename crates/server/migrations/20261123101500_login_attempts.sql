-- Failed logins that still count. A scope is a keyed hash of an account or of a
-- client's network, so that the table names nobody.
CREATE TABLE login_attempts (
    scope         BLOB    PRIMARY KEY,
    failures      INTEGER NOT NULL,
    -- Microseconds since 1970: before then the next attempt is refused.
    blocked_until INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_attempts_updated ON login_attempts (updated_at);

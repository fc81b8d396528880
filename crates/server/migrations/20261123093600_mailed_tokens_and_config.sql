-- One-time tokens that were mailed. Only a hash is kept; the text is in the mail alone.
CREATE TABLE mailed_tokens (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose    TEXT    NOT NULL CHECK (purpose IN ('activation', 'password_reset')),
    hash       BLOB    NOT NULL UNIQUE,
    -- Seconds since 1970, unlike dates that answers show.
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mailed_tokens_account ON mailed_tokens (account_id, purpose);

-- Free-form settings that an instance's scripts and applications read.
ALTER TABLE instances ADD COLUMN config TEXT NOT NULL DEFAULT '{}';

-- Open invitations are looked for by address when somebody proves one.
CREATE INDEX invitations_email ON invitations (email);

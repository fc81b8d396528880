-- Where the server sees whether the database still takes changes. It holds one row, and
-- for the length of a transaction a second one.
CREATE TABLE write_test (
    id     INTEGER PRIMARY KEY,
    -- Microseconds since 1970.
    at     INTEGER NOT NULL,
    filler BLOB    NOT NULL
) STRICT;
INSERT INTO write_test (id, at, filler) VALUES (1, 0, x'');

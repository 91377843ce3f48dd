-- +goose Up
-- The same tables, under the same number, are in ../../postgres/migrations. Times are milliseconds since 1970 UTC. SQLite compares
-- TEXT byte by byte by itself, and STRICT keeps each column to its type.
PRAGMA application_id = 1131377252; -- "Cord", so that the file of another program is not taken for ours

CREATE TABLE records (
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    owner   TEXT NOT NULL,
    key     TEXT NOT NULL,
    version INTEGER NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;
CREATE UNIQUE INDEX records_by_key ON records (kind, key) WHERE key <> '';
CREATE INDEX records_by_owner ON records (kind, owner, id);

CREATE TABLE blobs (
    hash TEXT NOT NULL PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE revisions (
    project TEXT NOT NULL,
    id      TEXT NOT NULL,
    number  INTEGER NOT NULL,
    parent  TEXT NOT NULL,
    merged  TEXT NOT NULL,
    author  TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    message TEXT NOT NULL,
    tree    TEXT NOT NULL,
    PRIMARY KEY (project, number),
    UNIQUE (project, id)
) STRICT;

CREATE TABLE events (
    number       INTEGER NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    project      TEXT NOT NULL,
    kind         TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    made_by      TEXT NOT NULL,
    data         TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_organisation ON events (organisation, number);
CREATE INDEX events_by_time ON events (made_at);

-- One row: the number that was given last. Its lock orders those who write events.
CREATE TABLE last_event (
    number INTEGER NOT NULL
) STRICT;
INSERT INTO last_event (number) VALUES (0);

CREATE TABLE log_leaves (
    number INTEGER NOT NULL PRIMARY KEY,
    leaf   BLOB NOT NULL
) STRICT;

CREATE TABLE log_hashes (
    number INTEGER NOT NULL PRIMARY KEY,
    hash   BLOB NOT NULL
) STRICT;

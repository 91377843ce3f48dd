-- +goose Up
-- The same tables, under the same number, are in ../../sqlite/migrations. Times are milliseconds since 1970 UTC. COLLATE "C" compares
-- texts byte by byte, whatever the language of the database is.
CREATE TABLE records (
    kind    TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    owner   TEXT COLLATE "C" NOT NULL,
    key     TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX records_by_key ON records (kind, key) WHERE key <> '';
CREATE INDEX records_by_owner ON records (kind, owner, id);

CREATE TABLE blobs (
    hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    data BYTEA NOT NULL
);

CREATE TABLE revisions (
    project TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    number  BIGINT NOT NULL,
    parent  TEXT COLLATE "C" NOT NULL,
    merged  TEXT COLLATE "C" NOT NULL,
    author  TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    message TEXT NOT NULL,
    tree    TEXT NOT NULL,
    PRIMARY KEY (project, number),
    UNIQUE (project, id)
);

CREATE TABLE events (
    number       BIGINT NOT NULL PRIMARY KEY,
    organisation TEXT COLLATE "C" NOT NULL,
    project      TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    made_at      BIGINT NOT NULL,
    made_by      TEXT COLLATE "C" NOT NULL,
    data         TEXT NOT NULL
);
CREATE INDEX events_by_organisation ON events (organisation, number);
CREATE INDEX events_by_time ON events (made_at);

-- One row: the number that was given last. Its lock orders those who write events.
CREATE TABLE last_event (
    number BIGINT NOT NULL
);
INSERT INTO last_event (number) VALUES (0);

CREATE TABLE log_leaves (
    number BIGINT NOT NULL PRIMARY KEY,
    leaf   BYTEA NOT NULL
);

CREATE TABLE log_hashes (
    number BIGINT NOT NULL PRIMARY KEY,
    hash   BYTEA NOT NULL
);

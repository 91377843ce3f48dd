PRAGMA application_id = 1131377252;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
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
CREATE TABLE last_event (
    number INTEGER NOT NULL
) STRICT;
CREATE TABLE log_leaves (
    number INTEGER NOT NULL PRIMARY KEY,
    leaf   BLOB NOT NULL
) STRICT;
CREATE TABLE log_hashes (
    number INTEGER NOT NULL PRIMARY KEY,
    hash   BLOB NOT NULL
) STRICT;
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-26 12:15:50');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-26 12:15:50');
INSERT INTO records VALUES ('project', '01JDPROJECT', '01JDORG', 'Infusion pump Ä', 2, '{"name": "Infusion pump Ä; -- ''quoted'' \\ \n 😀"}');
INSERT INTO records VALUES ('project', '01JDPROJECU', '01JDORG', '', 1, 'null');
INSERT INTO records VALUES ('session', 'a', '', 'k', 1, '{}');
INSERT INTO records VALUES ('session', 'A', '', 'K', 1, '{}');
INSERT INTO blobs VALUES ('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', X'');
INSERT INTO blobs VALUES ('6900c53bd2fd3377b6a5f049326638e246ad5e499032d9cd9dfcbf55f903977c', X'73797374656D3A2070756D700A');
INSERT INTO blobs VALUES ('43db67c0c8959ed3b1bd6966b7ac5001ad446115e5e969d2dcabbe463f23e637', X'0001FEFF275C');
INSERT INTO revisions VALUES ('01JDPROJECT', 'r1', 1, '', '', 'a1', 1795696245678, 'why
	Ă', '[{"path":"ä b.yaml","hash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0},{"path":"system.yaml","hash":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","size":1099511627776}]');
INSERT INTO revisions VALUES ('01JDPROJECT', 'r2', 2, '', '', 'a1', 1795696245678, 'why
	Ă', '[{"path":"ä b.yaml","hash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0},{"path":"system.yaml","hash":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","size":1099511627776}]');
INSERT INTO events VALUES (1, '01JDORG', '01JDPROJECT', 'revision', 1795696245678, '01JDACC', '{"a": "''"}');
INSERT INTO events VALUES (2, '01JDORG', '', 'member', 1795696245678, '', '');
INSERT INTO events VALUES (3, '', '', '', -62135596800000, '', '');
INSERT INTO last_event VALUES (3);
INSERT INTO log_leaves VALUES (0, X'0001FEFF275C');
INSERT INTO log_leaves VALUES (1, X'0001FEFF275C');
INSERT INTO log_hashes VALUES (0, X'00000000000000000000000000000000000000000000000000000000000000FF');
INSERT INTO log_hashes VALUES (1, X'00010000000000000000000000000000000000000000000000000000000000FF');

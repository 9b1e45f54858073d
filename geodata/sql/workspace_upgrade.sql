-- Brings a workspace of version 1 to version 2 (workspace.sql explains tables and columns). What is told of names and
-- addresses folded is filled in afterwards, row by row, by the program.
ALTER TABLE record ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN folded_address TEXT;
ALTER TABLE record ADD COLUMN zones_incomplete INTEGER NOT NULL DEFAULT 0 CHECK (zones_incomplete IN (0, 1));
ALTER TABLE record ADD COLUMN corrects INTEGER NOT NULL DEFAULT 0;
CREATE INDEX record_name_key ON record (name_key, kind, source);
ALTER TABLE exclusion ADD COLUMN here INTEGER NOT NULL DEFAULT 0 CHECK (here IN (0, 1));

CREATE TABLE record_identifier (
    record     INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    identifier TEXT NOT NULL,
    PRIMARY KEY (record, identifier)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_identifier_identifier ON record_identifier (identifier);

CREATE TABLE exclusion_alias (
    exclusion TEXT NOT NULL REFERENCES exclusion (identity) ON DELETE CASCADE,
    alias     TEXT NOT NULL,
    kind      TEXT,
    name_key  TEXT,
    folded_address TEXT,
    postcode  TEXT,
    citycode  TEXT,
    lon       REAL,
    lat       REAL,
    PRIMARY KEY (exclusion, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX exclusion_alias_alias ON exclusion_alias (alias);
CREATE INDEX exclusion_alias_name_key ON exclusion_alias (name_key);

CREATE TABLE known_as (
    identity TEXT NOT NULL PRIMARY KEY,
    resource TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
    identity   TEXT NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT,
    reason     TEXT,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (identity, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
    first      TEXT NOT NULL,
    second     TEXT NOT NULL,
    same       INTEGER NOT NULL CHECK (same IN (0, 1)),
    reason     TEXT,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (first, second),
    CHECK (first < second)
) STRICT, WITHOUT ROWID;

-- Hours may speak of public holidays.
ALTER TABLE record_hours RENAME TO record_hours_1;
CREATE TABLE record_hours (
    record  INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 7),
    opens   INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    closes  INTEGER NOT NULL CHECK (closes > opens AND closes <= opens + 1440
                                    OR weekday = 7 AND opens = 0 AND closes = 0),
    PRIMARY KEY (record, weekday, opens)
) STRICT, WITHOUT ROWID;
INSERT INTO record_hours SELECT record, weekday, opens, closes FROM record_hours_1;
DROP TABLE record_hours_1;

CREATE TABLE record_closure (
    record    INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL CHECK (last_day >= first_day),
    PRIMARY KEY (record, first_day)
) STRICT, WITHOUT ROWID;

INSERT INTO exclusion_alias (exclusion, alias)
SELECT identity, CASE substr(identity, 1, 5) WHEN 'rpps:' THEN substr(identity, 1, instr(identity || '@', '@') - 1)
                                             ELSE identity END
FROM exclusion
WHERE identity LIKE 'rpps:%' OR identity LIKE 'finess:%';

PRAGMA user_version = 2;

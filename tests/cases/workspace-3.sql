-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3 of the workspace, as it was.
-- The workspace: what we were told. One file (DATA/workspace.sqlite), one writer at a time. Every source's rows stand
-- side by side; publishing chooses among them and writes a directory (directory.sql). This file is its data dictionary.
--
-- Conventions: geometry columns are SpatiaLite BLOBs in WGS 84 (SRID 4326, lon lat, degrees, snapped to 7 decimals),
-- declared BLOB because STRICT tables refuse other types. NULL means "non précisé": nobody said. Answers to yes-or-no
-- questions are 0 no, 1 yes, NULL not said. Dates are YYYY-MM-DD, instants ISO 8601, minutes are counted from local
-- midnight. `folded` texts are what text_fold makes of the column they are named after: the form words are compared in.
-- A fingerprint is a 64-bit hash of all that a row says: the same again means that nothing changed.

PRAGMA user_version = 3; -- version of this schema; an older file is upgraded (sql/workspace_upgrade*.sql), a newer one refused

-- What holds for the whole territory. Keys: timezone (IANA name; absent: Europe/Paris).
CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Files and desks that speak.
CREATE TABLE source (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE CHECK (key <> ''), -- stable name: sheet:infirmiers, santefr-grippe
    kind        TEXT NOT NULL,                          -- sheet, sessions, zones, territory, vaccination, …
    name        TEXT NOT NULL,                          -- as shown beside a fact
    publisher   TEXT,
    licence     TEXT,
    url         TEXT,
    file_name   TEXT,                                   -- of the last import
    sha256      TEXT,                                   -- of that file, 64 hex digits
    as_of       TEXT,                                   -- the date the data speak of
    imported_at TEXT NOT NULL,                          -- instant of the last import
    turn        INTEGER NOT NULL UNIQUE                 -- order of the last imports: the larger, the later
) STRICT;

-- The community's additions to the program's own taxonomy (geodata/skills.csv).
CREATE TABLE skill (
    code     TEXT NOT NULL PRIMARY KEY, -- SYSTEM:CODE, e.g. loc:balneotherapie
    kind     TEXT NOT NULL CHECK (kind IN ('profession', 'specialty', 'act', 'equipment', 'programme', 'structure', 'on_call')),
    parent   TEXT,                      -- code of the broader skill
    label_fr TEXT NOT NULL,
    label_en TEXT NOT NULL,
    synonyms TEXT NOT NULL DEFAULT ''   -- lay words separated by |
) STRICT;

-- Kinds of area, the narrowest first: of two areas of one name the narrower is meant.
CREATE TABLE area_kind (
    kind TEXT NOT NULL PRIMARY KEY,
    rank INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
INSERT INTO area_kind (kind, rank)
VALUES ('zone', 1), ('quartier', 2), ('iris', 3), ('commune', 4), ('territory', 5);

-- Named areas, drawn zones included.
CREATE TABLE area (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL REFERENCES source (id),
    kind        TEXT NOT NULL REFERENCES area_kind (kind),
    code        TEXT,                      -- INSEE or local code; NULL for a drawn zone
    name        TEXT NOT NULL,
    folded_code TEXT,
    folded_name TEXT NOT NULL CHECK (folded_name <> ''),
    key         TEXT NOT NULL,             -- folded code, else folded name: what makes it the same one next time
    fingerprint INTEGER NOT NULL,
    geometry    BLOB NOT NULL,             -- MULTIPOLYGON
    UNIQUE (source, kind, key)
) STRICT;
CREATE INDEX area_folded_name ON area (folded_name);
CREATE INDEX area_folded_code ON area (folded_code);

-- Statements of one source about one resource; directory.sql explains the columns that go into a directory. A source
-- says an identity once: its indexes, which are made anew after many rows, are in sql/workspace_record_indexes.sql. Of a
-- list with IN, SQLite would make a table in memory for each row that it checks.
CREATE TABLE record (
    id            INTEGER PRIMARY KEY,
    source        INTEGER NOT NULL REFERENCES source (id),
    identity      TEXT NOT NULL CHECK (identity <> ''), -- what makes it the same one next time: finess:750020927
    fingerprint   INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind = 'professional' OR kind = 'structure' OR kind = 'point'),
    name          TEXT NOT NULL CHECK (name <> ''),
    folded_name   TEXT NOT NULL,
    profession    TEXT,                                 -- skill code
    address       TEXT,
    postcode      TEXT,
    citycode      TEXT,
    city          TEXT,
    method        TEXT NOT NULL CHECK (method = 'none' OR method = 'source' OR method = 'geocoded' OR method = 'area'),
    score         REAL CHECK (score BETWEEN 0 AND 1),
    geometry      BLOB,                                 -- POINT; NULL when method is none
    home_visit    INTEGER CHECK (home_visit IN (0, 1)),
    remote        INTEGER CHECK (remote IN (0, 1)),
    walk_in       INTEGER CHECK (walk_in IN (0, 1)),
    new_patients  INTEGER CHECK (new_patients IN (0, 1)),
    new_patients_as_of TEXT,
    languages     TEXT,
    wheelchair    INTEGER CHECK (wheelchair IN (0, 1)),
    fees          TEXT CHECK (fees = '0' OR fees = '1' OR fees = '2' OR fees = '3'),
    phone         TEXT,
    website       TEXT,
    email         TEXT,
    note          TEXT,
    direct_phone  TEXT,                                 -- restricted, like the two that follow
    mssante       TEXT,
    referral_note TEXT,
    updated       TEXT,                                 -- day the row itself gives; NULL: the source's date holds
    name_key      TEXT NOT NULL DEFAULT '', -- what names are compared by: folded; of a person the words in order of the alphabet
    folded_address TEXT,
    zones_incomplete INTEGER NOT NULL DEFAULT 0 CHECK (zones_incomplete IN (0, 1)), -- 1: it also goes where we could not read
    corrects      INTEGER NOT NULL DEFAULT 0, -- of a correction: which fields it decides, bits of enum resource_field (field.h)
    CHECK ((geometry IS NULL) = (method = 'none'))
) STRICT;

-- Numbers that a source gives for a record beside its identity, and those that its identity holds: finess:750020927,
-- siret:26750045200011, rpps:10001234567 (of a person, wherever). Two sources that share one may speak of the same thing.
CREATE TABLE record_identifier (
    record     INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    identifier TEXT NOT NULL,
    PRIMARY KEY (record, identifier)
) STRICT, WITHOUT ROWID;

-- What the source says that the resource does.
CREATE TABLE record_skill (
    record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    skill  TEXT NOT NULL, -- code
    PRIMARY KEY (record, skill)
) STRICT, WITHOUT ROWID;

-- Where the source says that the resource makes home visits.
CREATE TABLE record_zone (
    id          INTEGER PRIMARY KEY,
    record      INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    effect      TEXT NOT NULL CHECK (effect IN ('include', 'exclude')),
    shape       TEXT NOT NULL CHECK (shape IN ('circle', 'area', 'geometry')),
    skill       TEXT,                         -- code; NULL: for all it does
    radius_m    REAL CHECK (radius_m > 0),    -- of a circle around the record's point, metres on the ellipsoid
    area        TEXT,                         -- code or name of an area, as written
    folded_area TEXT,
    geometry    BLOB,                         -- MULTIPOLYGON of its own
    label       TEXT NOT NULL,                -- as it was said: rayon 2 km, sauf Montparnasse
    CHECK ((shape = 'circle') = (radius_m IS NOT NULL)),
    CHECK ((shape = 'area') = (area IS NOT NULL)),
    CHECK ((shape = 'geometry') = (geometry IS NOT NULL))
) STRICT;

-- Weekly hours as the source gives them. No row: it does not say.
CREATE TABLE record_hours (
    record  INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 7),   -- 0 Monday .. 6 Sunday, 7 public holidays
    opens   INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),  -- minutes
    closes  INTEGER NOT NULL CHECK (closes > opens AND closes <= opens + 1440
        OR weekday = 7 AND opens = 0 AND closes = 0),             -- 0 to 0: closed on such days
    PRIMARY KEY (record, weekday, opens)
) STRICT, WITHOUT ROWID;

-- Days on which the source says that it is closed, whatever its weekly hours.
CREATE TABLE record_closure (
    record    INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    first_day TEXT NOT NULL, -- both days included
    last_day  TEXT NOT NULL CHECK (last_day >= first_day),
    PRIMARY KEY (record, first_day)
) STRICT, WITHOUT ROWID;

-- Dated or recurring sessions, as a source gives them: of a structure that may be another source's.
CREATE TABLE session (
    id               INTEGER PRIMARY KEY,
    source           INTEGER NOT NULL REFERENCES source (id),
    structure        TEXT NOT NULL,        -- name or identity of the resource, as written
    folded_structure TEXT NOT NULL,
    skill            TEXT NOT NULL,        -- code
    first_day        TEXT NOT NULL,
    opens            INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    closes           INTEGER NOT NULL CHECK (closes > opens AND closes <= opens + 1440),
    rrule            TEXT,                 -- RFC 5545; NULL: one day
    exdates          TEXT,                 -- days left out, separated by commas
    public_text      TEXT,                 -- for whom
    appointment      INTEGER CHECK (appointment IN (0, 1)),
    link             TEXT,
    note             TEXT,
    fingerprint      INTEGER NOT NULL,
    UNIQUE (source, folded_structure, skill, first_day, opens)
) STRICT;
CREATE INDEX session_folded_structure ON session (folded_structure);

-- Resources that must not appear, whatever a source says next: a human's decision.
CREATE TABLE exclusion (
    identity   TEXT NOT NULL PRIMARY KEY,
    reason     TEXT,
    decided_at TEXT NOT NULL, -- instant
    here       INTEGER NOT NULL DEFAULT 0 CHECK (here IN (0, 1)) -- 1: at this place; a person may appear at another
) STRICT, WITHOUT ROWID;

-- What else an excluded resource was ever known by, so that no other source brings it back: identities of records that
-- were one with it, their identifiers, and with an identity the name and the place it stood for.
CREATE TABLE exclusion_alias (
    exclusion TEXT NOT NULL REFERENCES exclusion (identity) ON DELETE CASCADE,
    alias     TEXT NOT NULL, -- identity or identifier
    kind      TEXT,          -- this column and those that follow: of a record; NULL for an identifier
    name_key  TEXT,
    folded_address TEXT,
    postcode  TEXT,
    citycode  TEXT,
    lon       REAL,          -- of a point that is a door's
    lat       REAL,
    PRIMARY KEY (exclusion, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX exclusion_alias_alias ON exclusion_alias (alias);
CREATE INDEX exclusion_alias_name_key ON exclusion_alias (name_key);

-- The identity under which the resource of a record was first published, where it is not the record's own: a public id
-- once given stays while any of the records behind it lives.
CREATE TABLE known_as (
    identity TEXT NOT NULL PRIMARY KEY, -- of a record
    resource TEXT NOT NULL              -- the identity that names its resource
) STRICT, WITHOUT ROWID;

-- What a human wrote over the sources, as it was typed. All that is decided of one resource is also a record of the
-- source "correction", made from these words; no import touches either.
CREATE TABLE correction (
    identity   TEXT NOT NULL, -- of the resource
    field      TEXT NOT NULL, -- title of the sheet's column: téléphone, horaires
    value      TEXT,          -- NULL: not known, and what the sources say is hidden
    reason     TEXT,
    decided_at TEXT NOT NULL, -- instant
    PRIMARY KEY (identity, field)
) STRICT, WITHOUT ROWID;

-- A human's word on two records that look alike.
CREATE TABLE verdict (
    first      TEXT NOT NULL, -- identity, the smaller of the two
    second     TEXT NOT NULL,
    same       INTEGER NOT NULL CHECK (same IN (0, 1)),
    reason     TEXT,
    decided_at TEXT NOT NULL, -- instant
    PRIMARY KEY (first, second),
    CHECK (first < second)
) STRICT, WITHOUT ROWID;

-- Made after the rows (sql/workspace_record_indexes.sql of that version).
CREATE UNIQUE INDEX record_source_identity ON record (source, identity);
CREATE INDEX record_identity ON record (identity);
CREATE INDEX record_folded_name ON record (folded_name);
CREATE INDEX record_name_key ON record (name_key, kind, source);
CREATE INDEX record_identifier_identifier ON record_identifier (identifier);
CREATE INDEX record_zone_record ON record_zone (record);

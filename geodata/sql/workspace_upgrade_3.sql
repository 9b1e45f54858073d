-- Brings a workspace of version 2 to version 3: what a source says once is told by an index that can be made after the
-- rows. Foreign keys rest meanwhile: what hangs on a record finds it again under its id.
CREATE TABLE record_3 (
    id            INTEGER PRIMARY KEY,
    source        INTEGER NOT NULL REFERENCES source (id),
    identity      TEXT NOT NULL CHECK (identity <> ''),
    fingerprint   INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind = 'professional' OR kind = 'structure' OR kind = 'point'),
    name          TEXT NOT NULL CHECK (name <> ''),
    folded_name   TEXT NOT NULL,
    profession    TEXT,
    address       TEXT,
    postcode      TEXT,
    citycode      TEXT,
    city          TEXT,
    method        TEXT NOT NULL CHECK (method = 'none' OR method = 'source' OR method = 'geocoded' OR method = 'area'),
    score         REAL CHECK (score BETWEEN 0 AND 1),
    geometry      BLOB,
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
    direct_phone  TEXT,
    mssante       TEXT,
    referral_note TEXT,
    updated       TEXT,
    name_key      TEXT NOT NULL DEFAULT '',
    folded_address TEXT,
    zones_incomplete INTEGER NOT NULL DEFAULT 0 CHECK (zones_incomplete IN (0, 1)),
    corrects      INTEGER NOT NULL DEFAULT 0,
    CHECK ((geometry IS NULL) = (method = 'none'))
) STRICT;
INSERT INTO record_3 SELECT * FROM record;
DROP TABLE record;
ALTER TABLE record_3 RENAME TO record;
DROP INDEX record_identifier_identifier;
DROP INDEX record_zone_record;

-- The community's own skills may be of being on call.
CREATE TABLE skill_3 (
    code     TEXT NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('profession', 'specialty', 'act', 'equipment', 'programme', 'structure', 'on_call')),
    parent   TEXT,
    label_fr TEXT NOT NULL,
    label_en TEXT NOT NULL,
    synonyms TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO skill_3 SELECT * FROM skill;
DROP TABLE skill;
ALTER TABLE skill_3 RENAME TO skill;

PRAGMA user_version = 3;

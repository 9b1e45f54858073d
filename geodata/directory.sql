-- SPDX-License-Identifier: GPL-3.0-or-later
-- The directory: what we say. One file per published generation (DATA/directory/directory-N.sqlite), written once,
-- never changed, opened as it is by QGIS and GDAL. This file is its data dictionary; directory_indexes.sql comes after it.
--
-- Conventions: geometry columns are SpatiaLite BLOBs in WGS 84 (SRID 4326, lon lat, degrees), registered with
-- RecoverGeometryColumn and indexed with CreateSpatialIndex; declared BLOB because STRICT tables refuse other types.
-- NULL means "non précisé": nobody said. Answers to yes-or-no questions are 0 no, 1 yes, NULL not said.
-- Dates are YYYY-MM-DD, instants ISO 8601 with offset, minutes are counted from local midnight.
-- Where rows are many, a CHECK of three values or more is spelt with OR: of a list, SQLite makes a table for each row.

PRAGMA user_version = 2; -- version of this schema; readers also take 1, which had neither provenance nor zone_gap

-- The one row that says which generation this is.
CREATE TABLE generation (
    number       INTEGER PRIMARY KEY CHECK (number > 0), -- N of directory-N.sqlite
    published_at TEXT NOT NULL,                          -- instant of publication
    territory    TEXT NOT NULL,                          -- name of the territory; '' when none was given
    timezone     TEXT NOT NULL,                          -- IANA name, e.g. Europe/Paris
    records      INTEGER NOT NULL                        -- resources in the workspace when it was made
) STRICT;

-- Who told us: each fact points to its source.
CREATE TABLE source (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE, -- stable name: sheet:infirmiers, santefr-grippe
    kind        TEXT NOT NULL,        -- sheet, sessions, zones, territory, vaccination, …
    name        TEXT NOT NULL,        -- as shown beside a fact
    publisher   TEXT,
    licence     TEXT,
    url         TEXT,
    as_of       TEXT,                 -- the date the data speak of
    imported_at TEXT NOT NULL,        -- instant of the last import
    sha256      TEXT,                 -- of the file, 64 hex digits
    rows        INTEGER NOT NULL      -- rows in force
) STRICT;

-- The taxonomy of this generation: geodata/skills.csv and the community's additions.
CREATE TABLE skill (
    id       INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 65534), -- order of the taxonomy
    code     TEXT NOT NULL UNIQUE,  -- SYSTEM:CODE, e.g. G15:60
    kind     TEXT NOT NULL CHECK (kind IN ('profession', 'specialty', 'act', 'equipment', 'programme', 'structure', 'on_call')),
    parent   TEXT,                  -- code of the broader skill
    label_fr TEXT NOT NULL,
    label_en TEXT NOT NULL,
    synonyms TEXT NOT NULL          -- lay words separated by |
) STRICT;

-- Areas of the territory, drawn zones included.
CREATE TABLE area (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('territory', 'commune', 'quartier', 'iris', 'zone')),
    code     TEXT,                  -- INSEE or local code
    name     TEXT NOT NULL,
    source   INTEGER NOT NULL REFERENCES source (id),
    geometry BLOB NOT NULL          -- MULTIPOLYGON
) STRICT;

-- Where resources are [FHIR Location].
CREATE TABLE place (
    id       INTEGER PRIMARY KEY,
    address  TEXT,                  -- number and street as the source writes them
    postcode TEXT,
    citycode TEXT,                  -- INSEE code of commune or arrondissement
    city     TEXT,
    method   TEXT NOT NULL CHECK (method = 'none' OR method = 'source' OR method = 'geocoded' OR method = 'area'), -- how the point was found
    score    REAL CHECK (score BETWEEN 0 AND 1), -- of a geocoded point
    geometry BLOB,                  -- POINT; NULL when method is none
    CHECK ((geometry IS NULL) = (method = 'none'))
) STRICT;

-- What the map shows: a professional at a place [FHIR PractitionerRole], a structure [Organization], a service or
-- prevention point [HealthcareService]. Only what everybody may read.
CREATE TABLE resource (
    id            INTEGER PRIMARY KEY,   -- of this generation only
    public_id     TEXT NOT NULL,         -- unique (publishing checks it); stable between generations
    identity      TEXT NOT NULL,         -- unique; what makes it the same one next time
    kind          TEXT NOT NULL CHECK (kind = 'professional' OR kind = 'structure' OR kind = 'point'),
    name          TEXT NOT NULL CHECK (name <> ''),
    profession    TEXT REFERENCES skill (code),
    place         INTEGER NOT NULL REFERENCES place (id),
    home_visit    INTEGER CHECK (home_visit IN (0, 1)),   -- [ANS R338 05]
    remote        INTEGER CHECK (remote IN (0, 1)),       -- [ANS R338 04, 14]
    walk_in       INTEGER CHECK (walk_in IN (0, 1)),      -- [ANS R338 06]
    new_patients  INTEGER CHECK (new_patients IN (0, 1)),
    new_patients_as_of TEXT,                              -- day on which that was said
    languages     TEXT,                                   -- separated by ;
    wheelchair    INTEGER CHECK (wheelchair IN (0, 1)),
    fees          TEXT CHECK (fees = '0' OR fees = '1' OR fees = '2' OR fees = '3'), -- [ANS R282]
    phone         TEXT,
    website       TEXT,
    email         TEXT,
    note          TEXT,
    source        INTEGER NOT NULL REFERENCES source (id),
    updated       TEXT NOT NULL                           -- day: what the row says, else the source's date
) STRICT;

-- Where a field comes from that the source of its resource does not give: another source, or a human's correction.
CREATE TABLE provenance (
    resource INTEGER NOT NULL REFERENCES resource (id),
    field    TEXT NOT NULL,                  -- name, phone, hours … (geodata/field.h)
    skill    INTEGER REFERENCES skill (id),  -- of field skills: this one of them; NULL: all, and any other field
    source   INTEGER NOT NULL REFERENCES source (id),
    date     TEXT NOT NULL                   -- day: what the row says, else the source's date
) STRICT;

-- Fields that only professionals may read. The public atlas never opens this table.
CREATE TABLE resource_restricted (
    resource      INTEGER PRIMARY KEY REFERENCES resource (id),
    direct_phone  TEXT,
    mssante       TEXT, -- secure mail
    referral_note TEXT
) STRICT;

-- What a resource does.
CREATE TABLE resource_skill (
    resource INTEGER NOT NULL REFERENCES resource (id),
    skill    INTEGER NOT NULL REFERENCES skill (id),
    PRIMARY KEY (resource, skill)
) STRICT, WITHOUT ROWID;

-- Where a resource makes home visits: it comes to a door when an included zone covers it and no excluded one does.
CREATE TABLE zone (
    id       INTEGER PRIMARY KEY,
    resource INTEGER NOT NULL REFERENCES resource (id),
    skill    INTEGER REFERENCES skill (id), -- NULL: for all it does
    effect   TEXT NOT NULL CHECK (effect IN ('include', 'exclude')),
    label    TEXT NOT NULL,                 -- as it was said: rayon 2 km, Plaisance
    radius_m REAL CHECK (radius_m > 0),     -- of a circle around the resource's place, metres on the ellipsoid
    geometry BLOB NOT NULL                  -- MULTIPOLYGON; of a circle: a drawing of it, radius_m is what counts
) STRICT;

-- Resources that also come where their zones do not show: a place that could not be drawn.
CREATE TABLE zone_gap (
    resource INTEGER PRIMARY KEY REFERENCES resource (id)
) STRICT;

-- Weekly hours, local time. No row for a resource: its hours are not known.
CREATE TABLE hours (
    resource INTEGER NOT NULL REFERENCES resource (id),
    weekday  INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 7),   -- 0 Monday .. 6 Sunday, 7 public holidays
    opens    INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),  -- minutes
    closes   INTEGER NOT NULL CHECK (closes > opens AND closes <= opens + 1440
        OR weekday = 7 AND opens = 0 AND closes = 0),             -- 0 to 0: closed on such days
    PRIMARY KEY (resource, weekday, opens)
) STRICT, WITHOUT ROWID;

-- Days on which a resource is closed whatever its weekly hours say.
CREATE TABLE closure (
    resource  INTEGER NOT NULL REFERENCES resource (id),
    first_day TEXT NOT NULL, -- both days included
    last_day  TEXT NOT NULL CHECK (last_day >= first_day),
    PRIMARY KEY (resource, first_day)
) STRICT, WITHOUT ROWID;

-- Dated or recurring sessions: vaccination, screening, workshop, on-call period.
CREATE TABLE session (
    id          INTEGER PRIMARY KEY,
    resource    INTEGER NOT NULL REFERENCES resource (id),
    skill       INTEGER NOT NULL REFERENCES skill (id),
    kind        TEXT NOT NULL CHECK (kind IN ('session', 'on_call')),
    first_day   TEXT NOT NULL,                                      -- of the first occurrence
    opens       INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),  -- minutes, local time
    closes      INTEGER NOT NULL CHECK (closes > opens AND closes <= opens + 1440),
    rrule       TEXT,                                               -- RFC 5545, NULL: one day
    exdates     TEXT,                                               -- days left out, separated by commas
    public_text TEXT,                                               -- for whom
    appointment INTEGER CHECK (appointment IN (0, 1)),              -- needed
    link        TEXT,
    note        TEXT,
    source      INTEGER NOT NULL REFERENCES source (id)
) STRICT;

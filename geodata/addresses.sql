-- SPDX-License-Identifier: GPL-3.0-or-later
-- The address book: every street, named place and house number that an address may be found by. One file per published
-- generation (DATA/addresses/addresses-N.sqlite), written once, never changed, read by the geocoder. This file is its data
-- dictionary. Source: the Base Adresse Nationale (BAN) or a commune's own address base (BAL).
--
-- Conventions: positions are WGS 84 degrees as whole 1e-6 (0.1 m). A "word" is a word as text_fold leaves it, well-known
-- abbreviations written out (words_canonical): "Rue du Dr Roux" has the words "rue du docteur roux".

PRAGMA user_version = 2; -- version of this schema; readers refuse another

-- The one row that says what this book is.
CREATE TABLE book (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    source_name TEXT NOT NULL,    -- publisher and product, shown with the data
    source_date TEXT NOT NULL,    -- YYYY-MM-DD the data speak of; '' when unknown
    sha256      TEXT NOT NULL,    -- of the file or files read, 64 hex digits; '' when unknown
    streets     INTEGER NOT NULL, -- rows of street that are streets
    numbers     INTEGER NOT NULL, -- house numbers, suffixes counted apart
    places      INTEGER NOT NULL, -- rows of street that are named places
    communes    INTEGER NOT NULL  -- rows of commune, whole cities that have arrondissements left out
) STRICT;

-- Communes, and the arrondissements of Paris, Lyon and Marseille, whose streets belong to them. The whole city is a row
-- too, with the code that INSEE gives it and no postcode, so that "Paris" alone can be answered; no street is in it.
CREATE TABLE commune (
    id        INTEGER PRIMARY KEY,
    citycode  TEXT NOT NULL UNIQUE,       -- INSEE code, e.g. 75114
    name      TEXT NOT NULL,              -- as the source writes it: Paris 14e Arrondissement
    city      TEXT NOT NULL,              -- what an envelope says: Paris
    district  INTEGER NOT NULL CHECK (district BETWEEN 0 AND 20), -- arrondissement; 0 when the commune has none
    postcodes TEXT NOT NULL,              -- separated by spaces, the one with most numbers first
    numbers   INTEGER NOT NULL,           -- house numbers in it
    lon       INTEGER NOT NULL,           -- middle of its addresses, 1e-6 degree
    lat       INTEGER NOT NULL
) STRICT;

-- A street within one commune, or a named place (lieu-dit). Its number is its rank: 1 is the most important, so that the
-- first rows an index gives are the ones a person most likely means.
CREATE TABLE street (
    id         INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL CHECK (kind IN (1, 2)), -- 1 street, 2 named place
    name       TEXT NOT NULL CHECK (name <> ''),        -- as the source writes it, its known defects mended
    words      TEXT NOT NULL,                           -- its words, separated by spaces
    commune    INTEGER NOT NULL REFERENCES commune (id),
    postcode   TEXT NOT NULL,                           -- of most of its numbers; '' when unknown
    key        TEXT NOT NULL,                           -- common beginning of its BAN ids: 75114_2513
    importance REAL NOT NULL CHECK (importance BETWEEN 0 AND 1), -- from its numbers and those of its city
    lon        INTEGER NOT NULL,                        -- the number in its middle, or the place itself, 1e-6 degree
    lat        INTEGER NOT NULL,
    numbers    BLOB                                     -- house numbers, packed as geocode_numbers.h says; NULL when none
) STRICT;

-- The addresses of other files that name a door by its BAN id are found by it.
CREATE INDEX street_key ON street (key COLLATE NOCASE);

-- Where a street lies: the box of its numbers (degrees).
CREATE VIRTUAL TABLE street_box USING rtree (id, west, east, south, north);

-- Which streets hold a word; rowid is street.id. Beside its own words a street holds marked ones, so that a question can
-- name a place exactly: ':75014' each postcode, '#75114' citycode, '@paris' each word of the city, '+1163_24416' the cell of
-- 0.2 degree (about 15 x 22 km) it lies in. Contentless and without positions: it answers "which", street.words tells the rest.
CREATE VIRTUAL TABLE street_word USING fts5 (
    words, content = '', columnsize = 0, detail = none, prefix = '1 2 3 4', tokenize = "ascii tokenchars '@:#+_'"
);

-- Every word of street_word, to plan a question and to mend what was mistyped.
CREATE TABLE word (
    id      INTEGER PRIMARY KEY,
    word    TEXT NOT NULL UNIQUE,
    streets INTEGER NOT NULL,     -- rows of street that hold it
    sound   INTEGER NOT NULL      -- how it is pronounced, as words_sound computes it (a city's word without its mark); 0 for other marks and digits
) STRICT;
CREATE INDEX word_sound ON word (sound) WHERE sound <> 0;

-- Words found again when letters are missing, added, changed or swapped (SymSpell, W. Garbe): each word is filed under what
-- is left when up to two of its first seven letters are taken away; a mistyped word meets it under the same remainder.
-- A city's word is filed without its mark.
CREATE TABLE spelling (
    remainder INTEGER PRIMARY KEY, -- hash of what is left, as words_hash computes it
    words     BLOB NOT NULL        -- word.id, 32-bit little-endian each, ascending
) STRICT;

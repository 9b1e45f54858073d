-- SPDX-License-Identifier: GPL-3.0-or-later
-- The other side of bench_search.sh: the same directory in PostgreSQL 15 with PostGIS 3.3 as an expert lays it out. Run by
-- psql in the folder of search_dump's files. One row for each skill of each resource and of each zone, so that a question is
-- one walk of one index; places in Lambert-93, because nearest-first over geometry costs half of what it does over
-- geography; rows lie in the order of places.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET maintenance_work_mem = '1GB';
SET max_parallel_maintenance_workers = 0;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE UNLOGGED TABLE resource (
    id        integer PRIMARY KEY,
    public_id text NOT NULL,
    lon       double precision NOT NULL,
    lat       double precision NOT NULL,
    feature   text NOT NULL
);
ALTER TABLE resource ALTER feature SET COMPRESSION lz4, ALTER feature SET STORAGE MAIN;
CREATE UNLOGGED TABLE declared (id integer NOT NULL, skill smallint NOT NULL);
CREATE UNLOGGED TABLE drawn (id integer NOT NULL, polygon text NOT NULL);
\copy resource FROM 'resource.tsv'
\copy declared FROM 'having.tsv'
\copy drawn FROM 'zone.tsv'

CREATE UNLOGGED TABLE having_skill AS
SELECT d.skill, r.id, ST_Transform(ST_SetSRID(ST_MakePoint(r.lon, r.lat), 4326), 2154) AS place, r.lon, r.lat
FROM declared d JOIN resource r USING (id) ORDER BY r.id, d.skill;
CREATE INDEX having_skill_place ON having_skill USING gist (skill, place);

CREATE UNLOGGED TABLE covering AS
SELECT d.skill, z.id, ST_GeomFromText(z.polygon, 4326) AS zone,
       ST_Transform(ST_SetSRID(ST_MakePoint(r.lon, r.lat), 4326), 2154) AS place, r.lon, r.lat
FROM drawn z JOIN declared d USING (id) JOIN resource r USING (id) ORDER BY z.id, d.skill;
CREATE INDEX covering_zone ON covering USING gist (skill, zone);

-- For the map: MapServer reads this one.
CREATE UNLOGGED TABLE point AS
SELECT r.id, r.public_id, substring(r.feature FROM '"name":"([^"]*)"') AS name,
       substring(r.feature FROM '"profession":{"code":"[^"]*","label":"([^"]*)"') AS profession,
       ST_SetSRID(ST_MakePoint(r.lon, r.lat), 4326) AS place
FROM resource r ORDER BY r.id;
ALTER TABLE point ADD PRIMARY KEY (id);
CREATE INDEX point_place ON point USING gist (place);

DROP TABLE declared, drawn;
VACUUM (ANALYZE, FREEZE) resource;
VACUUM (ANALYZE, FREEZE) having_skill;
VACUUM (ANALYZE, FREEZE) covering;
VACUUM (ANALYZE, FREEZE) point;

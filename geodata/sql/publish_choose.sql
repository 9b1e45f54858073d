-- The resources: records that stand alone, and those that several records make together (publish_merge.sql); nobody whom
-- a human has excluded, and nothing that only a correction speaks of. Place, hours and zones are taken whole from one
-- record, a correction's before all others. Resources at one address, as written and as placed, share a place.
CREATE TEMP TABLE chosen (
    id           INTEGER PRIMARY KEY,     -- of the resource
    head         INTEGER NOT NULL UNIQUE, -- the first told of its records
    record       INTEGER NOT NULL,        -- the most trusted of them
    place_record INTEGER NOT NULL,
    hours_record INTEGER NOT NULL,        -- 0 when several speak and nobody says anything
    zones_record INTEGER NOT NULL,        -- 0 when nobody says anything
    restricted   INTEGER NOT NULL,        -- 1: its record says something that only professionals may read
    place        INTEGER NOT NULL,
    is_first     INTEGER NOT NULL         -- 1: of those at its place
);

-- Records that are no resource by themselves.
CREATE TEMP VIEW joined AS
SELECT record.id AS record
FROM workspace.source CROSS JOIN workspace.record ON record.source = source.id
WHERE source.kind = 'correction' AND record.corrects <> 0
UNION
SELECT record FROM temp.barred
UNION
SELECT record FROM temp.member;

-- Resources that are not one record's alone.
CREATE TEMP VIEW blended AS
SELECT head, CAST(substr(main, 4) AS INTEGER) AS record,
       CAST(substr(coalesce(address, main), 4) AS INTEGER) AS place_record,
       coalesce(CAST(substr(hours, 4) AS INTEGER), 0) AS hours_record,
       coalesce(CAST(substr(zones, 4) AS INTEGER), 0) AS zones_record
FROM temp.merged
UNION ALL
SELECT DISTINCT head, head, head, head, head
FROM temp.corrected
WHERE head NOT IN (SELECT head FROM temp.merged);

-- The resources: records that stand alone, and those that several records make together (publish_merge.sql); nobody whom
-- a human has excluded, and nothing that only a correction speaks of. Place, hours and zones are taken whole from one
-- record, a correction's before all others. Resources at one address, as written and as placed, share a place.
CREATE TEMP TABLE chosen (
    id           INTEGER PRIMARY KEY,     -- of the resource
    head         INTEGER NOT NULL UNIQUE, -- the first told of its records
    record       INTEGER NOT NULL,        -- the most trusted of them
    place_record INTEGER NOT NULL,
    hours_record INTEGER NOT NULL,        -- this one and the next: 0 when nobody says anything
    zones_record INTEGER NOT NULL,
    place        INTEGER NOT NULL,
    is_first     INTEGER NOT NULL         -- 1: of those at its place
);
CREATE TEMP VIEW candidate AS
SELECT id AS head, id AS record, id AS place_record, id AS hours_record, id AS zones_record
FROM workspace.record
WHERE corrects = 0 AND id NOT IN (SELECT record FROM temp.member) AND id NOT IN (SELECT record FROM temp.barred)
UNION ALL
SELECT head, CAST(substr(main, 4) AS INTEGER), CAST(substr(coalesce(address, main), 4) AS INTEGER),
       coalesce(CAST(substr(hours, 4) AS INTEGER), 0), coalesce(CAST(substr(zones, 4) AS INTEGER), 0)
FROM temp.merged;

-- Resources that are not one record's alone.
CREATE TEMP VIEW blended AS
SELECT id FROM chosen WHERE head IN (SELECT head FROM temp.merged UNION SELECT head FROM temp.corrected);

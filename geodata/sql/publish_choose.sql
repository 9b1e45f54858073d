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
    place        INTEGER NOT NULL
);
CREATE TEMP VIEW candidate AS
SELECT id AS head, id AS record, id AS place_record, id AS hours_record, id AS zones_record
FROM workspace.record
WHERE corrects = 0 AND id NOT IN (SELECT record FROM temp.member) AND id NOT IN (SELECT record FROM temp.barred)
UNION ALL
SELECT head, CAST(substr(main, 4) AS INTEGER), CAST(substr(coalesce(address, main), 4) AS INTEGER),
       coalesce(CAST(substr(hours, 4) AS INTEGER), 0), coalesce(CAST(substr(zones, 4) AS INTEGER), 0)
FROM temp.merged;
INSERT INTO chosen (head, record, place_record, hours_record, zones_record, place)
SELECT candidate.head, candidate.record, coalesce(at.record, place_record), coalesce(open.record, hours_record),
       coalesce(visits.record, zones_record),
       dense_rank() OVER (ORDER BY geometry, address, postcode, citycode, city, method, score)
FROM candidate
LEFT JOIN temp.corrected AS at ON at.head = candidate.head AND at.field = 'address'
LEFT JOIN temp.corrected AS open ON open.head = candidate.head AND open.field = 'hours'
LEFT JOIN temp.corrected AS visits ON visits.head = candidate.head AND visits.field = 'zones'
CROSS JOIN workspace.record ON record.id = coalesce(at.record, place_record)
ORDER BY candidate.record; -- what belongs to a record is then read in the order in which it lies

-- Resources that are not one record's alone.
CREATE TEMP VIEW blended AS
SELECT id FROM chosen WHERE head IN (SELECT head FROM temp.merged UNION SELECT head FROM temp.corrected);

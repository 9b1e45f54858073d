-- Which records become resources: of several sources that know the same one, the last to have spoken wins as a whole;
-- nobody whom a human has excluded. Resources at one address, as written and as placed, share a place.
CREATE TEMP TABLE winner AS
SELECT record.id AS record, max(source.turn) AS turn
FROM workspace.record JOIN workspace.source ON source.id = record.source
WHERE record.identity NOT IN (SELECT identity FROM workspace.exclusion)
GROUP BY record.identity;

CREATE TEMP TABLE chosen (
    id     INTEGER PRIMARY KEY,     -- of the resource
    record INTEGER NOT NULL UNIQUE, -- of the workspace
    place  INTEGER NOT NULL
);
INSERT INTO chosen (record, place)
SELECT record.id,
       dense_rank() OVER (ORDER BY geometry, address, postcode, citycode, city, method, score)
FROM winner JOIN workspace.record ON record.id = winner.record
ORDER BY record.id; -- what belongs to a record is then read in the order in which it lies
DROP TABLE winner;

-- Keeps what reconciling found, so that the next one does not depend on the records of today: who each resource was
-- known as, and by what else those who must not appear are known.
DELETE FROM workspace.known_as
WHERE identity IN (SELECT record.identity
                   FROM workspace.known_as AS known
                   CROSS JOIN workspace.record ON record.identity = known.identity AND record.corrects = 0
                   LEFT JOIN temp.member ON member.record = record.id
                   WHERE coalesce(member.head, record.id) = record.id
                     AND record.id NOT IN (SELECT head FROM temp.naming));
INSERT INTO workspace.known_as (identity, resource)
SELECT record.identity, coalesce(naming.identity, head.identity)
FROM temp.member
CROSS JOIN workspace.record ON record.id = member.record
CROSS JOIN workspace.record AS head ON head.id = member.head
LEFT JOIN temp.naming ON naming.head = member.head
WHERE record.identity <> coalesce(naming.identity, head.identity)
ON CONFLICT (identity) DO UPDATE SET resource = excluded.resource WHERE resource <> excluded.resource;

INSERT OR REPLACE INTO workspace.exclusion_alias (exclusion, alias, kind, name_key, folded_address, postcode, citycode,
                                                  lon, lat)
SELECT exclusion, record.identity, kind, name_key, folded_address, postcode, citycode,
       CASE WHEN method IN ('source', 'geocoded') THEN ST_X(geometry) END,
       CASE WHEN method IN ('source', 'geocoded') THEN ST_Y(geometry) END
FROM temp.barred
CROSS JOIN workspace.record ON record.id = barred.record
WHERE record.corrects = 0;
INSERT OR IGNORE INTO workspace.exclusion_alias (exclusion, alias)
SELECT barred.exclusion, identifier
FROM temp.barred
CROSS JOIN workspace.record_identifier ON record_identifier.record = barred.record
CROSS JOIN workspace.exclusion ON exclusion.identity = barred.exclusion
WHERE exclusion.here = 0 OR substr(identifier, 1, 5) <> 'rpps:';

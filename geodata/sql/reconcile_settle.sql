-- CROSS JOIN keeps the order of the loops: statistics of the workspace may be older than what it holds.
--
-- After the records of each resource are known: which identity names it, and who must not appear.
--
-- A resource keeps the identity under which it was first published (known_as) while any of its records lives, unless the
-- record of that identity lives elsewhere, or an older resource lays claim to it.
INSERT INTO temp.naming (head, identity)
SELECT min(head), resource
FROM (SELECT record.id AS head, known_as.resource
      FROM workspace.known_as
      CROSS JOIN workspace.record ON record.identity = known_as.identity AND record.corrects = 0
      LEFT JOIN temp.member ON member.record = record.id
      WHERE coalesce(member.head, record.id) = record.id
        AND NOT EXISTS (SELECT 1
                        FROM workspace.record AS owner LEFT JOIN temp.member AS owning ON owning.record = owner.id
                        WHERE owner.identity = known_as.resource AND owner.corrects = 0
                          AND coalesce(owning.head, owner.id) <> record.id))
GROUP BY resource;

-- Excluded by an identity, by a number, or as the same name at the same place; and with each record all that it is one
-- with. 50 m: as in reconcile.c.
INSERT OR IGNORE INTO temp.barred (record, exclusion)
SELECT record.id, exclusion.identity
FROM workspace.exclusion CROSS JOIN workspace.record ON record.identity = exclusion.identity
WHERE record.corrects = 0
UNION ALL
SELECT record.id, exclusion.identity
FROM workspace.known_as
JOIN workspace.exclusion ON exclusion.identity = known_as.resource
CROSS JOIN workspace.record ON record.identity = known_as.identity
WHERE record.corrects = 0
UNION ALL
SELECT record.id, exclusion
FROM workspace.exclusion_alias CROSS JOIN workspace.record ON record.identity = alias
WHERE record.corrects = 0
UNION ALL
SELECT record, exclusion
FROM workspace.exclusion_alias CROSS JOIN workspace.record_identifier ON identifier = alias
UNION ALL
SELECT record.id, face.exclusion
FROM workspace.exclusion_alias AS face
CROSS JOIN workspace.record ON record.name_key = face.name_key AND record.kind = face.kind
WHERE record.corrects = 0
  AND ((record.folded_address = face.folded_address
        AND coalesce(record.postcode = face.postcode, record.citycode = face.citycode, 0))
       OR (record.method IN ('source', 'geocoded')
           AND ST_Distance(record.geometry, MakePoint(face.lon, face.lat, 4326), 1) <= 50))
  AND NOT EXISTS (SELECT 1 -- another number of the same sort: somebody else
                  FROM workspace.record_identifier AS theirs
                  JOIN workspace.exclusion_alias AS ours ON ours.exclusion = face.exclusion
                  WHERE theirs.record = record.id AND substr(theirs.identifier, 1, 5) IN ('rpps:', 'fines')
                    AND substr(ours.alias, 1, 5) = substr(theirs.identifier, 1, 5));
INSERT OR IGNORE INTO temp.barred (record, exclusion)
SELECT mate.record, barred.exclusion
FROM temp.barred
CROSS JOIN temp.member ON member.record = barred.record
CROSS JOIN temp.member AS mate ON mate.head = member.head;

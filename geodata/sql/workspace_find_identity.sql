-- The resource of that identity or public id, excluded or not; of several records the identity that names their resource.
-- Parameters: :text. Columns: identity, name (NULL: no source knows it now).
SELECT coalesce(known_as.resource, found.identity), name
FROM (SELECT identity, name, 0 AS rank FROM record WHERE corrects = 0
      UNION ALL
      SELECT identity, NULL, 3 FROM exclusion
      UNION ALL
      SELECT resource, (SELECT name FROM record WHERE record.identity = known_as.identity), 1 FROM known_as
      UNION ALL
      SELECT alias, (SELECT name FROM record WHERE record.identity = alias), 2 FROM exclusion_alias) AS found
LEFT JOIN known_as ON known_as.identity = found.identity
WHERE found.identity = :text OR lower(substr(MD5Checksum(found.identity), 1, 16)) = lower(:text)
ORDER BY name IS NULL, rank
LIMIT 1;

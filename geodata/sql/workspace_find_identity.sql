-- The resource of that identity or public id, excluded or not. Parameters: :text. Columns: identity, name (NULL: no
-- source knows it now).
SELECT identity, name
FROM (SELECT identity, name FROM record
      UNION ALL
      SELECT identity, NULL FROM exclusion)
WHERE identity = :text OR lower(substr(MD5Checksum(identity), 1, 16)) = lower(:text)
ORDER BY name IS NULL
LIMIT 1;

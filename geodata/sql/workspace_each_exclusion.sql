-- Whoever must not appear, the last decided first. Columns: identity, reason, decided_at, name a source gives it (NULL:
-- no source knows it now).
SELECT identity, reason, decided_at,
       (SELECT name FROM record WHERE record.identity = exclusion.identity LIMIT 1)
FROM exclusion
ORDER BY decided_at DESC, identity;

-- What humans decided. Parameters: :identity (NULL: of everybody).
-- Columns: identity, field, value, reason, decided_at, name a source gives (NULL: none knows it now).
SELECT identity, field, value, reason, decided_at,
       (SELECT name FROM record WHERE record.identity = correction.identity AND corrects = 0 LIMIT 1)
FROM correction
WHERE :identity IS NULL OR identity = :identity
ORDER BY identity, field;

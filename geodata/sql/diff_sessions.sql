-- Sessions added, removed, changed. Columns: identity, public_id, name, profession, words before and after (NULL: it is
-- not there), 1 when the resource is in both generations.
SELECT said_after.identity, said_after.public_id, said_after.name, said_after.profession, old.words, new.words,
       said_after.id IN (SELECT after_id FROM pair)
FROM sessions_after AS new
JOIN main.resource USING (identity)
JOIN said_after ON said_after.id = resource.id
LEFT JOIN sessions_before AS old USING (identity, code, first_day, opens)
WHERE old.details IS NOT new.details
UNION ALL
SELECT said_before.identity, said_before.public_id, said_before.name, said_before.profession, old.words, NULL,
       said_before.id IN (SELECT before_id FROM pair)
FROM sessions_before AS old
JOIN earlier.resource USING (identity)
JOIN said_before ON said_before.id = resource.id
LEFT JOIN sessions_after AS new USING (identity, code, first_day, opens)
WHERE new.details IS NULL;

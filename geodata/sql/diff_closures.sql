-- Closures that changed. Columns: identity, public_id, name, profession, days before and after (NULL: none).
SELECT new.identity, new.public_id, new.name, new.profession, closures_before.words, closures_after.words
FROM pair
JOIN said_after AS new ON new.id = pair.after_id
LEFT JOIN closures_before ON closures_before.resource = pair.before_id
LEFT JOIN closures_after ON closures_after.resource = pair.after_id
WHERE closures_before.words IS NOT closures_after.words;

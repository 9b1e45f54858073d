-- Weekly hours that changed. Columns: identity, public_id, name, profession, spans before and after ("weekday opens
-- closes", separated by commas; NULL: not known).
SELECT new.identity, new.public_id, new.name, new.profession, week_before.spans, week_after.spans
FROM pair
JOIN said_after AS new ON new.id = pair.after_id
LEFT JOIN week_before ON week_before.resource = pair.before_id
LEFT JOIN week_after ON week_after.resource = pair.after_id
WHERE week_before.spans IS NOT week_after.spans;

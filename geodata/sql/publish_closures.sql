-- Days on which resources are closed: what any of their records says, the most trusted first; or all that a human decided.
INSERT OR IGNORE INTO main.closure (resource, first_day, last_day)
SELECT chosen.id, first_day, last_day
FROM workspace.record_closure
LEFT JOIN temp.member ON member.record = record_closure.record
CROSS JOIN chosen ON chosen.head = coalesce(member.head, record_closure.record)
WHERE chosen.head NOT IN (SELECT head FROM temp.corrected WHERE field = 'closures')
ORDER BY record_closure.record <> chosen.record;
INSERT INTO main.closure (resource, first_day, last_day)
SELECT chosen.id, first_day, last_day
FROM temp.corrected
JOIN chosen USING (head)
JOIN workspace.record_closure ON record_closure.record = corrected.record
WHERE corrected.field = 'closures';

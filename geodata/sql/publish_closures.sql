-- Days on which resources are closed: what any of their records says, the most trusted first.
INSERT OR IGNORE INTO main.closure (resource, first_day, last_day)
SELECT chosen.id, first_day, last_day
FROM workspace.record_closure
LEFT JOIN temp.member ON member.record = record_closure.record
CROSS JOIN chosen ON chosen.head = coalesce(member.head, record_closure.record)
ORDER BY record_closure.record <> chosen.record;

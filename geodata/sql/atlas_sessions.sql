-- Sessions. Columns: resource, skill code, first_day, opens, closes, rrule, exdates, public_text, appointment, link, note,
-- source key, whether it is a period on call.
SELECT n.resource, s.code, n.first_day, n.opens, n.closes, n.rrule, n.exdates, n.public_text, n.appointment,
       n.link, n.note, o.key, n.kind = 'on_call'
FROM session n JOIN skill s ON s.id = n.skill JOIN source o ON o.id = n.source
ORDER BY n.resource, n.first_day, n.opens, n.id;

-- Sessions. Columns: resource, skill code, first_day, opens, closes, rrule, exdates, public_text, appointment, link, note.
SELECT n.resource, s.code, n.first_day, n.opens, n.closes, n.rrule, n.exdates, n.public_text, n.appointment,
       n.link, n.note
FROM session n JOIN skill s ON s.id = n.skill
ORDER BY n.resource, n.first_day, n.opens, n.id;

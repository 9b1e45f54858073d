-- What was published and what was not.
-- Columns: resources, places, zones, sessions, skills, areas, resources excluded, resources without a
-- point, zone statements that could not be placed, sessions whose resource was not found, pairs of
-- records that look alike.
SELECT (SELECT count(*) FROM main.resource),
       (SELECT count(*) FROM main.place),
       (SELECT count(*) FROM main.zone),
       (SELECT count(*) FROM main.session),
       (SELECT count(*) FROM main.skill),
       (SELECT count(*) FROM main.area),
       (SELECT count(DISTINCT coalesce(member.head, barred.record))
        FROM temp.barred LEFT JOIN temp.member ON member.record = barred.record),
       (SELECT count(*) FROM chosen WHERE place IN (SELECT id FROM main.place WHERE method = 'none')),
       (SELECT count(*)
        FROM chosen CROSS JOIN workspace.record_zone ON record_zone.record = chosen.zones_record
        WHERE chosen.zones_record > 0)
           - (SELECT count(*) FROM main.zone),
       (SELECT count(*) FROM workspace.session) - (SELECT count(*) FROM met) - (SELECT count(*) FROM silenced),
       (SELECT count(*) FROM temp.likely);

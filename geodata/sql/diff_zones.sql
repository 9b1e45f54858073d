-- Home-visit zones that changed. Columns: identity, public_id, name, profession, labels before and after (NULL: none),
-- ground covered before and after, in square degrees: two zones of one resource lie at one latitude.
SELECT new.identity, new.public_id, new.name, new.profession, reach_before.label, reach_after.label,
       (SELECT ST_Area(coalesce(ST_Difference(ST_Union(geometry) FILTER (WHERE effect = 'include'),
                                              ST_Union(geometry) FILTER (WHERE effect = 'exclude')),
                                ST_Union(geometry) FILTER (WHERE effect = 'include')))
        FROM earlier.zone WHERE resource = pair.before_id),
       (SELECT ST_Area(coalesce(ST_Difference(ST_Union(geometry) FILTER (WHERE effect = 'include'),
                                              ST_Union(geometry) FILTER (WHERE effect = 'exclude')),
                                ST_Union(geometry) FILTER (WHERE effect = 'include')))
        FROM main.zone WHERE resource = pair.after_id)
FROM pair
JOIN said_after AS new ON new.id = pair.after_id
LEFT JOIN reach_before ON reach_before.resource = pair.before_id
LEFT JOIN reach_after ON reach_after.resource = pair.after_id
WHERE (reach_before.mark, reach_before.label) IS NOT (reach_after.mark, reach_after.label);

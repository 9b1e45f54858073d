-- Home-visit zones that changed. Columns: identity, public_id, name, profession, labels before and after (NULL: none),
-- ground covered before and after (ground_after of diff_side.sql.in).
SELECT new.identity, new.public_id, new.name, new.profession, reach_before.label, reach_after.label,
       (SELECT area FROM ground_before WHERE resource = pair.before_id),
       (SELECT area FROM ground_after WHERE resource = pair.after_id)
FROM pair
JOIN said_after AS new ON new.id = pair.after_id
LEFT JOIN reach_before ON reach_before.resource = pair.before_id
LEFT JOIN reach_after ON reach_after.resource = pair.after_id
WHERE (reach_before.mark, reach_before.label) IS NOT (reach_after.mark, reach_after.label);

-- Resources of which a part of the zone became unknown, or is known now. Columns: identity, public_id, name, profession,
-- before and after (1: a part is unknown, else 0). Only of generations whose schema has zone_gap (version 2).
SELECT identity, public_id, name, profession, was, is_now
FROM (SELECT new.identity, new.public_id, new.name, new.profession,
             pair.before_id IN (SELECT resource FROM earlier.zone_gap) AS was,
             pair.after_id IN (SELECT resource FROM main.zone_gap) AS is_now
      FROM pair
      JOIN said_after AS new ON new.id = pair.after_id)
WHERE was <> is_now;

-- Circles around the point of a resource.
-- Columns: resource, skill or NULL, effect, label, radius_m, POINT.
SELECT chosen.id, skill.id, record_zone.effect, record_zone.label, record_zone.radius_m, record.geometry
FROM chosen
CROSS JOIN workspace.record_zone ON record_zone.record = chosen.zones_record
CROSS JOIN workspace.record ON record.id = chosen.place_record
LEFT JOIN main.skill ON skill.code = record_zone.skill
WHERE chosen.zones_record > 0 AND record_zone.shape = 'circle' AND record.geometry IS NOT NULL
  AND (record_zone.skill IS NULL OR skill.id IS NOT NULL)
  AND chosen.zones_record NOT IN (SELECT record FROM doubtful)
ORDER BY chosen.id;

-- Zone statements that could not be placed, for the log. Columns: identity, label.
SELECT resource.identity, record_zone.label
FROM chosen
CROSS JOIN main.resource ON resource.id = chosen.id
CROSS JOIN workspace.record ON record.id = chosen.place_record
CROSS JOIN workspace.record_zone ON record_zone.record = chosen.zones_record
LEFT JOIN meant ON meant.folded = record_zone.folded_area
LEFT JOIN main.skill ON skill.code = record_zone.skill
WHERE chosen.zones_record > 0
  AND ((record_zone.shape = 'area' AND meant.area IS NULL)
    OR (record_zone.shape = 'circle' AND record.geometry IS NULL)
    OR (record_zone.skill IS NOT NULL AND skill.id IS NULL))
ORDER BY resource.identity
LIMIT 20;

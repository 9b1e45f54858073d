-- Zones with a shape of their own or an area's. An area is meant by its name or code, folded; of several the narrowest
-- kind, and of one kind the last told. A zone for a skill that is no longer known is left out: it must not become
-- a zone for all. Who has none of what a query asks for is passed over by one look at a list (IN).
CREATE TEMP TABLE meant (
    folded TEXT PRIMARY KEY, -- as zones name it
    area   INTEGER           -- of the workspace
) WITHOUT ROWID;
INSERT INTO meant (folded, area)
SELECT folded_area,
       (SELECT area.id
        FROM workspace.area
        JOIN workspace.area_kind ON area_kind.kind = area.kind
        JOIN workspace.source ON source.id = area.source
        WHERE area.folded_name = folded_area OR area.folded_code = folded_area
        ORDER BY area_kind.rank, source.turn DESC
        LIMIT 1)
FROM (SELECT DISTINCT folded_area FROM workspace.record_zone WHERE shape = 'area');

-- An exclusion that cannot be placed leaves it unknown where its resource comes: no zone of it is published, rather than
-- one that promises a visit it refuses.
CREATE TEMP TABLE doubtful (
    record INTEGER PRIMARY KEY -- of the workspace
);
INSERT OR IGNORE INTO doubtful (record)
SELECT chosen.zones_record
FROM chosen
CROSS JOIN workspace.record_zone ON record_zone.record = chosen.zones_record
CROSS JOIN workspace.record ON record.id = chosen.place_record
LEFT JOIN meant ON meant.folded = record_zone.folded_area
LEFT JOIN main.skill ON skill.code = record_zone.skill
WHERE chosen.zones_record > 0
  AND chosen.zones_record IN (SELECT record FROM workspace.record_zone WHERE effect = 'exclude')
  AND record_zone.effect = 'exclude'
  AND ((record_zone.shape = 'area' AND meant.area IS NULL)
    OR (record_zone.shape = 'circle' AND record.geometry IS NULL)
    OR (record_zone.skill IS NOT NULL AND skill.id IS NULL));

INSERT INTO main.zone (resource, skill, effect, label, geometry)
SELECT chosen.id, skill.id, record_zone.effect, record_zone.label, coalesce(record_zone.geometry, area.geometry)
FROM chosen
CROSS JOIN workspace.record_zone ON record_zone.record = chosen.zones_record
LEFT JOIN meant ON meant.folded = record_zone.folded_area
LEFT JOIN workspace.area ON area.id = meant.area
LEFT JOIN main.skill ON skill.code = record_zone.skill
WHERE chosen.zones_record > 0
  AND chosen.zones_record IN (SELECT record FROM workspace.record_zone WHERE shape <> 'circle')
  AND record_zone.shape <> 'circle'
  AND coalesce(record_zone.geometry, area.geometry) IS NOT NULL
  AND (record_zone.skill IS NULL OR skill.id IS NOT NULL)
  AND chosen.zones_record NOT IN (SELECT record FROM doubtful)
ORDER BY chosen.id;

-- Whoever also goes where we cannot draw: a door outside their zones may still be one they come to.
INSERT INTO main.zone_gap (resource)
SELECT id
FROM chosen
WHERE zones_record > 0 AND zones_record NOT IN (SELECT record FROM doubtful)
  AND ((SELECT zones_incomplete FROM workspace.record WHERE record.id = zones_record)
    OR zones_record IN (SELECT record
                        FROM workspace.record_zone JOIN meant ON meant.folded = folded_area
                        WHERE effect = 'include' AND shape = 'area' AND meant.area IS NULL)
    OR (place IN (SELECT id FROM main.place WHERE geometry IS NULL)
        AND zones_record IN (SELECT record FROM workspace.record_zone WHERE effect = 'include' AND shape = 'circle')));

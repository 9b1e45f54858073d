-- Counts that must agree between the workspace and the generation. Columns: what, told, published. A row is a fault.
SELECT what, told, published
FROM (SELECT 'resources' AS what,
             (SELECT count(DISTINCT identity) FROM workspace.record
              WHERE identity NOT IN (SELECT identity FROM workspace.exclusion)) AS told,
             (SELECT count(*) FROM main.resource) AS published
      UNION ALL
      SELECT 'skills of resources',
             (SELECT count(*) FROM workspace.record_skill JOIN chosen ON chosen.record = record_skill.record),
             (SELECT count(*) FROM main.resource_skill)
      UNION ALL
      SELECT 'hours',
             (SELECT count(*) FROM workspace.record_hours JOIN chosen ON chosen.record = record_hours.record),
             (SELECT count(*) FROM main.hours)
      UNION ALL
      SELECT 'sources', (SELECT count(*) FROM workspace.source), (SELECT count(*) FROM main.source))
WHERE told <> published;

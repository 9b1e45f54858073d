-- Counts that must agree between the workspace and the generation. Columns: what, told, published. A row is a fault.
SELECT what, told, published
FROM (SELECT 'resources' AS what,
             (SELECT count(*) FROM workspace.record) - (SELECT count(*) FROM joined)
                 + (SELECT count(DISTINCT head)
                    FROM temp.member CROSS JOIN workspace.record ON record.id = member.record
                    WHERE corrects = 0 AND record.id NOT IN (SELECT record FROM temp.barred)) AS told,
             (SELECT count(*) FROM main.resource) AS published
      UNION ALL
      SELECT 'resources chosen', (SELECT count(*) FROM chosen), (SELECT count(*) FROM main.resource)
      UNION ALL
      SELECT 'skills of resources that stand alone',
             (SELECT count(*) FROM workspace.record_skill)
                 - (SELECT count(*)
                    FROM (SELECT record FROM joined UNION SELECT head FROM temp.corrected) AS other
                    CROSS JOIN workspace.record_skill ON record_skill.record = other.record),
             (SELECT count(*) FROM main.resource_skill)
                 - (SELECT count(*)
                    FROM blended
                    CROSS JOIN chosen ON chosen.head = blended.head
                    CROSS JOIN main.resource_skill ON resource_skill.resource = chosen.id)
      UNION ALL
      SELECT 'skills of resources of several records',
             (SELECT count(*)
              FROM (SELECT DISTINCT member.head, record_skill.skill
                    FROM temp.member
                    CROSS JOIN workspace.record_skill ON record_skill.record = member.record
                    WHERE member.head IN (SELECT head FROM temp.merged)
                      AND member.head NOT IN (SELECT head FROM temp.corrected))),
             (SELECT count(*)
              FROM temp.merged
              JOIN chosen ON chosen.head = merged.head
              JOIN main.resource_skill ON resource_skill.resource = chosen.id
              WHERE merged.head NOT IN (SELECT head FROM temp.corrected))
      UNION ALL
      SELECT 'hours',
             (SELECT count(*) FROM workspace.record_hours JOIN chosen ON chosen.hours_record = record_hours.record),
             (SELECT count(*) FROM main.hours)
      UNION ALL
      SELECT 'sources', (SELECT count(*) FROM workspace.source), (SELECT count(*) FROM main.source))
WHERE told <> published;

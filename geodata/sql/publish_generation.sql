-- Which generation this is. Parameters: :number
INSERT INTO main.generation (number, published_at, territory, timezone, records)
VALUES (:number, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
        coalesce((SELECT area.name
                  FROM main.area JOIN workspace.source ON source.id = area.source
                  WHERE area.kind = 'territory'
                  ORDER BY source.turn DESC, area.id
                  LIMIT 1), ''),
        coalesce((SELECT value FROM workspace.setting WHERE key = 'timezone'), 'Europe/Paris'),
        (SELECT count(*) FROM workspace.record));

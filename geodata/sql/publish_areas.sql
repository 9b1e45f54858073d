-- Areas: of several sources that know the same one, the last to have spoken wins.
INSERT INTO main.area (id, kind, code, name, source, geometry)
SELECT id, kind, code, name, source, geometry
FROM (SELECT area.id, area.kind, area.code, area.name, area.source, area.geometry, max(source.turn)
      FROM workspace.area JOIN workspace.source ON source.id = area.source
      GROUP BY area.kind, area.key);

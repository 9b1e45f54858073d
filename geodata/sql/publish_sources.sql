-- Who told us, with the rows each has in force in the workspace.
INSERT INTO main.source (id, key, kind, name, publisher, licence, url, as_of, imported_at, sha256, rows)
SELECT id, key, kind, name, publisher, licence, url, as_of, imported_at, sha256,
       (SELECT count(*) FROM workspace.record WHERE record.source = source.id)
     + (SELECT count(*) FROM workspace.session WHERE session.source = source.id)
     + (SELECT count(*) FROM workspace.area WHERE area.source = source.id)
FROM workspace.source;

-- Sources, in the order of their last import.
-- Columns: key, kind, name, publisher, licence, url, file_name, sha256, as_of, imported_at, rows in force.
SELECT key, kind, name, publisher, licence, url, file_name, sha256, as_of, imported_at,
       (SELECT count(*) FROM record WHERE record.source = source.id)
     + (SELECT count(*) FROM session WHERE session.source = source.id)
     + (SELECT count(*) FROM area WHERE area.source = source.id)
FROM source
ORDER BY turn;

-- Who told us. Columns: key, kind, name, publisher, licence, url, as_of, imported_at, rows.
SELECT key, kind, name, publisher, licence, url, as_of, imported_at, rows FROM source ORDER BY id;

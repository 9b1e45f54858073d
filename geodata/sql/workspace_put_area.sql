-- Parameters: the columns of area.
INSERT INTO area (source, kind, code, name, folded_code, folded_name, key, fingerprint, geometry)
VALUES (:source, :kind, :code, :name, :folded_code, :folded_name, :key, :fingerprint, :geometry)
ON CONFLICT (source, kind, key) DO UPDATE
SET code = excluded.code, name = excluded.name, folded_code = excluded.folded_code,
    folded_name = excluded.folded_name, fingerprint = excluded.fingerprint, geometry = excluded.geometry;

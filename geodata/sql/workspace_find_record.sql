-- What the source said before. Parameters: :source :identity. Columns: id, fingerprint.
SELECT id, fingerprint FROM record WHERE source = :source AND identity = :identity;

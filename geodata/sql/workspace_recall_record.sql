-- Whether a record is of that source and identity. Parameters: :id :source :identity. Columns: id, fingerprint.
SELECT id, fingerprint FROM record WHERE id = :id AND source = :source AND identity = :identity;

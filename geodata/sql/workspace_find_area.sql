-- What the source said before. Parameters: :source :kind :key. Columns: id, fingerprint.
SELECT id, fingerprint FROM area WHERE source = :source AND kind = :kind AND key = :key;

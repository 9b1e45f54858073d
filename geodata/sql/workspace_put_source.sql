-- Says who speaks; the last to speak has the largest turn.
-- Parameters: :key :kind :name :publisher :licence :url :file_name :sha256 :as_of. Result: id.
INSERT INTO source (key, kind, name, publisher, licence, url, file_name, sha256, as_of, imported_at, turn)
VALUES (:key, :kind, :name, :publisher, :licence, :url, :file_name, :sha256, :as_of,
        strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), (SELECT coalesce(max(turn), 0) + 1 FROM source))
ON CONFLICT (key) DO UPDATE
SET kind = excluded.kind, name = excluded.name, publisher = excluded.publisher, licence = excluded.licence,
    url = excluded.url, file_name = excluded.file_name, sha256 = excluded.sha256, as_of = excluded.as_of,
    imported_at = excluded.imported_at, turn = excluded.turn
RETURNING id;

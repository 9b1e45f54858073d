-- A resource must not appear. Parameters: :identity :reason
INSERT INTO exclusion (identity, reason, decided_at)
VALUES (:identity, :reason, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
ON CONFLICT (identity) DO UPDATE SET reason = excluded.reason;

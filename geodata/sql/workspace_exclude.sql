-- A resource must not appear. Parameters: :identity :reason :here
INSERT INTO exclusion (identity, reason, decided_at, here)
VALUES (:identity, :reason, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), :here)
ON CONFLICT (identity) DO UPDATE SET reason = excluded.reason, here = excluded.here;

-- What a human writes over the sources; the same again leaves its day. Parameters: :identity :field :value :reason
INSERT INTO correction (identity, field, value, reason, decided_at)
VALUES (:identity, :field, :value, :reason, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
ON CONFLICT (identity, field) DO UPDATE
SET value = excluded.value, reason = excluded.reason, decided_at = excluded.decided_at
WHERE value IS NOT excluded.value OR reason IS NOT excluded.reason;

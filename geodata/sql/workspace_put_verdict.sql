-- A human's word on two records. Parameters: :first :second :same :reason
INSERT INTO verdict (first, second, same, reason, decided_at)
VALUES (min(:first, :second), max(:first, :second), :same, :reason, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
ON CONFLICT (first, second) DO UPDATE
SET same = excluded.same, reason = excluded.reason, decided_at = excluded.decided_at;

-- Two records that look alike, unless their numbers say that they are two or a human did. Parameters: :first :second :cause
INSERT OR IGNORE INTO temp.likely (first, second, cause)
SELECT min(:first, :second), max(:first, :second), :cause
WHERE NOT EXISTS (SELECT 1
                  FROM workspace.record_identifier AS a
                  JOIN workspace.record_identifier AS b ON substr(b.identifier, 1, 5) = substr(a.identifier, 1, 5)
                  WHERE a.record = :first AND b.record = :second AND a.identifier <> b.identifier)
  AND NOT EXISTS (SELECT 1
                  FROM workspace.verdict
                  JOIN workspace.record AS a ON a.id = :first
                  JOIN workspace.record AS b ON b.id = :second
                  WHERE same = 0 AND first = min(a.identity, b.identity) AND second = max(a.identity, b.identity));

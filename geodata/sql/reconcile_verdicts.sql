-- What a human said of two records. Columns: record, record, are they the same, their sources.
SELECT a.id, b.id, verdict.same, a.source, b.source
FROM workspace.verdict
CROSS JOIN workspace.record AS a ON a.identity = verdict.first AND a.corrects = 0
CROSS JOIN workspace.record AS b ON b.identity = verdict.second AND b.corrects = 0
ORDER BY a.id, b.id;

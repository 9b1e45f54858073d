-- Pairs of records that may be one resource.
-- Columns: cause, then of either record: identity, name, address, source.
SELECT cause, a.identity, a.name, a.address, a_source.name, b.identity, b.name, b.address, b_source.name
FROM temp.likely
CROSS JOIN workspace.record AS a ON a.id = likely.first
CROSS JOIN workspace.record AS b ON b.id = likely.second
CROSS JOIN workspace.source AS a_source ON a_source.id = a.source
CROSS JOIN workspace.source AS b_source ON b_source.id = b.source
WHERE likely.first NOT IN (SELECT record FROM temp.barred)
ORDER BY a.name_key, a.id, b.id;

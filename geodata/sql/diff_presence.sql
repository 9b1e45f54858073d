-- Who came and who left. Columns: identity, public_id, name, profession, 1 came or 0 left.
SELECT identity, public_id, name, profession, 1 FROM said_after WHERE id NOT IN (SELECT after_id FROM pair)
UNION ALL
SELECT identity, public_id, name, profession, 0 FROM said_before WHERE id NOT IN (SELECT before_id FROM pair);

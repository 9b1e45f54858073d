-- Records of different sources with one RPPS at two doors within 300 m: the same practice, located otherwise or moved, or
-- two. Within one source they are two. A human's word that they are two holds.
INSERT OR IGNORE INTO temp.likely (first, second, cause)
SELECT a.id, b.id, 'near_place'
FROM (SELECT identifier
      FROM workspace.record_identifier
      WHERE substr(identifier, 1, 5) = 'rpps:'
      GROUP BY identifier HAVING count(*) > 1) AS shared
CROSS JOIN workspace.record_identifier AS left_number ON left_number.identifier = shared.identifier
CROSS JOIN workspace.record_identifier AS right_number
    ON right_number.identifier = shared.identifier AND right_number.record > left_number.record
CROSS JOIN workspace.record AS a ON a.id = left_number.record
CROSS JOIN workspace.record AS b ON b.id = right_number.record
LEFT JOIN temp.member AS a_member ON a_member.record = a.id
LEFT JOIN temp.member AS b_member ON b_member.record = b.id
WHERE a.corrects = 0 AND b.corrects = 0 AND a.source <> b.source
  AND coalesce(a_member.head, a.id) <> coalesce(b_member.head, b.id)
  AND a.method IN ('source', 'geocoded') AND b.method IN ('source', 'geocoded')
  AND ST_Distance(a.geometry, b.geometry, 1) <= 300
  AND a.id NOT IN (SELECT record FROM temp.barred) AND b.id NOT IN (SELECT record FROM temp.barred)
  AND NOT EXISTS (SELECT 1
                  FROM workspace.verdict
                  WHERE same = 0 AND first = min(a.identity, b.identity) AND second = max(a.identity, b.identity));

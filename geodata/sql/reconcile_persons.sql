-- Records of one RPPS number. Columns as in reconcile_identities.sql.
SELECT identifier, record.id, source, folded_address, postcode, citycode, method IN ('source', 'geocoded'),
       ST_X(geometry), ST_Y(geometry)
FROM workspace.record_identifier
JOIN workspace.record ON record.id = record_identifier.record
WHERE identifier IN (SELECT identifier FROM workspace.record_identifier GROUP BY identifier HAVING count(*) > 1)
  AND substr(identifier, 1, 5) = 'rpps:' AND kind = 'professional' AND corrects = 0
ORDER BY identifier, record.id;

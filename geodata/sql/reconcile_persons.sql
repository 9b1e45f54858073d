-- Records of one RPPS number. Columns as in reconcile_identities.sql.
SELECT shared.identifier, record.id, source, folded_address, postcode, citycode, method IN ('source', 'geocoded'),
       ST_X(geometry), ST_Y(geometry)
FROM (SELECT identifier FROM workspace.record_identifier GROUP BY identifier HAVING count(*) > 1) AS shared
CROSS JOIN workspace.record_identifier ON record_identifier.identifier = shared.identifier
CROSS JOIN workspace.record ON record.id = record_identifier.record
WHERE substr(shared.identifier, 1, 5) = 'rpps:' AND kind = 'professional' AND corrects = 0
ORDER BY shared.identifier, record.id;

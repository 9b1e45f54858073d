-- Records of several sources that have one name and kind. Columns as in reconcile_identities.sql.
SELECT record.name_key || '/' || record.kind, id, source, folded_address, postcode, citycode,
       method IN ('source', 'geocoded'), ST_X(geometry), ST_Y(geometry)
FROM (SELECT name_key, kind FROM workspace.record GROUP BY name_key, kind HAVING min(source) <> max(source)) AS shared
CROSS JOIN workspace.record ON record.name_key = shared.name_key AND record.kind = shared.kind
WHERE corrects = 0
ORDER BY record.name_key, record.kind, id;

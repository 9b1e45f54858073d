-- Column: 1 when both generations keep zone_gap, 0 when one of them is of schema version 1, which had none.
SELECT (SELECT count(*) FROM main.sqlite_schema WHERE name = 'zone_gap')
   AND (SELECT count(*) FROM earlier.sqlite_schema WHERE name = 'zone_gap');

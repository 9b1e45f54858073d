-- Areas of the territory, largest kinds first; drawn zones left out. Columns: kind, code, name, geometry.
SELECT kind, code, name, geometry
FROM area
WHERE kind <> 'zone'
ORDER BY CASE kind WHEN 'territory' THEN 1 WHEN 'commune' THEN 2 WHEN 'quartier' THEN 3 ELSE 4 END, code, id;

-- Communes of the territory: of quartiers (7511401) and IRIS (751145301) the first five characters say it.
-- Result: citycode.
SELECT DISTINCT substr(code, 1, 5) FROM area
WHERE kind IN ('commune', 'quartier', 'iris') AND code GLOB '[0-9][0-9AB][0-9][0-9][0-9]*'
ORDER BY 1;

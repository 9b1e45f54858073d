-- The keys of the resources, each found at its end of the table: asked for together, all rows would be gone through.
-- Columns: first, last (NULL without any).
SELECT (SELECT min(id) FROM resource), (SELECT max(id) FROM resource);

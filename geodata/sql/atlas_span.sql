-- The keys of the resources. Columns: first, last (NULL without any).
SELECT min(id), max(id) FROM resource;

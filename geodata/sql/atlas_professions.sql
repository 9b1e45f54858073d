-- The profession of each resource that has one. Columns: resource, skill (its place in the taxonomy's order).
SELECT r.id, s.id FROM resource r JOIN skill s ON s.code = r.profession ORDER BY r.id;

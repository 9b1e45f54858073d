-- The profession of each resource from :first to :last that has one. Columns: resource, skill (its place in the taxonomy's order).
SELECT r.id, s.id FROM resource r JOIN skill s ON s.code = r.profession WHERE r.id BETWEEN :first AND :last ORDER BY r.id;

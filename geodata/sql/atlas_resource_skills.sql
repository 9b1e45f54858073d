-- What was said of each resource. Columns: resource, skill (its place in the taxonomy's order).
SELECT resource, skill FROM resource_skill ORDER BY resource, skill;

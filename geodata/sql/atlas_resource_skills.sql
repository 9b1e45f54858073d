-- What was said of each resource from :first to :last. Columns: resource, skill (its place in the taxonomy's order).
SELECT resource, skill FROM resource_skill WHERE resource BETWEEN :first AND :last ORDER BY resource, skill;

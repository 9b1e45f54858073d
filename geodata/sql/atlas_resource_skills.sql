-- What each resource does: what was said, and its profession. Columns: resource, skill (its place in the taxonomy's
-- order), is_profession.
SELECT resource, skill, 0 FROM resource_skill
UNION ALL
SELECT r.id, s.id, 1 FROM resource r JOIN skill s ON s.code = r.profession
ORDER BY 1, 3, 2;

-- Home-visit zones. Columns: resource, skill, effect, label, radius_m, geometry.
SELECT resource, skill, effect, label, radius_m, geometry FROM zone ORDER BY resource, effect DESC, id;

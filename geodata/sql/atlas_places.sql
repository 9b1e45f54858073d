-- Where each resource is. Columns: resource, geometry (NULL without a point), public_id.
SELECT r.id, p.geometry, r.public_id
FROM resource r JOIN place p ON p.id = r.place
ORDER BY r.id;

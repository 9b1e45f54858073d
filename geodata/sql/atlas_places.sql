-- Where each resource from :first to :last is. Columns: resource, geometry (NULL without a point), public_id.
SELECT r.id, p.geometry, r.public_id
FROM resource r JOIN place p ON p.id = r.place
WHERE r.id BETWEEN :first AND :last
ORDER BY r.id;

-- Where each resource from :first to :last is, and what. Columns: resource, geometry (NULL without a point), public_id, code of
-- the profession (NULL: not said).
SELECT r.id, p.geometry, r.public_id, r.profession
FROM resource r JOIN place p ON p.id = r.place
WHERE r.id BETWEEN :first AND :last
ORDER BY r.id;

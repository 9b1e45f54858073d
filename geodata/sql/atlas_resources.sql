-- Every resource from :first to :last with its place and source, public fields only. Columns in the order of struct resource.
SELECT r.id, r.public_id, r.identity, r.kind, r.name, r.profession,
       p.address, p.postcode, p.citycode, p.city, p.method, p.score,
       r.home_visit, r.remote, r.walk_in, r.new_patients, r.new_patients_as_of, r.languages, r.wheelchair, r.fees,
       r.phone, r.website, r.email, r.note, s.name, s.as_of, r.updated
FROM resource r
JOIN place p ON p.id = r.place
JOIN source s ON s.id = r.source
WHERE r.id BETWEEN :first AND :last
ORDER BY r.id;

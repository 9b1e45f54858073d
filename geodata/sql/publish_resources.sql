-- Places, resources and what belongs to each, from the chosen records.
INSERT INTO main.place (id, address, postcode, citycode, city, method, score, geometry)
SELECT chosen.place, address, postcode, citycode, city, method, score, geometry
FROM chosen CROSS JOIN workspace.record ON record.id = chosen.place_record
WHERE chosen.is_first;

INSERT INTO main.resource (id, public_id, identity, kind, name, profession, place, home_visit, remote, walk_in,
                           new_patients, new_patients_as_of, languages, wheelchair, fees, phone, website, email, note,
                           source, updated)
SELECT chosen.id, public_id(coalesce(naming.identity, record.identity)),
       coalesce(naming.identity, record.identity), record.kind, record.name, profession, chosen.place, home_visit, remote,
       walk_in, new_patients, new_patients_as_of, languages, wheelchair, fees, phone, website, email, note,
       record.source, coalesce(record.updated, source.as_of, substr(source.imported_at, 1, 10))
FROM chosen
CROSS JOIN workspace.record ON record.id = chosen.record
CROSS JOIN workspace.source ON source.id = record.source
LEFT JOIN temp.naming ON naming.head = chosen.head
WHERE chosen.head NOT IN (SELECT head FROM temp.merged);

INSERT INTO main.resource_restricted (resource, direct_phone, mssante, referral_note)
SELECT chosen.id, direct_phone, mssante, referral_note
FROM chosen CROSS JOIN workspace.record ON record.id = chosen.record
WHERE chosen.restricted AND chosen.head NOT IN (SELECT head FROM temp.merged);

INSERT INTO main.resource_skill (resource, skill)
SELECT chosen.id, skill.id
FROM chosen
CROSS JOIN workspace.record_skill ON record_skill.record = chosen.record
CROSS JOIN main.skill ON skill.code = record_skill.skill;

INSERT INTO main.hours (resource, weekday, opens, closes)
SELECT chosen.id, weekday, opens, closes
FROM chosen CROSS JOIN workspace.record_hours ON record_hours.record = chosen.hours_record;

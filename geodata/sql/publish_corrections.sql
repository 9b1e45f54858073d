-- What a human decided, over what the sources say. Place, hours and zones were chosen already (publish_choose.sql).
UPDATE main.resource SET name = said.name FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'name' AND resource.id = chosen.id;
UPDATE main.resource SET kind = said.kind FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'kind' AND resource.id = chosen.id;
UPDATE main.resource SET profession = said.profession FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'profession' AND resource.id = chosen.id;
UPDATE main.resource SET home_visit = said.home_visit FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'home_visit' AND resource.id = chosen.id;
UPDATE main.resource SET remote = said.remote FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'remote' AND resource.id = chosen.id;
UPDATE main.resource SET walk_in = said.walk_in FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'walk_in' AND resource.id = chosen.id;
UPDATE main.resource SET languages = said.languages FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'languages' AND resource.id = chosen.id;
UPDATE main.resource SET wheelchair = said.wheelchair FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'wheelchair' AND resource.id = chosen.id;
UPDATE main.resource SET fees = said.fees FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'fees' AND resource.id = chosen.id;
UPDATE main.resource SET phone = said.phone FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'phone' AND resource.id = chosen.id;
UPDATE main.resource SET website = said.website FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'website' AND resource.id = chosen.id;
UPDATE main.resource SET email = said.email FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'email' AND resource.id = chosen.id;
UPDATE main.resource SET note = said.note FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'note' AND resource.id = chosen.id;
UPDATE main.resource SET new_patients = said.new_patients, new_patients_as_of = said.new_patients_as_of FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'new_patients' AND resource.id = chosen.id;

INSERT OR IGNORE INTO main.resource_restricted (resource)
SELECT chosen.id
FROM temp.corrected JOIN chosen USING (head)
WHERE field IN ('direct_phone', 'mssante', 'referral_note');
UPDATE main.resource_restricted SET direct_phone = said.direct_phone FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'direct_phone' AND resource_restricted.resource = chosen.id;
UPDATE main.resource_restricted SET mssante = said.mssante FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'mssante' AND resource_restricted.resource = chosen.id;
UPDATE main.resource_restricted SET referral_note = said.referral_note FROM temp.corrected JOIN chosen USING (head) JOIN workspace.record AS said ON said.id = corrected.record
WHERE corrected.field = 'referral_note' AND resource_restricted.resource = chosen.id;
DELETE FROM main.resource_restricted WHERE coalesce(direct_phone, mssante, referral_note) IS NULL;

-- Skills as a whole; a profession replaces those that the sources gave.
DELETE FROM main.resource_skill
WHERE resource IN (SELECT chosen.id FROM temp.corrected JOIN chosen USING (head) WHERE field = 'skills');
DELETE FROM main.resource_skill
WHERE (resource, skill) IN (SELECT chosen.id, skill.id
                            FROM temp.corrected
                            JOIN chosen USING (head)
                            JOIN workspace.record ON record.id = chosen.head
                              OR record.id IN (SELECT record FROM temp.member WHERE member.head = chosen.head)
                            JOIN main.skill ON skill.code = record.profession
                            WHERE field = 'profession');
INSERT OR IGNORE INTO main.resource_skill (resource, skill)
SELECT chosen.id, skill.id
FROM temp.corrected
JOIN chosen USING (head)
JOIN workspace.record_skill ON record_skill.record = corrected.record
JOIN main.skill ON skill.code = record_skill.skill
WHERE field = 'skills';
INSERT OR IGNORE INTO main.resource_skill (resource, skill)
SELECT resource.id, skill.id
FROM temp.corrected
JOIN chosen USING (head)
JOIN main.resource ON resource.id = chosen.id
JOIN main.skill ON skill.code = resource.profession
WHERE field IN ('skills', 'profession');

DELETE FROM main.provenance
WHERE (resource, field) IN (SELECT chosen.id, field FROM temp.corrected JOIN chosen USING (head));
INSERT INTO main.provenance (resource, field, source, date)
SELECT chosen.id, field, said.source, coalesce(said.updated, source.as_of, substr(source.imported_at, 1, 10))
FROM temp.corrected
JOIN chosen USING (head)
JOIN workspace.record AS said ON said.id = corrected.record
JOIN workspace.source ON source.id = said.source;

-- Whoever, in the end, makes no home visits has no zones, whatever another source drew.
UPDATE chosen
SET zones_record = 0
WHERE id IN (SELECT id FROM main.resource WHERE home_visit = 0)
  AND head IN (SELECT head FROM temp.merged UNION SELECT head FROM temp.corrected);
DELETE FROM main.provenance
WHERE field = 'zones' AND resource IN (SELECT id FROM chosen WHERE zones_record = 0);

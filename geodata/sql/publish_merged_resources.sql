-- Resources that several records make together: the values of publish_merge.sql without their voices, and the skills that
-- other sources add, each with who says so.
INSERT INTO main.resource (id, public_id, identity, kind, name, profession, place, home_visit, remote, walk_in,
                           new_patients, new_patients_as_of, languages, wheelchair, fees, phone, website, email, note,
                           source, updated)
SELECT chosen.id, public_id(coalesce(naming.identity, head.identity)),
       coalesce(naming.identity, head.identity), substr(merged.kind, 4), substr(merged.name, 4), substr(merged.profession, 4), chosen.place, substr(merged.home_visit, 4), substr(merged.remote, 4),
       substr(merged.walk_in, 4), substr(merged.new_patients, 4, 1), nullif(substr(merged.new_patients, 5), ''),
       substr(merged.languages, 4), substr(merged.wheelchair, 4), substr(merged.fees, 4), substr(merged.phone, 4),
       substr(merged.website, 4), substr(merged.email, 4), substr(merged.note, 4),
       main.source, coalesce(main.updated, source.as_of, substr(source.imported_at, 1, 10))
FROM temp.merged
CROSS JOIN chosen ON chosen.head = merged.head
CROSS JOIN workspace.record AS head ON head.id = merged.head
CROSS JOIN workspace.record AS main ON main.id = chosen.record
CROSS JOIN workspace.source ON source.id = main.source
LEFT JOIN temp.naming ON naming.head = merged.head;

INSERT INTO main.resource_restricted (resource, direct_phone, mssante, referral_note)
SELECT chosen.id, substr(merged.direct_phone, 4), substr(merged.mssante, 4), substr(merged.referral_note, 4)
FROM temp.merged CROSS JOIN chosen ON chosen.head = merged.head
WHERE coalesce(merged.direct_phone, merged.mssante, merged.referral_note) IS NOT NULL;

CREATE TEMP TABLE added_skill AS
SELECT chosen.id AS resource, skill.id AS skill, min(voice.skills || record.id) AS voice
FROM temp.merged
CROSS JOIN chosen ON chosen.head = merged.head
CROSS JOIN temp.member ON member.head = merged.head
CROSS JOIN workspace.record ON record.id = member.record
CROSS JOIN temp.voice ON voice.source = record.source
CROSS JOIN workspace.record_skill ON record_skill.record = record.id
CROSS JOIN main.skill ON skill.code = record_skill.skill
WHERE record.id <> chosen.record
  AND NOT EXISTS (SELECT 1
                  FROM workspace.record_skill AS own
                  WHERE own.record = chosen.record AND own.skill = record_skill.skill)
GROUP BY chosen.id, skill.id;
INSERT INTO main.resource_skill (resource, skill) SELECT resource, skill FROM added_skill;
INSERT INTO main.provenance (resource, field, skill, source, date)
SELECT resource, 'skills', skill, record.source,
       coalesce(record.updated, source.as_of, substr(source.imported_at, 1, 10))
FROM added_skill
CROSS JOIN workspace.record ON record.id = CAST(substr(voice, 4) AS INTEGER)
CROSS JOIN workspace.source ON source.id = record.source;

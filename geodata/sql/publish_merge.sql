-- What several records of one resource say, field by field: each text begins with the three digits of the voice it comes
-- from (publish_voices.sql), and is NULL where nobody says anything. Place, hours and zones are taken whole from one
-- record, and so is the answer about new patients with its day.
CREATE TEMP TABLE merged AS
SELECT member.head,
       min(voice.main || record.id) AS main,
       min(voice.kind || record.kind) AS kind,
       min(voice.name || record.name) AS name,
       min(CASE WHEN coalesce(record.address, record.postcode, record.citycode, record.city, record.geometry) IS NOT NULL
                THEN voice.address || record.id END) AS address,
       min(CASE WHEN EXISTS (SELECT 1 FROM workspace.record_hours WHERE record_hours.record = record.id)
                THEN voice.hours || record.id END) AS hours,
       min(CASE WHEN record.zones_incomplete
                  OR EXISTS (SELECT 1 FROM workspace.record_zone WHERE record_zone.record = record.id)
                THEN voice.zones || record.id END) AS zones,
       min(voice.new_patients || record.new_patients
           || coalesce(record.new_patients_as_of, record.updated, source.as_of, '')) AS new_patients,
       min(voice.profession || record.profession) AS profession,
       min(voice.languages || record.languages) AS languages,
       min(voice.fees || record.fees) AS fees,
       min(voice.phone || record.phone) AS phone,
       min(voice.website || record.website) AS website,
       min(voice.email || record.email) AS email,
       min(voice.note || record.note) AS note,
       min(voice.direct_phone || record.direct_phone) AS direct_phone,
       min(voice.mssante || record.mssante) AS mssante,
       min(voice.referral_note || record.referral_note) AS referral_note,
       min(voice.home_visit || record.home_visit) AS home_visit,
       min(voice.remote || record.remote) AS remote,
       min(voice.walk_in || record.walk_in) AS walk_in,
       min(voice.wheelchair || record.wheelchair) AS wheelchair
FROM temp.member
CROSS JOIN workspace.record ON record.id = member.record
CROSS JOIN workspace.source ON source.id = record.source
CROSS JOIN temp.voice ON voice.source = record.source
WHERE member.head NOT IN (SELECT record FROM temp.barred)
GROUP BY member.head;
CREATE UNIQUE INDEX temp.merged_head ON merged (head);

-- Where the most trusted gives an address that could not be placed, and another the same address with its point, that
-- point is the place's.
UPDATE temp.merged
SET address = (SELECT min(voice.address || placed.id)
               FROM temp.member
               JOIN workspace.record AS placed ON placed.id = member.record
               JOIN temp.voice ON voice.source = placed.source
               JOIN workspace.record AS said ON said.id = CAST(substr(merged.address, 4) AS INTEGER)
               WHERE member.head = merged.head AND placed.folded_address = said.folded_address
                 AND placed.postcode IS said.postcode AND placed.method IN ('source', 'geocoded'))
WHERE EXISTS (SELECT 1
              FROM workspace.record AS said
              JOIN temp.member ON member.head = merged.head
              JOIN workspace.record AS placed ON placed.id = member.record
              WHERE said.id = CAST(substr(merged.address, 4) AS INTEGER) AND said.method IN ('none', 'area')
                AND placed.folded_address = said.folded_address AND placed.postcode IS said.postcode
                AND placed.method IN ('source', 'geocoded'));
